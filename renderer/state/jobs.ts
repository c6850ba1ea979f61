import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { FailureInfo } from '../../app/domain/failure.ts';
import type { JobInfo } from '../../app/domain/job.ts';
import { ask } from '../client/session.ts';

export interface Jobs {
  /** Newest first. */
  readonly jobs: readonly JobInfo[];
}

export const jobsStore = createStore<Jobs>()(() => ({ jobs: [] }));

export async function loadJobs(): Promise<void> {
  const { jobs } = await ask('jobs.list', {});
  jobsStore.setState({ jobs: jobs.toSorted((a, b) => b.id - a.id) });
}

/** Takes in one job's news. */
export function noteJob(job: JobInfo): void {
  jobsStore.setState(({ jobs }) => {
    const at = jobs.findIndex((known) => known.id === job.id);
    return { jobs: at < 0 ? [job, ...jobs].sort((a, b) => b.id - a.id) : jobs.with(at, job) };
  });
}

/** Resolves with a job once it has ended, however that was. */
export function jobEnded(id: number): Promise<JobInfo> {
  const find = () => jobsStore.getState().jobs.find((job) => job.id === id && !isActive(job));
  return new Promise((resolve) => {
    const there = find();
    if (there !== undefined) {
      resolve(there);
      return;
    }
    const quit = jobsStore.subscribe(() => {
      const ended = find();
      if (ended === undefined) return;
      quit();
      resolve(ended);
    });
  });
}

export async function stopJob(id: number): Promise<void> {
  await ask('jobs.stop', { id });
}

export async function clearJobs(): Promise<void> {
  await ask('jobs.clear', {});
  await loadJobs();
}

export function isActive(job: JobInfo): boolean {
  return job.state === 'queued' || job.state === 'running' || job.state === 'stopping';
}

/** The job that one line should speak of: the one at work, else the next in the queue, else the last that ended. */
export function leadJob(jobs: readonly JobInfo[]): JobInfo | null {
  return (
    jobs.findLast((job) => job.state === 'running' || job.state === 'stopping') ??
    jobs.findLast((job) => job.state === 'queued') ??
    jobs[0] ??
    null
  );
}

const ImportResult = z.object({
  imageIds: z.array(z.number()),
  skipped: z.union([z.number(), z.array(z.unknown()).transform((list) => list.length)]).default(0),
  failed: z.array(z.object({ path: z.string(), failure: FailureInfo })),
  /** What is odd about the import as a whole. */
  warnings: z.array(z.string()).default([]),
});
/** What an import made: images, files known before, and files that could not be taken in, each with its reason. */
export type ImportResult = z.infer<typeof ImportResult>;

/** A job's result as an import's, or null when the job was something else or has none yet. */
export function importResult(job: JobInfo): ImportResult | null {
  const parsed = ImportResult.safeParse(job.result);
  return parsed.success ? parsed.data : null;
}

const RelinkResult = z.object({
  found: z.union([z.number(), z.array(z.unknown()).transform((list) => list.length)]),
  missing: z.union([z.number(), z.array(z.unknown()).transform((list) => list.length)]),
});
export type RelinkResult = z.infer<typeof RelinkResult>;

/** A job's result as a relink's, or null when it is something else. */
export function relinkResult(job: JobInfo): RelinkResult | null {
  const parsed = RelinkResult.safeParse(job.result);
  return parsed.success ? parsed.data : null;
}
