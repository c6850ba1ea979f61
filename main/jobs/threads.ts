import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { Failure } from '../../app/domain/failure.ts';
import type { Kernel, SharedArrays, SharedKind, Threads } from '../../app/ports/work.ts';
import { bandsDone, bandsFailed, bandsGeneration, bandsNext, runBands } from './bands.ts';

const arrays = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Bytes of memory that is kept for later arrays, at most. */
const spareLimit = 512 * 2 ** 20;

const entry = new URL(import.meta.url.endsWith('.ts') ? './helper-thread.ts' : './helper.js', import.meta.url);

/**
 * The cores of one worker thread: itself and `count - 1` helper threads that sleep between loops.
 * How a loop runs: its arguments go to every helper by message, a counter in shared memory hands out bands, the caller
 * works along and then sleeps until the helpers are done. Everything is synchronous for the caller.
 */
export class SharedThreads implements Threads {
  readonly count: number;
  readonly #control: Int32Array;
  #helpers: { worker: Worker; port: MessagePort }[] | undefined;
  /** Memory that was given back, by its size in bytes. */
  readonly #spare = new Map<number, SharedArrayBuffer[]>();
  #spareBytes = 0;

  constructor(count: number) {
    this.count = Math.max(1, count);
    this.#control = new Int32Array(new SharedArrayBuffer(16));
  }

  allocate<K extends SharedKind>(kind: K, length: number, content: 'zero' | 'any' = 'zero'): SharedArrays[K] {
    const make = arrays[kind];
    const bytes = length * make.BYTES_PER_ELEMENT;
    const spare = this.#spare.get(bytes)?.pop();
    if (spare !== undefined) {
      this.#spareBytes -= bytes;
      if (content === 'zero') new Uint8Array(spare).fill(0);
    }
    return new make((spare ?? new SharedArrayBuffer(bytes)) as unknown as ArrayBuffer) as SharedArrays[K];
  }

  release(array: SharedArrays[SharedKind]): void {
    const buffer: ArrayBufferLike = array.buffer;
    const bytes = buffer.byteLength;
    if (!(buffer instanceof SharedArrayBuffer) || bytes < 2 ** 16 || this.#spareBytes + bytes > spareLimit) return;
    const spares = this.#spare.get(bytes);
    if (spares?.includes(buffer)) return;
    this.#spareBytes += bytes;
    if (spares === undefined) this.#spare.set(bytes, [buffer]);
    else spares.push(buffer);
  }

  forBands<Args extends readonly unknown[]>(kernel: Kernel<Args>, total: number, ...args: Args): void {
    if (total <= 0) return;
    if (this.count === 1 || total === 1) {
      kernel.run(0, total, ...args);
      return;
    }
    const helpers = this.#start();
    const control = this.#control;
    Atomics.store(control, bandsNext, 0);
    Atomics.store(control, bandsDone, 0);
    Atomics.store(control, bandsFailed, 0);
    // A few bands a thread even out uneven rows; more would only cost calls.
    const band = Math.max(1, Math.ceil(total / (this.count * 4)));
    for (const { port } of helpers) port.postMessage({ name: kernel.name, total, band, args });
    Atomics.add(control, bandsGeneration, 1);
    Atomics.notify(control, bandsGeneration);
    let own: unknown;
    try {
      runBands(kernel, control, total, band, args);
    } catch (thrown) {
      own = thrown;
    }
    for (let done = Atomics.load(control, bandsDone); done < helpers.length; done = Atomics.load(control, bandsDone)) {
      Atomics.wait(control, bandsDone, done, 1000);
    }
    if (own !== undefined) throw own;
    if (Atomics.load(control, bandsFailed) !== 0) {
      throw new Failure('internal', `The computation ${kernel.name} failed in a helper thread.`, 'Please report this.');
    }
  }

  #start(): { worker: Worker; port: MessagePort }[] {
    this.#helpers ??= Array.from({ length: this.count - 1 }, () => {
      const { port1, port2 } = new MessageChannel();
      const worker = new Worker(entry, { workerData: { control: this.#control, port: port2 }, transferList: [port2] });
      worker.unref();
      port1.unref();
      return { worker, port: port1 };
    });
    return this.#helpers;
  }

  async close(): Promise<void> {
    for (const { worker } of this.#helpers ?? []) await worker.terminate();
    this.#helpers = undefined;
  }
}
