import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ModelInfo } from '../../../app/contract/models.ts';
import type { Evaluation } from '../../../app/domain/training/scores.ts';
import { isActive, jobsStore, stopJob } from '../../state/jobs.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { attempt } from '../../state/notices.ts';
import { selectionStore } from '../../state/selection.ts';
import { swipeModels } from '../../state/training/apply.ts';
import {
  chooseModel,
  compareModel,
  measureModels,
  modelById,
  modelsStore,
  shownModel,
} from '../../state/training/models.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Checkbox, Select } from '../../ui/field.tsx';
import { Progress } from '../../ui/progress.tsx';
import { duration } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { Stage } from '../stage/stage.tsx';
import { ComparisonTable } from './comparison-table.tsx';

const Bar = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  padding: '8px 12px',
  flex: 'none',
  borderBottom: `1px solid ${colour.line}`,
  '& select': { width: 'auto', maxWidth: 220 },
});
const Muted = styled('span')({ color: colour.muted });
const Halves = styled('div')({
  display: 'flex',
  flex: '1 1 0',
  minHeight: 0,
  '@media (max-width: 1100px)': { flexDirection: 'column' },
});
const Tables = styled('div')({ flex: '1 1 0', minWidth: 0, minHeight: 0, overflow: 'auto', padding: '8px 16px 16px' });
const Look = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  flex: '1 1 0',
  minWidth: 0,
  minHeight: 0,
  borderLeft: `1px solid ${colour.line}`,
});
const Wait = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, flex: '1 1 160px' });

function Measuring() {
  const id = useStore(modelsStore, (s) => s.measuring);
  const job = useStore(jobsStore, (s) => s.jobs.find((one) => one.id === id));
  if (job === undefined || !isActive(job)) return null;
  return (
    <Wait>
      <Progress value={job.progress} label={job.title} />
      <Muted>{job.secondsLeft === null ? '' : `${duration(job.secondsLeft)} left`}</Muted>
      <IconButton
        icon="stop"
        label="Stop measuring"
        onClick={() => void attempt('stage', 'measure', () => stopJob(job.id))}
      />
    </Wait>
  );
}

/** The newest measurement of every model and baseline on the same label set, A and B first. */
function columnsOf(
  evaluations: readonly { readonly setId: number; readonly evaluation: Evaluation }[],
  setId: number,
  ids: readonly string[],
  models: readonly ModelInfo[],
) {
  const newest = new Map<string, Evaluation>();
  for (const one of evaluations) {
    if (one.setId === setId && !newest.has(one.evaluation.model)) newest.set(one.evaluation.model, one.evaluation);
  }
  const rank = ({ model }: Evaluation) => {
    const at = ids.indexOf(model);
    return at >= 0 ? at : models.some(({ id }) => id === model) ? 3 : 2;
  };
  return [...newest.values()].toSorted((a, b) => rank(a) - rank(b));
}

/** Two models side by side: numbers on the frozen test set, and a swipe line on the image that is shown. */
export function CompareTab() {
  const s = useStore(modelsStore);
  const setId = useStore(labelStore, (l) => l.setId);
  const shown = useStore(selectionStore, (l) => l.shown !== null);
  const [baselines, setBaselines] = useState(true);
  const [swiping, setSwiping] = useState(false);
  const a = shownModel(s) ?? s.models[0];
  const rest = s.models.filter(({ id }) => id !== a?.id);
  const b =
    modelById(s, s.otherId) ??
    rest.find(({ card }) => card.sha256 === a?.card.parent) ??
    rest.find(({ card }) => card.kind === 'classes') ??
    rest[0];
  if (a === undefined || b === undefined) {
    return <Empty text="Two models are needed to compare them. Retrain makes one from the reviewed frames." />;
  }
  const titles = (models: readonly ModelInfo[]) => models.map(({ id, card }) => [id, card.title] as const);
  const measurable = [a, b].filter(({ card }) => card.kind === 'classes').map(({ id }) => id);
  const evaluations = setId === null ? [] : columnsOf(s.evaluations, setId, [a.id, b.id], s.models);
  const swipe = async () => {
    setSwiping(true);
    await attempt('stage', 'swipe', () => swipeModels(a, b));
    setSwiping(false);
  };
  return (
    <>
      <Bar>
        <Select aria-label="Model A" value={a.id} options={titles(s.models)} onPick={chooseModel} />
        <Muted>against</Muted>
        <Select aria-label="Model B" value={b.id} options={titles(rest)} onPick={compareModel} />
        <Button
          look="primary"
          disabled={setId === null || s.measuring !== null || measurable.length === 0}
          onClick={() => {
            if (setId !== null) void attempt('stage', 'measure', () => measureModels(measurable, setId, baselines));
          }}
        >
          Measure on the frozen test set
        </Button>
        <Checkbox label="With Otsu and Fourier" checked={baselines} onCheck={setBaselines} />
        <Measuring />
      </Bar>
      <Halves>
        <Tables>
          {evaluations.length === 0 ? (
            <Empty text="Nothing is measured on these labels yet. Measuring counts every labelled pixel of the frozen test set, which neither model has learned from." />
          ) : (
            <ComparisonTable evaluations={evaluations} />
          )}
        </Tables>
        <Look>
          <Bar>
            <Button icon="compare" disabled={!shown || swiping} onClick={() => void swipe()}>
              Swipe both on this image
            </Button>
            {swiping ? <Progress value={null} label="Applying both models" /> : null}
          </Bar>
          <Stage />
        </Look>
      </Halves>
    </>
  );
}
