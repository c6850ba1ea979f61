/** Typed arrays by name, for allocation on memory that all threads see. */
export interface SharedArrays {
  uint8: Uint8Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  float32: Float32Array;
  float64: Float64Array;
}
export type SharedKind = keyof SharedArrays;

/**
 * A loop body that may run in any thread: it handles items [start, end) of a range. It must touch only its arguments
 * (typed arrays from `Threads.allocate`, numbers, strings, booleans) and write only to what belongs to its own items.
 */
export interface Kernel<Args extends readonly unknown[]> {
  readonly name: string;
  readonly run: (start: number, end: number, ...args: Args) => void;
}

/** Names a kernel so that another thread can look it up in the pipeline's kernel list. */
export function kernel<Args extends readonly unknown[]>(
  name: string,
  run: (start: number, end: number, ...args: Args) => void,
): Kernel<Args> {
  return { name, run };
}

/** The cores a computation may use. Everything here blocks until it is done: jobs run in worker threads. */
export interface Threads {
  readonly count: number;
  /**
   * An array on memory that all threads see, zeroed unless `content` is `any`: for arrays of which every element is
   * written before it is read.
   */
  allocate<K extends SharedKind>(kind: K, length: number, content?: 'zero' | 'any'): SharedArrays[K];
  /**
   * Takes back an array that nobody will read or write again; its memory may serve a later `allocate`. Large images are
   * computed faster on memory that is already there. Optional: what is not given back is collected as usual.
   */
  release(array: SharedArrays[SharedKind]): void;
  /** Runs `kernel` over [0, total) in contiguous bands, one or more a thread; returns when all are done. */
  forBands<Args extends readonly unknown[]>(kernel: Kernel<Args>, total: number, ...args: Args): void;
}

/** `data` where all threads see it: the same array when it is already shared or there is one thread, else a copy. */
export function onSharedMemory<K extends SharedKind>(
  kind: K,
  data: SharedArrays[K],
  threads: Threads,
): SharedArrays[K] {
  if (threads.count === 1 || data.buffer instanceof SharedArrayBuffer) return data;
  const shared = threads.allocate(kind, data.length);
  shared.set(data);
  return shared;
}

/** What long work is handed: cores, a stop signal, and a place to say how far it is. */
export interface Work {
  readonly threads: Threads;
  /** Throws `Failure` with tag `stopped` when the person asked to stop. Cheap; call it once a row band or an iteration. */
  check(): void;
  /** `fraction` 0..1 of this piece of work, with what is being done now. */
  progress(fraction: number, note: string): void;
}

/** One thread, this one. For tests, and for small images where waking others costs more than it saves. */
export const oneThread: Threads = {
  count: 1,
  allocate: (kind, length) => {
    const make = {
      uint8: Uint8Array,
      uint16: Uint16Array,
      int32: Int32Array,
      uint32: Uint32Array,
      float32: Float32Array,
      float64: Float64Array,
    };
    return new make[kind](length) as SharedArrays[typeof kind];
  },
  release: () => undefined,
  forBands: (k, total, ...args) => k.run(0, total, ...args),
};

/** Work nobody watches and nobody stops. */
export const quietWork: Work = { threads: oneThread, check: () => undefined, progress: () => undefined };
