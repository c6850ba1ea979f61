import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ModelInfo } from '../../../app/contract/models.ts';
import type { Scores } from '../../../app/domain/training/scores.ts';
import { attempt } from '../../state/notices.ts';
import { type Models, modelsStore, renameModel, shownModel } from '../../state/training/models.ts';
import { IconButton } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { count, significant } from '../../ui/quantity.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { colour } from '../../ui/tokens.ts';
import { ApplySection } from './apply-section.tsx';
import { Card } from './card.tsx';
import { CardFacts } from './card-facts.tsx';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { ScoreTable } from './score-table.tsx';
import { SizeBars } from './size-bars.tsx';
import { ThresholdPlot } from './threshold-plot.tsx';

const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'auto', containerType: 'inline-size' });
const Head = styled('div')({ padding: '12px 16px 0' });
const TitleLine = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, minHeight: 28, maxWidth: 720 });
const Title = styled('h2')({ fontWeight: 600, fontSize: 16, lineHeight: '24px', userSelect: 'text' });
const Muted = styled('p')({ color: colour.muted });
const Classes = styled('p')({
  display: 'flex',
  flexWrap: 'wrap',
  gap: '2px 12px',
  paddingTop: 4,
  '& span': { display: 'inline-flex', alignItems: 'center', gap: 5 },
});
const Grid = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
  gap: 12,
  padding: '12px 16px',
  alignItems: 'start',
  '@container (max-width: 760px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
});
const Column = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: 12,
  minWidth: 0,
  // where there is one column only, what matters most comes first
  '@container (max-width: 760px)': { display: 'contents' },
});

interface ScoreSource {
  readonly id: string;
  readonly title: string;
  readonly scores: Scores;
}

const splits = { test: 'Frozen test set', validation: 'Validation images', training: 'Training images' } as const;

/** Where scores of a model come from: measurements of this project first, then its card, images never learned from first. */
function scoreSources(s: Models, { id, card }: ModelInfo): readonly ScoreSource[] {
  const measured = s.evaluations.filter(({ evaluation }) => evaluation.model === id);
  const order = ['test', 'validation', 'training'] as const;
  return [
    ...measured.slice(0, 3).map(({ id: number, evaluation }) => ({
      id: `e${number}`,
      title: `${evaluation.images.some(({ learned }) => learned) ? 'Measured' : 'Measured, never learned from'}: ${count(evaluation.images.length, 'image')}`,
      scores: evaluation.scores,
    })),
    ...order.flatMap((split) =>
      card.scores
        .filter((one) => one.split === split)
        .map((one) => ({ id: split, title: `${splits[split]}: ${count(one.images, 'image')}`, scores: one })),
    ),
  ];
}

function Name({ model }: { readonly model: ModelInfo }) {
  const [name, setName] = useState<string | null>(null);
  const keep = () => {
    const wish = name?.trim() ?? '';
    setName(null);
    if (wish !== '' && wish !== model.card.title)
      void attempt('stage', 'rename model', () => renameModel(model.id, wish));
  };
  return (
    <TitleLine>
      {name === null ? (
        <Title>{model.card.title}</Title>
      ) : (
        <TextField
          aria-label="Name of the model"
          autoFocus
          value={name}
          onText={setName}
          onEnter={keep}
          onEscape={() => setName(null)}
          onBlur={keep}
        />
      )}
      {model.origin === 'project' && name === null ? (
        <IconButton icon="pencil" label="Rename the model" onClick={() => setName(model.card.title)} />
      ) : null}
    </TitleLine>
  );
}

const origins = { shipped: 'Comes with the program', project: 'Of this project', library: 'Of this computer' } as const;

/** A model's card: what it tells apart, how well, on which images, and where it comes from. */
export function ModelTab() {
  const s = useStore(modelsStore);
  const [wanted, setWanted] = useState<string | null>(null);
  const model = shownModel(s) ?? s.models[0];
  if (model === undefined) {
    return (
      <Empty text="No model yet. Retrain makes one from the reviewed frames, or take in a model file.">
        <CommandButton id="train.start" look="primary" />
        <CommandButton id="train.import" icon="import" />
      </Empty>
    );
  }
  const { card } = model;
  const sources = scoreSources(s, model);
  const source = sources.find(({ id }) => id === wanted) ?? sources[0];
  const evaluation = s.evaluations.find((one) => one.evaluation.model === model.id)?.evaluation;
  const confusion = source?.scores.confusion.flat() ?? [];
  return (
    <Scroll>
      <Head>
        <Name model={model} />
        <Muted>
          {origins[model.origin]}. {card.help}
        </Muted>
        <Classes>
          {card.classes.map((one) => (
            <span key={one.name}>
              <Swatch colour={one.colour} small />
              {one.name}
            </span>
          ))}
        </Classes>
      </Head>
      <Grid>
        <Column>
          <ApplySection key={model.id} model={model} />
          {source === undefined || confusion.length !== card.classes.length ** 2 ? null : (
            <Card title="Which class was taken for which" order={3}>
              <ConfusionMatrix classes={card.classes} counts={confusion} />
            </Card>
          )}
          {evaluation === undefined || evaluation.bySize.length === 0 ? null : (
            <Card title="Recall by particle size" order={5}>
              <SizeBars groups={evaluation.bySize} />
            </Card>
          )}
        </Column>
        <Column>
          <Card
            title="Scores"
            order={2}
            actions={
              sources.length < 2 ? (
                source === undefined ? undefined : (
                  <Muted>{source.title}</Muted>
                )
              ) : (
                <Select
                  aria-label="Images of the scores"
                  value={source.id}
                  options={sources.map(({ id, title }) => [id, title] as const)}
                  onPick={setWanted}
                />
              )
            }
          >
            {source === undefined ? (
              card.measured.length === 0 ? (
                <Muted>Not measured yet. Compare it with others on the frozen test set.</Muted>
              ) : null
            ) : (
              <ScoreTable scores={source.scores} classes={card.classes} />
            )}
            {card.measured.map(({ measure, images, value }) => (
              <Muted key={measure}>
                {measure}: <span style={{ color: colour.text }}>{significant(value, 3)}</span>, {count(images, 'image')}
              </Muted>
            ))}
          </Card>
          {evaluation === undefined ? null : (
            <Card title="Precision and recall by threshold" order={4}>
              <ThresholdPlot evaluation={evaluation} />
            </Card>
          )}
        </Column>
        <Card title="Card" order={6} wide>
          <CardFacts model={model} />
        </Card>
      </Grid>
    </Scroll>
  );
}
