import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import type { ModelInfo } from '../../../app/contract/models.ts';
import type { ModelCard } from '../../../app/domain/training/model-card.ts';
import { modelsStore } from '../../state/training/models.ts';
import { Fold } from '../../ui/fold.tsx';
import { bytes, count, dateTime, duration, length, significant, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { settingsInWords } from './settings-section.tsx';

const List = styled('dl')({
  display: 'grid',
  gridTemplateColumns: '112px minmax(0, 1fr)',
  columnGap: 12,
  rowGap: 4,
  '& dt': { color: colour.muted },
  '& dd': { margin: 0, userSelect: 'text', overflowWrap: 'anywhere' },
});
const Images = styled('ul')({
  columns: '220px',
  columnGap: 16,
  fontSize: 12,
  lineHeight: '18px',
  '& li': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});
const Muted = styled('span')({ color: colour.muted });

const span = (range: { least: number; most: number }, say: (value: number) => string) =>
  range.least === range.most ? say(range.least) : `${say(range.least)} to ${say(range.most)}`;

const nm = (value: number) => {
  const { value: text, unit } = length(value);
  return text + thinSpace + unit;
};

/** Facts of a card as lines: what it says, in words, and what that means on hover. */
function factsOf(
  card: ModelCard,
  parent: string | null,
): readonly (readonly [title: string, text: string, help?: string])[] {
  const { training, settings, pixelSize, diameter, polarity, preprocessing } = card;
  const steps = [
    ...(preprocessing.hits === null ? [] : [`X-ray hits over ${preprocessing.hits} σ replaced`]),
    ...(preprocessing.flatField === 0 ? [] : [`flat field of order ${preprocessing.flatField}`]),
    ...(preprocessing.median === 0 ? [] : ['median 3 × 3']),
    'zero mean, unit deviation',
  ];
  return [
    ['Network', card.architecture ?? 'from elsewhere; it can be used, not trained further'],
    ['Began from', parent ?? 'scratch'],
    [
      'Pixel size',
      pixelSize === null ? 'not calibrated' : span(pixelSize, nm),
      'Of the images that it learned from. Images of another pixel size are resampled.',
    ],
    ...(diameter === null
      ? []
      : ([
          [
            'Particles',
            span(diameter, (px) => `${significant(px, 3)}${thinSpace}px`),
            'Diameters that it learned from.',
          ],
        ] as const)),
    ...(polarity === null
      ? []
      : ([['Polarity', polarity === 'either' ? 'bright or dark particles' : `${polarity} particles`]] as const)),
    ['Preprocessing', steps.join(', '), 'Done to every image before the network sees it; part of the model file.'],
    ...(settings === null
      ? []
      : ([
          ['Training', settingsInWords(settings)],
          ['Seed', String(settings.seed)],
        ] as const)),
    ...(training === null
      ? []
      : ([
          [
            'Trained',
            `${count(training.epochs, 'epoch')}${training.bestEpoch === null ? '' : `, best ${training.bestEpoch + 1}`}, ${duration(training.seconds)} on ${training.device}`,
          ],
        ] as const)),
    ['Made', `${dateTime(card.created)} by ${card.program}`],
    ['Licence', card.licence],
  ];
}

/** Where a model comes from: everything needed to judge it and to make it again. */
export function CardFacts({ model }: { readonly model: ModelInfo }) {
  const { card } = model;
  const parent = useStore(modelsStore, (s) => {
    if (card.parent === null) return null;
    return s.models.find((one) => one.card.sha256 === card.parent)?.card.title ?? `${card.parent.slice(0, 12)}…`;
  });
  const bySplit = (split: string) => card.learnedFrom.filter((image) => image.split === split);
  return (
    <>
      <List>
        {factsOf(card, parent).map(([title, text, help]) => (
          <Tip key={title} title={title} more={help} placement="left">
            <div style={{ display: 'contents' }}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          </Tip>
        ))}
        <dt>File</dt>
        <dd>
          {bytes(model.bytes).value}
          {thinSpace}
          {bytes(model.bytes).unit}, sha256 <code style={{ fontSize: 12 }}>{card.sha256}</code>
        </dd>
        {card.sources.length === 0 ? null : (
          <>
            <dt>Sources</dt>
            <dd>{card.sources.join('; ')}</dd>
          </>
        )}
        {card.limits.length === 0 ? null : (
          <>
            <dt>Limits</dt>
            <dd>{card.limits.join(' ')}</dd>
          </>
        )}
      </List>
      {card.learnedFrom.length === 0 ? null : (
        <Fold id="model images" title={`${count(card.learnedFrom.length, 'image')} with versions of their labels`}>
          {(['training', 'validation', 'test'] as const).map((split) =>
            bySplit(split).length === 0 ? null : (
              <div key={split}>
                <Muted>
                  {split}, {count(bySplit(split).length, 'image')}
                </Muted>
                <Images>
                  {bySplit(split).map((image) => (
                    <li key={`${image.sha256} ${image.frame}`} title={`File ${image.sha256}\nLabels ${image.labels}`}>
                      {image.name} <Muted>{image.labels.slice(0, 8)}</Muted>
                    </li>
                  ))}
                </Images>
              </div>
            ),
          )}
        </Fold>
      )}
    </>
  );
}
