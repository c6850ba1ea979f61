import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import type { JobInfo } from '../../../app/domain/job.ts';
import { importResult, isActive, relinkResult, stopJob } from '../../state/jobs.ts';
import { attempt } from '../../state/notices.ts';
import { type Runs, runsStore } from '../../state/runs.ts';
import { IconButton } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { count, duration } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';

const Title = styled('span')({ whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis', flex: '0 1 auto' });
const Muted = styled('span')({
  color: colour.muted,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  flex: '0 1 auto',
});
const Outcome = styled('span', { shouldForwardProp: (prop) => prop !== 'tone' })<{
  tone: 'quiet' | 'suspect' | 'error';
}>(({ tone }) => ({
  color: tone === 'error' ? colour.error : tone === 'suspect' ? colour.suspect : colour.muted,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
}));
const Figures = styled('span')({ color: colour.muted, whiteSpace: 'nowrap', minWidth: 96, textAlign: 'right' });

/** How an ended job went, in a few words. */
export function outcome(
  job: JobInfo,
  runs: Runs['runById'],
): { readonly text: string; readonly tone: 'quiet' | 'suspect' | 'error' } {
  if (job.state === 'failed') return { text: job.failure?.message ?? 'Failed', tone: 'error' };
  const made = importResult(job);
  if (made !== null) {
    const nothing = made.imageIds.length + made.skipped + made.failed.length === 0;
    if (nothing && job.state === 'done') return { text: 'Nothing there that can be read', tone: 'suspect' };
    const parts = [`${count(made.imageIds.length, 'image')} in`];
    if (made.skipped > 0) parts.push(`${made.skipped} there before`);
    if (made.failed.length > 0) parts.push(`${count(made.failed.length, 'file')} could not be read`);
    return {
      text: job.state === 'stopped' ? `Stopped: ${parts.join(', ')}` : parts.join(', '),
      tone: made.failed.length > 0 ? 'suspect' : 'quiet',
    };
  }
  const relinked = relinkResult(job);
  if (relinked !== null) {
    return {
      text: `${count(relinked.found, 'file')} found, ${relinked.missing} still missing`,
      tone: relinked.missing > 0 ? 'suspect' : 'quiet',
    };
  }
  const run = runs.get(Number(job.result['runId']));
  if (run !== undefined) {
    const found = `${count(run.particles, 'particle')} in ${count(run.results.length, 'frame')}`;
    return { text: job.state === 'stopped' ? `Stopped: ${found}` : found, tone: 'quiet' };
  }
  return { text: job.state === 'stopped' ? 'Stopped' : job.note === '' ? 'Done' : job.note, tone: 'quiet' };
}

/** One job in one line: what it is, how far, how long still. */
export function JobLine({ job, waiting = 0 }: { readonly job: JobInfo; readonly waiting?: number }) {
  const runs = useStore(runsStore, (s) => s.runById);
  if (!isActive(job)) {
    const { text, tone } = outcome(job, runs);
    return (
      <>
        <Title>{job.title}</Title>
        <Outcome tone={tone}>{text}</Outcome>
      </>
    );
  }
  const queued = job.state === 'queued';
  return (
    <>
      <Title>{job.title}</Title>
      <Muted>{job.state === 'stopping' ? 'Stopping…' : queued ? 'Waiting' : job.note}</Muted>
      <Progress value={queued ? 0 : job.progress} label={job.title} />
      <Figures>
        {queued ? null : `${Math.round(job.progress * 100)} %`}
        {job.secondsLeft === null ? null : ` · ${duration(job.secondsLeft)} left`}
      </Figures>
      {waiting === 0 ? null : <Muted>{waiting} waiting</Muted>}
    </>
  );
}

function Stop({ job }: { readonly job: JobInfo }) {
  if (!isActive(job)) return null;
  return (
    <IconButton
      icon="stop"
      label={`Stop ${job.title}`}
      more="What is finished is kept."
      disabled={job.state === 'stopping'}
      onClick={() => void attempt('window', 'stop', () => stopJob(job.id))}
    />
  );
}

JobLine.Stop = Stop;
