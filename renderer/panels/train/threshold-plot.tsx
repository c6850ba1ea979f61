import { styled } from '@mui/material/styles';
import { useState } from 'react';
import type { Evaluation, ThresholdCurve } from '../../../app/domain/training/scores.ts';
import type { Curve } from '../../state/training/curves.ts';
import { averagePrecision, bestThreshold, diceOf } from '../../state/training/thresholds.ts';
import { Control } from '../../ui/bars.tsx';
import { Select } from '../../ui/field.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour, groupColours } from '../../ui/tokens.ts';
import { LinePlot } from './line-plot.tsx';
import { score } from './score-table.tsx';

const Bar = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'center' });
const Legend = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  columnGap: 14,
  fontSize: 12,
  lineHeight: '20px',
  padding: '4px 0',
});
const Item = styled('span')({ display: 'inline-flex', alignItems: 'center', gap: 5, whiteSpace: 'nowrap' });
const Line = styled('span')({ width: 14, height: 2, borderRadius: 1, flex: 'none' });
const Muted = styled('span')({ color: colour.muted });
const Box = styled('div')({ display: 'flex', height: 240 });

type Measure = 'precision' | 'recall' | 'dice';

const measures = {
  precision: 'Precision',
  recall: 'Recall',
  dice: 'Dice',
} as const;

const valuesOf = (curve: ThresholdCurve, measure: Measure) => (measure === 'dice' ? diceOf(curve) : curve[measure]);

/** Curves of one class over all images: precision, recall and their balance. */
function pooled(curve: ThresholdCurve): readonly Curve[] {
  const tones: Readonly<Record<Measure, string>> = {
    precision: groupColours[0],
    recall: groupColours[1],
    dice: colour.text,
  };
  return (['precision', 'recall', 'dice'] as const).map((measure) => ({
    id: measure,
    title: measures[measure],
    values: valuesOf(curve, measure),
    colour: tones[measure],
  }));
}

/** One curve a sample, of the same class and measure. */
function bySample(evaluation: Evaluation, name: string, measure: Measure): readonly Curve[] {
  return evaluation.bySample.flatMap(({ sample, curves }, i) => {
    const own = curves.find((one) => one.name === name);
    if (own === undefined) return [];
    return [
      { id: sample, title: sample, values: valuesOf(own, measure), colour: groupColours[i % groupColours.length] },
    ];
  });
}

/** Precision and recall against the threshold on a class's probability, over all images or sample by sample. */
export function ThresholdPlot({ evaluation }: { readonly evaluation: Evaluation }) {
  const names = evaluation.curves.map(({ name }) => name);
  const [picked, setPicked] = useState<string | null>(null);
  const [what, setWhat] = useState<'all' | Measure>('all');
  const [at, setAt] = useState<number | null>(null);
  const curve = evaluation.curves.find(({ name }) => name === picked) ?? evaluation.curves[0];
  if (curve === undefined) return null;
  const curves = what === 'all' ? pooled(curve) : bySample(evaluation, curve.name, what);
  const xs = curve.thresholds;
  const best = bestThreshold(curve);
  const read = at ?? best?.index ?? null;
  const several = evaluation.bySample.length > 1;
  return (
    <>
      <Bar>
        <Control>
          Class
          <Select
            aria-label="Class of the curves"
            value={curve.name}
            options={names.map((name) => [name, name] as const)}
            onPick={setPicked}
          />
        </Control>
        {several ? (
          <Control>
            Show
            <Select
              aria-label="What the curves show"
              value={what}
              options={[
                ['all', 'All images together'],
                ['precision', 'Precision by sample'],
                ['recall', 'Recall by sample'],
                ['dice', 'Dice by sample'],
              ]}
              onPick={setWhat}
            />
          </Control>
        ) : null}
        <Tip
          title="Average precision"
          more="Area under the curve of precision against recall: 1 is perfect, whatever the threshold."
        >
          <Muted>average precision {score(averagePrecision(curve))}</Muted>
        </Tip>
      </Bar>
      <Legend>
        {curves.map(({ id, title, colour: tone, values }) => (
          <Item key={id}>
            <Line style={{ backgroundColor: tone }} />
            {title} {score(read === null ? null : (values[read] ?? null))}
          </Item>
        ))}
        {read === null ? null : <Muted>at {xs[read].toFixed(2)}</Muted>}
      </Legend>
      <Box>
        <LinePlot
          label={`Precision and recall of ${curve.name} by threshold`}
          xs={xs}
          xTitle={`Threshold on the probability of ${curve.name}`}
          whole={false}
          xRange={[0, 1]}
          range={[0, 1]}
          curves={curves}
          mark={best === null ? null : { x: xs[best.index], title: `best Dice ${score(best.dice)}` }}
          at={at}
          onAt={setAt}
          describe={(i) =>
            `Threshold ${xs[i].toFixed(2)}: ${curves.map(({ title, values }) => `${title} ${score(values[i] ?? null)}`).join(', ')}`
          }
        />
      </Box>
    </>
  );
}
