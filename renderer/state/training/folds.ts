import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { Scores } from '../../../app/domain/training/scores.ts';
import { ask } from '../../client/session.ts';
import { isActive, jobsStore, noteJob } from '../jobs.ts';
import { planInHand, planStore } from './plan.ts';

const FoldsResult = z.object({
  folds: z.array(
    z.object({
      images: z
        .array(z.unknown())
        .transform((list) => list.length)
        .or(z.number()),
      scores: Scores,
    }),
  ),
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
});
/** A cross-validation: the scores of each fold on the images that it never learned from. */
export type FoldsResult = z.infer<typeof FoldsResult>;

/** The cross-validation that this window asked for last; null before the first. */
export const foldsStore = createStore<{ readonly jobId: number | null }>()(() => ({ jobId: null }));

/** Trains as many times as folds, each scored on what it never learned from. */
export async function crossValidate(folds: number): Promise<void> {
  const plan = planInHand(planStore.getState());
  if (plan === null) return;
  const job = await ask('training.folds', { plan, folds });
  noteJob(job);
  foldsStore.setState({ jobId: job.id });
}

/** The job of the last cross-validation, and its result once it has one. */
export function foldsJob() {
  const { jobId } = foldsStore.getState();
  const job = jobsStore.getState().jobs.find(({ id }) => id === jobId);
  if (job === undefined) return null;
  const result = isActive(job) ? null : FoldsResult.safeParse(job.result);
  return { job, result: result?.success === true ? result.data : null };
}
