import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import type { ProjectJobs } from './project-jobs.ts';
import { recipeNamed } from './recipes.ts';
import type { Runs } from './runs.ts';
import type { Session } from './session.ts';

/** A watched folder whose new images go through a recipe. */
interface Line {
  runId: number | undefined;
  readonly waiting: number[];
  busy: boolean;
}

/**
 * Runs recipes on images as they come in. Each folder has one run that grows; images that arrive while it computes go
 * into its next turn together, so that a fast microscope makes no queue of jobs.
 */
export class WatchRuns {
  readonly #session: Session;
  readonly #runs: Runs;
  readonly #jobs: ProjectJobs;
  readonly #lines = new Map<string, Line>();

  constructor(session: Session, runs: Runs, jobs: ProjectJobs) {
    this.#session = session;
    this.#runs = runs;
    this.#jobs = jobs;
  }

  forget(): void {
    this.#lines.clear();
  }

  add(recipeId: string, folder: string, imageIds: readonly number[]): void {
    const key = `${recipeId}\n${folder}`;
    const line = this.#lines.get(key) ?? { runId: undefined, waiting: [], busy: false };
    this.#lines.set(key, line);
    line.waiting.push(...imageIds);
    if (!line.busy) void this.#work(line, recipeId, folder);
  }

  async #work(line: Line, recipeId: string, folder: string): Promise<void> {
    line.busy = true;
    try {
      while (line.waiting.length > 0) {
        const imageIds = line.waiting.splice(0);
        const recipe = await recipeNamed(this.#session, recipeId);
        const title = `${recipe.title}, ${path.basename(folder)}`;
        const { job, runId } = await this.#runs.start({ recipe, imageIds, frames: 'all', title, into: line.runId });
        line.runId = runId;
        await this.#jobs.finished(job.id);
      }
    } catch (thrown) {
      // The project was closed, or the run or the recipe was removed: the next images start a new run.
      line.runId = undefined;
      const { info } = Failure.from(thrown);
      if (info.tag !== 'no-project' && info.tag !== 'not-found') console.error(thrown);
    } finally {
      line.busy = false;
    }
  }
}
