import { z } from 'zod';
import { FailureInfo } from './failure.ts';

export const JobState = z.enum(['queued', 'running', 'stopping', 'done', 'failed', 'stopped']);
export type JobState = z.infer<typeof JobState>;

/** Long work as people see it: one line of the job strip. */
export const JobInfo = z.object({
  id: z.number().int().positive(),
  kind: z.string(),
  title: z.string(),
  state: JobState,
  /** 0..1 */
  progress: z.number(),
  note: z.string(),
  /** Seconds left at the present rate; null when it can't be said yet. */
  secondsLeft: z.number().nullable(),
  started: z.string().nullable(),
  ended: z.string().nullable(),
  failure: FailureInfo.nullable(),
  /** What a finished job made, e.g. `{ runId: 3 }` or `{ imageIds: [4, 5], failed: [...] }`. */
  result: z.record(z.string(), z.unknown()),
});
export type JobInfo = z.infer<typeof JobInfo>;
