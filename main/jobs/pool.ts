import { Worker } from 'node:worker_threads';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import type { NetworkDesk } from '../../app/ports/networks.ts';
import type { Task, TaskOptions, TaskRunner } from '../../app/ports/task.ts';
import { answerNetwork, type NetworkRequest, type NetworkTable } from './ask-networks.ts';

/** What a worker thread says (worker.ts). */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number; readonly note: string }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: FailureInfo }
  | NetworkRequest;

/** What a worker thread is started with. */
export interface WorkerStart {
  /** Holds the number of the task to stop. */
  readonly stopFlag: Int32Array;
  readonly threads: number;
  readonly networks: NetworkTable;
}

export type WorkerRequest = { readonly id: number; readonly task: string; readonly input: unknown };

interface Waiting {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
  readonly options: TaskOptions;
  readonly resolve: (output: unknown) => void;
  readonly reject: (failure: Failure) => void;
}

/** A stopped task gets this long to notice; then its thread is replaced. */
const stopPatienceMs = 800;

const noModel = (name: string) =>
  Promise.reject(new Failure('not-found', `There is no model named ${name}.`, 'Choose a recipe without a network.'));
const noNetworks: NetworkDesk = { networks: {}, card: noModel, draw: noModel };

const stopped = () => new Failure('stopped', 'Stopped.', 'What was finished before is kept.');

/** One worker thread that runs one task at a time. */
class Lane {
  readonly #spawn: (stopFlag: Int32Array) => Worker;
  readonly #takeNext: (lane: Lane) => void;
  readonly #desk: NetworkDesk;
  #worker: Worker | undefined;
  #stopFlag = new Int32Array(new SharedArrayBuffer(4));
  #current: Waiting | undefined;

  constructor(spawn: (stopFlag: Int32Array) => Worker, takeNext: (lane: Lane) => void, desk: NetworkDesk) {
    this.#spawn = spawn;
    this.#takeNext = takeNext;
    this.#desk = desk;
  }

  get free(): boolean {
    return this.#current === undefined;
  }

  run(waiting: Waiting): void {
    this.#current = waiting;
    const worker = this.#start();
    worker.ref();
    // Stop flag holds the id of the task to stop, so that a late stop never hits the next task.
    const onAbort = () => {
      Atomics.store(this.#stopFlag, 0, waiting.id);
      setTimeout(() => {
        if (this.#current === waiting) void this.#replace(stopped());
      }, stopPatienceMs).unref();
    };
    waiting.options.signal?.addEventListener('abort', onAbort, { once: true });
    worker.postMessage({ id: waiting.id, task: waiting.task, input: waiting.input } satisfies WorkerRequest);
  }

  async close(): Promise<void> {
    this.#current?.reject(stopped());
    this.#current = undefined;
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = this.#spawn(this.#stopFlag);
    worker.unref();
    worker.on('message', (message: WorkerMessage) => this.#hear(message));
    worker.on('error', (error) => {
      void this.#replace(
        error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new Failure(
              'too-large',
              'Not enough memory for this computation.',
              'Close other programs, or work on a smaller image.',
            )
          : Failure.from(error),
      );
    });
    this.#worker = worker;
    return worker;
  }

  #hear(message: WorkerMessage): void {
    if (message.kind === 'network') {
      void answerNetwork(message, this.#desk);
      return;
    }
    const current = this.#current;
    if (current === undefined || message.id !== current.id) return;
    if (message.kind === 'progress') {
      current.options.onProgress?.(message.fraction, message.note);
      return;
    }
    this.#current = undefined;
    this.#worker?.unref();
    if (message.kind === 'done') current.resolve(message.output);
    else current.reject(Failure.of(message.failure));
    this.#takeNext(this);
  }

  async #replace(failure: Failure): Promise<void> {
    const { current, worker } = { current: this.#current, worker: this.#worker };
    this.#current = undefined;
    this.#worker = undefined;
    this.#stopFlag = new Int32Array(new SharedArrayBuffer(4));
    await worker?.terminate();
    current?.reject(failure);
    this.#takeNext(this);
  }
}

/**
 * The worker threads of the program. The first lane serves views only, so that somebody who looks at the screen never
 * waits behind a job; the others take jobs (and views, when they are free).
 * @param entry the worker's script (compose-worker.ts)
 * @param cores how many cores to use in all
 * @param desk what runs networks for them
 */
export class Pool implements TaskRunner {
  readonly #lanes: { lane: Lane; viewsOnly: boolean }[];
  readonly #queue: Waiting[] = [];
  #nextId = 1;

  constructor(entry: URL, cores: number, desk: NetworkDesk = noNetworks) {
    const jobLanes = Math.max(1, Math.floor(cores / 4));
    const threads = Math.max(1, Math.ceil(cores / jobLanes));
    const spawn = (stopFlag: Int32Array) =>
      new Worker(entry, {
        workerData: { stopFlag, threads, networks: desk.networks } satisfies WorkerStart,
        resourceLimits: { maxOldGenerationSizeMb: 4096 },
      });
    const takeNext = (lane: Lane) => this.#fill(lane);
    this.#lanes = Array.from({ length: jobLanes + 1 }, (_, i) => ({
      lane: new Lane(spawn, takeNext, desk),
      viewsOnly: i === 0,
    }));
  }

  run<In, Out>(task: Task<In, Out>, input: In, options: TaskOptions = {}): Promise<Out> {
    if (options.signal?.aborted === true) return Promise.reject(stopped());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        id: this.#nextId++,
        task: task.name,
        input,
        options,
        resolve: (output) => resolve(output as Out),
        reject,
      };
      options.signal?.addEventListener(
        'abort',
        () => {
          const at = this.#queue.indexOf(waiting);
          if (at < 0) return;
          this.#queue.splice(at, 1);
          reject(stopped());
        },
        { once: true },
      );
      this.#queue.push(waiting);
      for (const { lane } of this.#lanes) if (lane.free) this.#fill(lane);
    });
  }

  async close(): Promise<void> {
    for (const waiting of this.#queue.splice(0)) waiting.reject(stopped());
    await Promise.all(this.#lanes.map(({ lane }) => lane.close()));
  }

  #fill(lane: Lane): void {
    if (!lane.free) return;
    const viewsOnly = this.#lanes.find((l) => l.lane === lane)?.viewsOnly === true;
    const view = this.#queue.findIndex((w) => w.options.priority === 'view');
    const at = view >= 0 ? view : viewsOnly ? -1 : 0;
    const [next] = at < 0 ? [] : this.#queue.splice(at, 1);
    if (next !== undefined) lane.run(next);
  }
}
