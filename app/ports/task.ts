import type { ByteSource } from './byte-source.ts';
import type { Networks } from './networks.ts';
import type { Unzstd } from './unpack.ts';
import type { Work } from './work.ts';

/** What a task finds in the worker thread that runs it. */
export interface TaskEnvironment {
  /** A file of this computer, opened for reading. Throws `Failure` not-found or unreadable. Closed when the task ends. */
  readonly open: (path: string) => ByteSource;
  readonly sha256: () => Digest;
  readonly work: Work;
  /** Not there where the machine has no Zstandard. */
  readonly unzstd?: Unzstd | undefined;
  /** Not there where nothing can run networks. */
  readonly networks?: Networks | undefined;
}

/** A SHA-256 under way. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The sum of all bytes so far, 64 lower-case hexadecimal digits. Ends the digest. */
  hex(): string;
}

/**
 * Computation that never runs on the services' thread. Tasks stand in `app/pipeline/tasks/list.ts`, so that a worker
 * finds them by name. Input and output are plain data and typed arrays (structured clone; shared arrays stay shared).
 */
export interface Task<In, Out> {
  readonly name: string;
  readonly run: (input: In, environment: TaskEnvironment) => Promise<Out> | Out;
}

export function task<In, Out>(
  name: string,
  run: (input: In, environment: TaskEnvironment) => Promise<Out> | Out,
): Task<In, Out> {
  return { name, run };
}

export interface TaskOptions {
  /** 'view' overtakes 'job': somebody is looking at the screen. */
  readonly priority?: 'view' | 'job';
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (fraction: number, note: string) => void;
}

/** The part of an AbortSignal that is used; `app/` has no DOM types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', hear: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', hear: () => void): void;
}

/** Runs tasks in worker threads. Rejects with `Failure`; tag `stopped` when the signal fired. */
export interface TaskRunner {
  run<In, Out>(task: Task<In, Out>, input: In, options?: TaskOptions): Promise<Out>;
}
