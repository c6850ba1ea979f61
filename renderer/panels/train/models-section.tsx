import { useState } from 'react';
import { useStore } from 'zustand';
import type { ModelInfo } from '../../../app/contract/models.ts';
import type { ModelClass } from '../../../app/domain/training/model-card.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { dismissIncoming, incomingModelStore, receiveModel } from '../../state/training/incoming-model.ts';
import { chooseModel, compareModel, modelsStore, shownModel } from '../../state/training/models.ts';
import { setTrainView, trainViewStore } from '../../state/training/train-view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { ago } from '../../ui/quantity.ts';
import { groupColours } from '../../ui/tokens.ts';
import { Facts, Item, Line, List, None, Pick } from './item-list.tsx';
import { score } from './score-table.tsx';

const origins = { shipped: 'shipped', project: 'mine', library: 'this computer' } as const;

function facts({ card, origin }: ModelInfo): string {
  const judged =
    (card.scores.find(({ split }) => split === 'test') ?? card.scores.find(({ split }) => split === 'validation'))
      ?.meanDice ?? null;
  return [
    origins[origin],
    card.classes.map(({ name }) => (card.kind === 'numbers' ? name : name.toLowerCase())).join(', '),
    ...(judged === null ? [] : [`Dice ${score(judged)}`]),
    ...(origin === 'shipped' ? [] : [ago(card.created, Date.now())]),
  ].join(' · ');
}

/** A file that is a network of somebody else's: its classes are named by the person, then it is taken in. */
function Incoming() {
  const incoming = useStore(incomingModelStore, (s) => s.incoming);
  const classes = useStore(labelStore, (s) => s.classes);
  const [names, setNames] = useState<string | null>(null);
  if (incoming === null) return null;
  const { path, failure } = incoming;
  const foreign = failure.tag === 'wrong-usage' || failure.tag === 'invalid-input';
  const text = names ?? classes.map(({ name }) => name).join(', ');
  const named = (): ModelClass[] =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name, i) => {
        const known = classes.find((one) => one.name.toLowerCase() === name.toLowerCase());
        return { name, colour: known?.colour ?? groupColours[i % groupColours.length], role: known?.role ?? 'other' };
      });
  return (
    <>
      <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} onDismiss={dismissIncoming} />
      {foreign ? (
        <div style={{ display: 'flex', gap: 6, padding: '6px 0' }}>
          <TextField aria-label="Classes of its outputs, in their order" value={text} onText={setNames} />
          <Button onClick={() => void receiveModel(path, named())}>Import with these classes</Button>
        </div>
      ) : null}
    </>
  );
}

/** Models that can be used: the project's newest first, then those of the computer and of the program. */
export function ModelsSection() {
  const state = useStore(modelsStore);
  const tab = useStore(trainViewStore, (s) => s.tab);
  const shown = tab === 'model' || tab === 'compare' ? shownModel(state) : undefined;
  const rank = { project: 0, library: 1, shipped: 2 } as const;
  const models = state.models.toSorted(
    (a, b) => rank[a.origin] - rank[b.origin] || b.card.created.localeCompare(a.card.created),
  );
  return (
    <>
      <Incoming />
      {models.length === 0 ? <None>No model yet.</None> : null}
      <List>
        {models.map((model) => (
          <Item key={model.id} chosen={shown?.id === model.id}>
            <Pick
              type="button"
              aria-pressed={shown?.id === model.id}
              onClick={() => {
                chooseModel(model.id);
                setTrainView({ tab: 'model' });
              }}
            >
              <Line>{model.card.title}</Line>
              <Facts>{facts(model)}</Facts>
            </Pick>
            {shown === undefined || shown.id === model.id ? null : (
              <IconButton
                icon="compare"
                label={`Compare ${shown.card.title} with ${model.card.title}`}
                aria-pressed={tab === 'compare' && state.otherId === model.id}
                onClick={() => {
                  chooseModel(shown.id);
                  compareModel(model.id);
                  setTrainView({ tab: 'compare' });
                }}
              />
            )}
          </Item>
        ))}
      </List>
    </>
  );
}
