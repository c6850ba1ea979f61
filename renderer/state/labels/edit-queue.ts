import { createStore } from 'zustand/vanilla';
import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import { encodeLabelEdit, type LabelEdit } from '../../../app/domain/labels/label-edit.ts';
import type { LabelFrame } from './document.ts';

/** An edit on its way into the project. */
export interface QueuedEdit {
  readonly ref: LabelFrame;
  readonly title: string;
  /** What `encodeLabelEdit` gives. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface LabelQueueState {
  /** Edits that the project has not confirmed. */
  readonly pending: number;
  /** Why they wait; null while they flow. */
  readonly failure: FailureInfo | null;
}

export const labelQueueStore = createStore<LabelQueueState>()(() => ({ pending: 0, failure: null }));

/** Where edits go. */
export interface LabelStorage {
  /** Stores an edit upon version `base` of its frame; resolves with the version it made. Rejects with `Failure`. */
  write(edit: QueuedEdit, base: number): Promise<number>;
  /** The version that the project has now. */
  version(ref: LabelFrame): Promise<number>;
}

/** What keeps edits from being stored without anything being wrong with them: they wait and are tried again. */
const passing: readonly FailureInfo['tag'][] = ['disconnected', 'disk-full', 'project-locked', 'read-only', 'stopped'];

/** ms before the first try after a failure; each further one waits twice as long, at most 8 s. */
const firstPause = 250;

export const frameKey = ({ setId, imageId, frame }: LabelFrame) => `${setId} ${imageId} ${frame}`;

/**
 * Stores edits one after the other, in the order in which they were made: an edit names the version it changes, which is the one the
 * edit before it made. What can't be stored for now waits. What the project refuses, because the labels changed elsewhere, is
 * dropped together with all that was built upon it, and `refused` hears of it.
 */
export class EditQueue {
  readonly #storage: LabelStorage;
  readonly #refused: (ref: LabelFrame, failure: FailureInfo) => void;
  readonly #versions = new Map<string, number>();
  #waiting: QueuedEdit[] = [];
  #running = false;
  #tries = 0;
  /** Its answer got lost: nobody knows whether it was stored. */
  #doubtful: QueuedEdit | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushed: (() => void)[] = [];

  constructor(storage: LabelStorage, refused: (ref: LabelFrame, failure: FailureInfo) => void) {
    this.#storage = storage;
    this.#refused = refused;
  }

  /** The version of a frame that the project confirmed last. */
  version(ref: LabelFrame): number {
    return this.#versions.get(frameKey(ref)) ?? 0;
  }

  setVersion(ref: LabelFrame, version: number): void {
    this.#versions.set(frameKey(ref), version);
  }

  /** Whether edits of a frame are on their way. */
  holds(ref: LabelFrame): boolean {
    const key = frameKey(ref);
    return this.#waiting.some((edit) => frameKey(edit.ref) === key);
  }

  push(ref: LabelFrame, title: string, edit: LabelEdit): void {
    this.#waiting.push({ ref, title, bytes: encodeLabelEdit(edit) });
    this.#say(labelQueueStore.getState().failure);
    if (!this.#running && this.#timer === undefined) void this.#run();
  }

  /** Resolves when nothing waits any more. */
  flush(): Promise<void> {
    return this.#waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => this.#flushed.push(resolve));
  }

  /** Tries again now, as when the connection came back. */
  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#running) void this.#run();
  }

  /** Forgets everything, as when another project opens. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#versions.clear();
    this.#say(null);
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let edit = this.#waiting[0]; edit !== undefined; edit = this.#waiting[0]) {
      try {
        const version = await this.#store(edit);
        if (this.#waiting[0] !== edit) continue;
        this.#waiting.shift();
        this.setVersion(edit.ref, version);
        this.#tries = 0;
        this.#say(null);
      } catch (thrown) {
        if (this.#waiting[0] !== edit) continue;
        const { info } = Failure.from(thrown);
        if (passing.includes(info.tag)) {
          this.#doubtful = info.tag === 'disconnected' ? edit : null;
          this.#wait(info);
          break;
        }
        this.#drop(edit.ref);
        this.#refused(edit.ref, info);
      }
    }
    this.#running = false;
  }

  /**
   * An edit whose answer was lost may have been stored. It says how its pixels and particles stand afterwards, so storing it once more
   * upon whatever there is now changes nothing else.
   */
  async #store(edit: QueuedEdit): Promise<number> {
    if (this.#doubtful === edit) this.setVersion(edit.ref, await this.#storage.version(edit.ref));
    return this.#storage.write(edit, this.version(edit.ref));
  }

  #wait(why: FailureInfo): void {
    this.#say(why);
    const pause = Math.min(8000, firstPause * 2 ** this.#tries++);
    this.#timer = setTimeout(() => this.resume(), pause);
  }

  #drop(ref: LabelFrame): void {
    const key = frameKey(ref);
    this.#waiting = this.#waiting.filter((edit) => frameKey(edit.ref) !== key);
    this.#say(null);
  }

  #say(failure: FailureInfo | null): void {
    labelQueueStore.setState({ pending: this.#waiting.length, failure });
    if (this.#waiting.length === 0) for (const done of this.#flushed.splice(0)) done();
  }
}
