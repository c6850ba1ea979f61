import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import { isActive, jobsStore, stopJob } from '../../state/jobs.ts';
import { attempt } from '../../state/notices.ts';
import { crossValidate, foldsJob, foldsStore } from '../../state/training/folds.ts';
import { planInHand, planProblem, planStore } from '../../state/training/plan.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { count, duration, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { score, Table } from './score-table.tsx';

const Line = styled('div')({ display: 'flex', gap: 8, alignItems: 'center', padding: '4px 0' });
const Says = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', padding: '2px 0 6px' });
const Muted = styled('span')({ color: colour.muted, fontSize: 12, whiteSpace: 'nowrap' });

function Outcome() {
  useStore(foldsStore);
  useStore(jobsStore);
  const found = foldsJob();
  if (found === null) return null;
  const { job, result } = found;
  if (isActive(job)) {
    return (
      <Line>
        <Progress value={job.progress} label={job.title} />
        <Muted>{job.secondsLeft === null ? job.note : `${duration(job.secondsLeft)} left`}</Muted>
        <IconButton
          icon="stop"
          label="Stop the cross-validation"
          onClick={() => void attempt('inspector', 'folds', () => stopJob(job.id))}
        />
      </Line>
    );
  }
  if (job.failure !== null) return <NoticeBox kind="error" text={job.failure.message} remedy={job.failure.remedy} />;
  if (result === null) return null;
  return (
    <Table aria-label="Cross-validation">
      <tbody>
        {result.folds.map(({ images, scores }, i) => (
          <tr key={`${i} ${images}`}>
            <td>Fold {i + 1}</td>
            <td>{count(images, 'image')}</td>
            <td>{score(scores.meanDice)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <Tip
            title="Mean Dice of the folds"
            more="With the standard deviation between folds: how much a score on few images may be trusted."
          >
            <td>Mean Dice</td>
          </Tip>
          <td />
          <td>
            {score(result.mean)}
            {result.deviation === null ? '' : `${thinSpace}±${thinSpace}${result.deviation.toFixed(3)}`}
          </td>
        </tr>
      </tfoot>
    </Table>
  );
}

/** Cross-validation: how far scores can be trusted where there are few images. */
export function FoldsSection() {
  const [folds, setFolds] = useState('5');
  const state = useStore(planStore);
  const frames = planInHand(state)?.frames.filter(({ split }) => split !== 'test') ?? [];
  const images = new Set(frames.map(({ imageId }) => imageId)).size;
  const ready = planProblem(state) === null && images >= Number(folds);
  return (
    <Fold id="training folds" title="Cross-validation">
      <Says>
        Trains once a fold with these settings, each time judged on images left out. The frozen test set takes no part;
        no model is kept.
      </Says>
      <Line>
        <Select
          aria-label="Number of folds"
          value={folds}
          options={['2', '3', '5', '10'].map((n) => [n, `${n} folds`] as const)}
          onPick={setFolds}
          style={{ width: 'auto' }}
        />
        <Button
          disabled={!ready}
          onClick={() => void attempt('inspector', 'folds', () => crossValidate(Number(folds)))}
        >
          Cross-validate
        </Button>
      </Line>
      {images < Number(folds) ? <Says>{`It takes at least ${folds} images; there are ${images}.`}</Says> : null}
      <Outcome />
    </Fold>
  );
}
