import { createStore } from 'zustand/vanilla';
import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import { decodeLabelEdit, encodeLabelEdit, type LabelEdit } from '../../../app/domain/labels/label-edit.ts';
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
  #waiting: (QueuedEdit & { readonly serial: number })[] = [];
  #serial = 0;
  /** Serials up to which edits may be stored, one for each work that holds the rest back. */
  readonly #barriers: number[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #running = false;
  #tries = 0;
  /** Its answer got lost: nobody knows whether it was stored. */
  #doubtful: QueuedEdit | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushed: { readonly serial: number; readonly done: () => void }[] = [];

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
    this.#waiting.push({ ref, title, bytes: encodeLabelEdit(edit), serial: ++this.#serial });
    this.#say(labelQueueStore.getState().failure);
    this.#start();
  }

  /** Edits of a frame that are on their way, oldest first. */
  of(ref: LabelFrame): LabelEdit[] {
    const key = frameKey(ref);
    return this.#waiting.filter((edit) => frameKey(edit.ref) === key).map(({ bytes }) => decodeLabelEdit(bytes));
  }

  /** Work is under way that makes versions of its own. */
  get held(): boolean {
    return this.#barriers.length > 0;
  }

  /**
   * Runs `work`, which makes a version of its own, once what was made before is stored; what is made later is stored after it, upon its
   * version. One work at a time.
   */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    const serial = this.#serial;
    this.#barriers.push(serial);
    const turn = this.#turn.then(async () => {
      await this.flush(serial);
      return work();
    });
    this.#turn = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#barriers.splice(this.#barriers.indexOf(serial), 1);
      this.#start();
    }
  }

  #start(): void {
    if (!this.#running && this.#timer === undefined) void this.#run();
  }

  /** The edit that is to be stored next; undefined when there is none, or it has to wait. */
  #next(): (QueuedEdit & { readonly serial: number }) | undefined {
    const first = this.#waiting[0];
    return first !== undefined && this.#barriers.every((barrier) => first.serial <= barrier) ? first : undefined;
  }

  /** Resolves when everything made so far (or up to a serial) is stored. */
  flush(serial = this.#serial): Promise<void> {
    return this.#isStored(serial) ? Promise.resolve() : new Promise((done) => this.#flushed.push({ serial, done }));
  }

  #isStored(serial: number): boolean {
    const first = this.#waiting[0];
    return first === undefined || first.serial > serial;
  }

  /** Tries again now, as when the connection came back. */
  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#start();
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
    for (let edit = this.#next(); edit !== undefined; edit = this.#next()) {
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
    const stored = this.#flushed.filter(({ serial }) => this.#isStored(serial));
    this.#flushed = this.#flushed.filter(({ serial }) => !this.#isStored(serial));
    for (const { done } of stored) done();
  }
}
