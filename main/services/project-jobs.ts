import type { JobInfo } from '../../app/domain/job.ts';
import type { JobBoard, JobHandle } from '../../app/ports/job-board.ts';

const ended: ReadonlySet<JobInfo['state']> = new Set(['done', 'failed', 'stopped']);

/** The jobs that work on the open project; they end before it is closed. */
export class ProjectJobs {
  readonly #board: JobBoard;
  readonly #ids = new Set<number>();

  constructor(board: JobBoard) {
    this.#board = board;
  }

  start(kind: string, title: string, body: (job: JobHandle) => Promise<object>): JobInfo {
    const job = this.#board.start(kind, title, async (handle) => ({ ...(await body(handle)) }));
    this.#ids.add(job.id);
    return job;
  }

  finished(id: number): Promise<JobInfo> {
    return this.#board.finished(id);
  }

  /** Stops one, unless it has ended, and waits until it has. A job that was cleared off the list has ended. */
  async stop(id: number): Promise<void> {
    const job = this.#board.list().find((known) => known.id === id);
    if (job === undefined || ended.has(job.state)) return;
    this.#board.stop(id);
    await this.#board.finished(id);
  }

  /** Stops them and waits until all have ended. */
  async stopAll(): Promise<void> {
    const active = this.#board.list().filter((job) => this.#ids.has(job.id) && !ended.has(job.state));
    for (const { id } of active) this.#board.stop(id);
    await Promise.all(active.map(({ id }) => this.#board.finished(id)));
    this.#ids.clear();
  }
}
