import type { EventName, EventPayload } from '../../app/contract/events.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { OpenProject, ProjectEdits, Remote, Store } from '../../app/ports/store.ts';
import type { LabelTouch } from '../../app/ports/stored-labels.ts';
import type { Emit } from './handler.ts';

/** Events without a payload of their own. */
export type Topic = 'images.changed' | 'samples.changed' | 'recipes.changed';

/** What an edit touched. */
export interface Touched {
  readonly topics?: readonly Topic[];
  /** Runs whose table changed. */
  readonly tables?: readonly number[];
  /** A run that changed, or null for the list as a whole; absent when none did. */
  readonly run?: number | null;
  /** Labels that changed. */
  readonly labels?: readonly LabelTouch[];
  /** The window that changed them, as it names itself. */
  readonly window?: string | null;
  /** The list of label sets, or a set's classes or counts. */
  readonly labelSets?: boolean;
}

/** Called when a project was opened (with it) or is about to be closed (null). Awaited. */
export type ProjectListener = (project: OpenProject | null) => Promise<void>;

/** The project that is open, and the one way to change it: every change tells the windows. */
export class Session {
  readonly #store: Store;
  readonly #emit: Emit;
  readonly #listeners: ProjectListener[] = [];
  #open: OpenProject | null = null;
  /** Opening and closing one after the other, whoever asks. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store, emit: Emit) {
    this.#store = store;
    this.#emit = emit;
  }

  get current(): OpenProject | null {
    return this.#open;
  }

  /** The open project. Throws `Failure` no-project. */
  get project(): OpenProject {
    if (this.#open === null)
      throw new Failure('no-project', 'No project is open.', 'Open a project or create a new one.');
    return this.#open;
  }

  onProject(listener: ProjectListener): void {
    this.#listeners.push(listener);
  }

  /** Opens a project in place of the present one, which stays open when the new one can't be. */
  async open(how: (store: Store) => Promise<OpenProject>, samePath?: string): Promise<OpenProject> {
    return this.#inTurn(async () => {
      // Opening the open project again would find it locked by ourselves.
      if (this.#open !== null && samePath === this.#open.path) return this.#open;
      const opened = await how(this.#store);
      await this.#leave();
      this.#open = opened;
      for (const listener of this.#listeners) await listener(opened);
      return opened;
    });
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#open === null) return;
      await this.#leave();
      this.#emit('project.opened', { project: null });
      this.#emit('history.changed', { undo: null, redo: null });
    });
  }

  /** Makes an edit that can be undone, then tells what it touched. */
  async edit<R>(
    make: (edits: Remote<ProjectEdits>) => Promise<R>,
    touched: Touched | ((result: R) => Touched),
  ): Promise<R> {
    const { edits } = this.project;
    const result = await make(edits);
    this.tell(typeof touched === 'function' ? touched(result) : touched);
    await this.tellHistory();
    return result;
  }

  tell({ topics = [], tables = [], run, labels = [], window = null, labelSets = false }: Touched): void {
    for (const topic of topics) this.#emit(topic, {});
    if (run !== undefined) this.#emit('runs.changed', { runId: run });
    for (const runId of tables) this.#emit('particles.changed', { runId });
    if (labelSets) this.#emit('labels.setsChanged', {});
    for (const { setId, imageId, frame, version, tiles, instances } of labels) {
      const listed = {
        tiles: tiles === null ? null : [...tiles],
        instances: instances === null ? null : [...instances],
      };
      this.#emit('labels.changed', { setId, imageId, frame, version, ...listed, window });
    }
    this.#emit('project.saved', { at: new Date().toISOString() });
  }

  async tellHistory(): Promise<void> {
    this.#emit('history.changed', await this.project.reads.history());
  }

  emit<N extends EventName>(event: N, payload: EventPayload<N>): void {
    this.#emit(event, payload);
  }

  async #leave(): Promise<void> {
    const leaving = this.#open;
    if (leaving === null) return;
    for (const listener of this.#listeners) await listener(null);
    this.#open = null;
    await leaving.close();
  }

  #inTurn<R>(body: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(body, body);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
