import { styled } from '@mui/material/styles';
import { type RefObject, useRef } from 'react';
import { useStore } from 'zustand';
import type { TrainingInfo } from '../../../app/contract/training.ts';
import { attempt } from '../../state/notices.ts';
import { type Curve, lastIndex } from '../../state/training/curves.ts';
import { setTrainView, trainViewStore } from '../../state/training/train-view.ts';
import { type TrainingProgress, trainingsStore } from '../../state/training/trainings.ts';
import { Switch } from '../../ui/bars.tsx';
import { IconButton } from '../../ui/button.tsx';
import { significant } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { figureSvg, saveFile } from '../particles/figure-file.ts';
import { LinePlot, type PlotMark } from './line-plot.tsx';

const Row = styled('div')({
  display: 'flex',
  flex: '1 0 210px',
  minHeight: 0,
  '@media (max-width: 900px)': { flexDirection: 'column' },
});
const Panel = styled('section')({
  display: 'flex',
  flexDirection: 'column',
  flex: '1 1 0',
  minWidth: 0,
  minHeight: 0,
  '& + &': { borderLeft: `1px solid ${colour.line}` },
});
const Head = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: 36,
  padding: '0 4px 0 12px',
  flex: 'none',
});
const Title = styled('h3')({ fontWeight: 600, flex: '1 1 auto' });
const Legend = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  columnGap: 14,
  padding: '0 12px',
  flex: 'none',
  fontSize: 12,
  lineHeight: '18px',
  maxHeight: 56,
  overflow: 'auto',
});
const Item = styled('span')({ display: 'inline-flex', alignItems: 'center', gap: 5, whiteSpace: 'nowrap' });
const Value = styled('span')({ minWidth: 38, textAlign: 'right' });
const Muted = styled('span')({ color: colour.muted });

const score = (value: number | null | undefined) => (value === null || value === undefined ? '–' : value.toFixed(3));
const lossText = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : significant(value, 3);

function Dash({ curve }: { readonly curve: Curve }) {
  return (
    <svg width="16" height="8" aria-hidden="true">
      <line
        x1="1"
        x2="15"
        y1="4"
        y2="4"
        stroke={curve.colour}
        strokeWidth="2"
        strokeLinecap="round"
        {...(curve.dashed === true ? { strokeDasharray: '1 4' } : {})}
      />
    </svg>
  );
}

function lossCurves({ epochs }: TrainingInfo): readonly Curve[] {
  const validation = epochs.map((epoch) => epoch.validation?.loss ?? null);
  return [
    {
      id: 'training',
      title: 'Training',
      values: epochs.map((epoch) => epoch.training.loss),
      colour: colour.muted,
      dashed: true,
    },
    ...(validation.some((value) => value !== null)
      ? [{ id: 'validation', title: 'Validation', values: validation, colour: colour.text }]
      : []),
  ];
}

/** Training and validation of each class, next to each other. */
function scoreCurves({ epochs, classes }: TrainingInfo, measure: 'dice' | 'iou'): readonly (readonly [Curve, Curve])[] {
  return classes.map(({ name, colour: tone }, k) => [
    {
      id: `${name} t`,
      title: name,
      values: epochs.map((epoch) => epoch.training[measure][k] ?? null),
      colour: tone,
      dashed: true,
    },
    {
      id: `${name} v`,
      title: name,
      values: epochs.map((epoch) => epoch.validation?.[measure][k] ?? null),
      colour: tone,
    },
  ]);
}

/** The horizontal axis: as far as training is to go, where that is known in epochs. */
function epochRange({ epochs, plan, state }: TrainingInfo): readonly [number, number] {
  const done = Math.max(2, (epochs.at(-1)?.epoch ?? 0) + 1);
  const open = state === 'running' || state === 'paused' || state === 'queued';
  return [
    1,
    open && plan.settings.epochs !== null && plan.settings.minutes === null
      ? Math.max(done, plan.settings.epochs)
      : done,
  ];
}

/** What stands in the plots until the first epoch is over. */
function firstEpoch({ state, plan }: TrainingInfo, told: TrainingProgress | undefined): string {
  if (state === 'queued') return 'Waiting for other jobs';
  if (state === 'paused') return 'Paused';
  if (state !== 'running') return 'It ended before its first epoch was over';
  const { stepsPerEpoch } = plan.settings;
  return told === undefined
    ? 'Reading the frames and their labels'
    : `First epoch: step ${Math.min(told.step + 1, stepsPerEpoch)} of ${stepsPerEpoch}`;
}

