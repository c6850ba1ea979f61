import { Failure } from '../../../app/domain/failure.ts';
import { createLru } from '../../client/lru.ts';
import type { PixelReply, PixelRequest } from './messages.ts';
import type { Frame, Glance, Labels } from './plane.ts';

interface Pending {
  readonly id: number;
  readonly promise: Promise<Frame | Labels>;
  readonly resolve: (plane: Frame | Labels) => void;
  readonly reject: (failure: Failure) => void;
  /** Asked for by somebody who looks at the screen; a prefetch yields to those. */
  wanted: boolean;
}

/** Bytes of frames and label maps kept in memory: less on computers that have little (the browser tells GiB, at most 8). */
const memoryBudget = Math.max(2, (navigator as { readonly deviceMemory?: number }).deviceMemory ?? 8) * 96 * 2 ** 20;

/**
 * Frames and label maps by URL: fetched and prepared in a worker, kept while memory lasts. Asking twice for the same
 * URL shares the work. Rejects with `Failure`; tag `stopped` when `stop` was called.
 */
export class PixelStore {
  readonly #worker: Worker;
  readonly #kept = createLru<Frame | Labels>(memoryBudget, (plane) => plane.bytes);
  readonly #pending = new Map<string, Pending>();
  readonly #glances = new Map<string, Glance>();
  readonly #progress: (url: string, fraction: number) => void;
  readonly #glanced: (url: string) => void;
  #nextId = 1;

  /** `progress` hears how much of a URL has come, 0..1; `glanced` that its glance is there. */
  constructor(progress: (url: string, fraction: number) => void, glanced: (url: string) => void) {
    this.#progress = progress;
    this.#glanced = glanced;
    this.#worker = new Worker(new URL('./pixel-worker.ts', import.meta.url), { type: 'module', name: 'pixels' });
    this.#worker.onmessage = ({ data }: MessageEvent<PixelReply>) => this.#hear(data);
  }

  /** What is in memory already. */
  peek(url: string): Frame | Labels | undefined {
    return this.#kept.get(url);
  }

  /** What can be seen of a frame that is on its way. */
  glance(url: string): Glance | undefined {
    return this.#glances.get(url);
  }

  /** `glance`: where to look first, null = nowhere. */
  frame(url: string, glance: string | null): Promise<Frame> {
    return this.#load(url, { kind: 'frame', id: 0, url, glance }, true) as Promise<Frame>;
  }

  labels(url: string, width: number, height: number): Promise<Labels> {
    return this.#load(url, { kind: 'labels', id: 0, url, width, height }, true) as Promise<Labels>;
  }

  /** Fetches frames that may be wanted next, one after the other, as long as nobody waits for another. */
  async prefetch(urls: readonly string[]): Promise<void> {
    for (const url of urls) {
      if (this.#kept.get(url) !== undefined) continue;
      if ([...this.#pending.values()].some((p) => p.wanted)) return;
      try {
        await this.#load(url, { kind: 'frame', id: 0, url, glance: null }, false);
      } catch {
        return;
      }
    }
  }

  /** Gives up what was asked for and is not in `keep`; prefetching goes on. */
  stopOthers(keep: ReadonlySet<string>): void {
    for (const [url, pending] of this.#pending) if (pending.wanted && !keep.has(url)) this.#stop(url, pending);
  }

  /** Gives up everything that was asked for. */
  stopAll(): void {
    for (const [url, pending] of this.#pending) this.#stop(url, pending);
  }

  /** Drops what is kept under URLs that pass (a run was computed again, a file relinked). */
  forget(test: (url: string) => boolean): void {
    this.#kept.drop(test);
  }

  dispose(): void {
    this.#worker.terminate();
    for (const pending of this.#pending.values()) pending.reject(new Failure('stopped', 'Stopped.', ''));
    this.#pending.clear();
    this.#glances.clear();
    this.#kept.drop(() => true);
  }

  #load(url: string, request: PixelRequest, wanted: boolean): Promise<Frame | Labels> {
    const kept = this.#kept.get(url);
    if (kept !== undefined) return Promise.resolve(kept);
    const under = this.#pending.get(url);
    if (under !== undefined) {
      under.wanted ||= wanted;
      return under.promise;
    }
    if (wanted) for (const [other, pending] of this.#pending) if (!pending.wanted) this.#stop(other, pending);
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Frame | Labels>();
    this.#pending.set(url, { id, promise, resolve, reject, wanted });
    this.#worker.postMessage({ ...request, id });
    return promise;
  }

  #stop(url: string, pending: Pending): void {
    this.#pending.delete(url);
    this.#glances.delete(url);
    this.#worker.postMessage({ kind: 'stop', id: pending.id } satisfies PixelRequest);
    pending.reject(new Failure('stopped', 'Stopped.', ''));
  }

  #hear(reply: PixelReply): void {
    for (const [url, pending] of this.#pending) {
      if (pending.id !== reply.id) continue;
      if (reply.kind === 'progress') {
        this.#progress(url, reply.fraction);
        return;
      }
      if (reply.kind === 'glance') {
        this.#glances.set(url, reply.glance);
        this.#glanced(url);
        // Drawn in the first of these, it is on its way to the screen in the second.
        const seen = () => this.#worker.postMessage({ kind: 'seen', id: reply.id } satisfies PixelRequest);
        requestAnimationFrame(() => requestAnimationFrame(seen));
        return;
      }
      this.#pending.delete(url);
      this.#glances.delete(url);
      if (reply.kind === 'failed') {
        pending.reject(Failure.of(reply.failure));
        return;
      }
      const plane = reply.kind === 'frame' ? reply.frame : reply.labels;
      this.#kept.set(url, plane);
      pending.resolve(plane);
    }
  }
}
