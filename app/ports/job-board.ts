import type { JobInfo } from '../domain/job.ts';
import type { AbortSignalLike } from './task.ts';

/** What the body of a job uses to tell how far it is and to notice that it should stop. */
export interface JobHandle {
  readonly id: number;
  readonly signal: AbortSignalLike;
  /** `fraction` 0..1 of the whole job. */
  readonly progress: (fraction: number, note: string) => void;
}

/** The jobs of this session, in one queue: one line a job in the window, `--json` progress on the command line. */
export interface JobBoard {
  /** Queues `body`; its return value becomes the job's `result`. Never throws; failures land in the job. */
  start(kind: string, title: string, body: (job: JobHandle) => Promise<Record<string, unknown>>): JobInfo;
  list(): JobInfo[];
  /** Resolves with the job's final state. */
  finished(id: number): Promise<JobInfo>;
  stop(id: number): void;
  clear(): void;
}