function SaveFigure({ figure, name }: { readonly figure: RefObject<SVGSVGElement | null>; readonly name: string }) {
  const save = async () => {
    if (figure.current !== null)
      saveFile(new Blob([figureSvg(figure.current)], { type: 'image/svg+xml' }), `${name}.svg`);
  };
  return (
    <IconButton icon="export" label="Save this plot as SVG" onClick={() => void attempt('stage', 'figure', save)} />
  );
}

const measures = {
  dice: {
    title: 'Dice',
    help: '2TP / (2TP + FP + FN), the overlap of found and true pixels of a class: 1 is perfect.',
  },
  iou: {
    title: 'IoU',
    help: 'TP / (TP + FP + FN), intersection over union of found and true pixels of a class: 1 is perfect.',
  },
} as const;

/** Loss and scores of a training, epoch by epoch, as they come. */
export function TrainingCurves({ training }: { readonly training: TrainingInfo }) {
  const { lossScale, measure, at } = useStore(trainViewStore);
  const told = useStore(trainingsStore, (s) => s.progress.get(training.id));
  const [lossFigure, scoreFigure] = [useRef<SVGSVGElement>(null), useRef<SVGSVGElement>(null)];
  const { epochs, bestEpoch } = training;
  const xs = epochs.map(({ epoch }) => epoch + 1);
  const losses = lossCurves(training);
  const pairs = scoreCurves(training, measure);
  const scores = pairs.flat();
  const read = at ?? lastIndex(losses);
  const judged = epochs.some(({ validation }) => validation !== null);
  const mark: PlotMark | null =
    bestEpoch === null || epochs.length === 0 ? null : { x: bestEpoch + 1, title: `best: epoch ${bestEpoch + 1}` };
  const common = {
    xs,
    xTitle: 'Epoch',
    xRange: epochRange(training),
    mark,
    at,
    onAt: (index: number | null) => setTrainView({ at: index }),
    empty: firstEpoch(training, told),
  };
  const where = read === null ? '' : `epoch ${xs[read]}`;
  return (
    <Row>
      <Panel aria-label="Loss">
        <Head>
          <Tip
            title="Loss"
            more="What training makes small: mean over an epoch's batches, and over whole validation images."
          >
            <Title>Loss</Title>
          </Tip>
          <Switch
            label="Scale of the loss"
            value={lossScale}
            options={[
              ['log', 'Log'],
              ['linear', 'Linear'],
            ]}
            onPick={(scale) => setTrainView({ lossScale: scale })}
          />
          <SaveFigure figure={lossFigure} name="loss" />
        </Head>
        <Legend>
          {losses.map((curve) => (
            <Item key={curve.id}>
              <Dash curve={curve} />
              {curve.title}
              <Value>{lossText(read === null ? null : curve.values[read])}</Value>
            </Item>
          ))}
          <Muted>{where}</Muted>
        </Legend>
        <LinePlot
          {...common}
          label="Loss by epoch"
          curves={losses}
          scale={lossScale}
          figure={lossFigure}
          describe={(i) =>
            `Epoch ${xs[i]}: ${losses.map(({ title, values }) => `${title} ${lossText(values[i])}`).join(', ')}`
          }
        />
      </Panel>
      <Panel aria-label={measures[measure].title}>
        <Head>
          <Tip title={measures[measure].title} more={measures[measure].help}>
            <Title>{measures[measure].title}</Title>
          </Tip>
          <Switch
            label="Score"
            value={measure}
            options={[
              ['dice', 'Dice'],
              ['iou', 'IoU'],
            ]}
            onPick={(next) => setTrainView({ measure: next })}
          />
          <SaveFigure figure={scoreFigure} name={measure} />
        </Head>
        <Legend>
          {pairs.map(([learned, seen]) => (
            <Tip
              key={learned.title}
              title={`${learned.title}, ${where}`}
              more={`Validation images: ${score(read === null ? null : seen.values[read])}\nTraining patches: ${score(read === null ? null : learned.values[read])}`}
            >
              <Item>
                <Dash curve={judged ? seen : learned} />
                {learned.title}
                <Value>{score(read === null ? null : (judged ? seen : learned).values[read])}</Value>
                {judged ? <Muted>{score(read === null ? null : learned.values[read])}</Muted> : null}
              </Item>
            </Tip>
          ))}
        </Legend>
        <LinePlot
          {...common}
          label={`${measures[measure].title} by epoch`}
          curves={scores}
          range={[0, 1]}
          figure={scoreFigure}
          describe={(i) =>
            `Epoch ${xs[i]}: ${pairs.map(([learned, seen]) => `${learned.title} ${score((judged ? seen : learned).values[i])}`).join(', ')}`
          }
        />
      </Panel>
    </Row>
  );
}
