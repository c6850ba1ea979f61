import { Failure } from '../../app/domain/failure.ts';
import type { JobInfo } from '../../app/domain/job.ts';
import type { JobBoard, JobHandle } from '../../app/ports/job-board.ts';

interface Entry {
  info: JobInfo;
  readonly abort: AbortController;
  readonly body: (job: JobHandle) => Promise<Record<string, unknown>>;
  readonly ended: Promise<void>;
  readonly end: () => void;
}

const tellEveryMs = 100;
const terminal = new Set(['done', 'failed', 'stopped']);

/**
 * The jobs of this session in one queue. `atOnce` bodies run at a time; their heavy work goes to the pool, so this is
 * about how many may interleave there. `tell` hears every change, at most ten times a second a job.
 */
export class Board implements JobBoard {
  readonly #entries: Entry[] = [];
  readonly #tell: (job: JobInfo) => void;
  readonly #atOnce: number;
  readonly #told = new Map<number, number>();
  #nextId = 1;

  constructor(tell: (job: JobInfo) => void, atOnce = 2) {
    this.#tell = tell;
    this.#atOnce = atOnce;
  }

  start(kind: string, title: string, body: (job: JobHandle) => Promise<Record<string, unknown>>): JobInfo {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const info: JobInfo = {
      id: this.#nextId++,
      kind,
      title,
      state: 'queued',
      progress: 0,
      note: '',
      secondsLeft: null,
      started: null,
      ended: null,
      failure: null,
      result: {},
    };
    this.#entries.push({ info, abort: new AbortController(), body, ended, end });
    this.#tell(info);
    queueMicrotask(() => this.#fill());
    return info;
  }

  list(): JobInfo[] {
    return this.#entries.map((e) => e.info).reverse();
  }

  async finished(id: number): Promise<JobInfo> {
    const entry = this.#find(id);
    await entry.ended;
    return entry.info;
  }

  stop(id: number): void {
    const entry = this.#find(id);
    if (terminal.has(entry.info.state)) return;
    entry.abort.abort();
    if (entry.info.state === 'queued') this.#finish(entry, { state: 'stopped' });
    else this.#change(entry, { state: 'stopping', note: 'Stopping' });
  }

  clear(): void {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      if (terminal.has(this.#entries[i].info.state)) this.#entries.splice(i, 1);
    }
  }

  /** Stops everything and waits for it. */
  async close(): Promise<void> {
    for (const entry of this.#entries) this.stop(entry.info.id);
    await Promise.all(this.#entries.map((e) => e.ended));
  }

  #find(id: number): Entry {
    const entry = this.#entries.find((e) => e.info.id === id);
    if (entry === undefined)
      throw new Failure('not-found', `There is no job ${id}.`, 'The list of jobs is out of date; reload it.');
    return entry;
  }

  #fill(): void {
    const running = this.#entries.filter((e) => e.info.state === 'running' || e.info.state === 'stopping').length;
    const next = this.#entries.find((e) => e.info.state === 'queued');
    if (running >= this.#atOnce || next === undefined) return;
    void this.#run(next);
    this.#fill();
  }

  async #run(entry: Entry): Promise<void> {
    const began = performance.now();
    this.#change(entry, { state: 'running', started: new Date().toISOString() });
    try {
      const result = await entry.body({
        id: entry.info.id,
        signal: entry.abort.signal,
        progress: (fraction, note) => {
          if (terminal.has(entry.info.state)) return;
          const elapsed = (performance.now() - began) / 1000;
          const secondsLeft = fraction > 0.02 && elapsed > 1 ? (elapsed * (1 - fraction)) / fraction : null;
          this.#change(entry, { progress: Math.min(1, fraction), note, secondsLeft }, true);
        },
      });
      const state = entry.abort.signal.aborted ? 'stopped' : 'done';
      this.#finish(entry, { state, result, ...(state === 'done' ? { progress: 1 } : {}) });
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.info.tag === 'stopped') this.#finish(entry, { state: 'stopped' });
      else {
        if (failure.info.tag === 'internal') console.error(thrown);
        this.#finish(entry, { state: 'failed', failure: failure.info });
      }
    }
  }

  #finish(entry: Entry, change: Partial<JobInfo>): void {
    this.#change(entry, { ...change, note: '', secondsLeft: null, ended: new Date().toISOString() });
    this.#told.delete(entry.info.id);
    entry.end();
    this.#fill();
  }

  #change(entry: Entry, change: Partial<JobInfo>, mayThin = false): void {
    entry.info = { ...entry.info, ...change };
    const now = performance.now();
    if (mayThin && now - (this.#told.get(entry.info.id) ?? Number.NEGATIVE_INFINITY) < tellEveryMs) return;
    this.#told.set(entry.info.id, now);
    this.#tell(entry.info);
  }
}
