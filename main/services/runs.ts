import type { CallRequest } from '../../app/contract/list.ts';
import type { RunInfo } from '../../app/contract/segmentation.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { JobInfo } from '../../app/domain/job.ts';
import type { Recipe } from '../../app/domain/recipe.ts';
import { resolveRecipe } from '../../app/pipeline/resolve-recipe.ts';
import type { StoredImage, StoredRun } from '../../app/ports/stored.ts';
import type { HandlersOf } from './handler.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import { methodsOf } from './run-facts.ts';
import { runFrames } from './run-job.ts';
import { type PlannedFrame, plannedFrames } from './run-plan.ts';
import type { Session } from './session.ts';

type Asked = Pick<CallRequest<'runs.start'>, 'imageIds' | 'frames'> & {
  /** Diffraction patterns as well. */
  readonly patterns?: boolean | undefined;
  readonly recipe: Recipe;
  readonly title?: string | undefined;
  /** Goes on in this run instead of choosing one. */
  readonly into?: number | undefined;
};

/** Starts runs and brings them to an end. */
export class Runs {
  readonly #ports: ServicePorts;
  readonly #session: Session;
  readonly #jobs: ProjectJobs;
  /** The job of each run that was started in this session. */
  readonly #jobOf = new Map<number, number>();

  constructor(ports: ServicePorts, session: Session, jobs: ProjectJobs) {
    this.#ports = ports;
    this.#session = session;
    this.#jobs = jobs;
  }

  /** Checks the recipe, then runs it as a job. Goes on in an unfinished run of the same recipe on these images. */
  async start(asked: Asked): Promise<{ job: JobInfo; runId: number }> {
    const { project } = this.#session;
    const recipe = resolveRecipe(asked.recipe);
    const images = withoutPatterns(await project.reads.imagesOf([...new Set(asked.imageIds)]), asked.patterns === true);
    const frames = plannedFrames(images, asked.frames);
    const imageIds = images.map((image) => image.id);
    const runId =
      asked.into ??
      (await this.#unfinished(recipe, imageIds)) ??
      (await this.#newRun({ ...asked, recipe }, imageIds, frames));
    await this.#takeUp(runId, imageIds, asked.frames);
    this.#session.tell({ run: runId });
    const { title } = await project.reads.run(runId);
    const job = this.#jobs.start('run', title, (handle) => this.#work(runId, recipe, frames, handle));
    this.#jobOf.set(runId, job.id);
    return { job, runId };
  }

  /** Ends the job of a run, if it has one. */
  async stop(runId: number): Promise<void> {
    const job = this.#jobOf.get(runId);
    if (job !== undefined) await this.#jobs.stop(job);
  }

  async #work(runId: number, recipe: Recipe, frames: readonly PlannedFrame[], job: Parameters<typeof runFrames>[3]) {
    const { project } = this.#session;
    try {
      return await runFrames(this.#ports, this.#session, { runId, recipe, frames }, job);
    } finally {
      const { planned, results } = await project.reads.run(runId).catch(() => ({ planned: 0, results: [] }));
      await project.keeping.setRunState(runId, results.length >= planned ? 'complete' : 'stopped');
      this.#session.tell({ run: runId, tables: [runId], topics: ['images.changed'] });
    }
  }

  async #unfinished(recipe: Recipe, imageIds: readonly number[]): Promise<number | null> {
    const { reads } = this.#session.project;
    const run = await reads.unfinishedRun(recipe);
    if (run === null) return null;
    const plan = await reads.plan(run.id);
    return plan.imageIds.some((id) => imageIds.includes(id)) ? run.id : null;
  }

  async #newRun(asked: Asked, imageIds: readonly number[], frames: readonly PlannedFrame[]): Promise<number> {
    const { reads, keeping } = this.#session.project;
    const titles = new Set((await reads.runs()).map((run) => run.title));
    const wanted = asked.title ?? asked.recipe.title;
    let title = wanted;
    for (let n = 2; titles.has(title); n++) title = `${wanted}, ${n}`;
    return keeping.startRun({ title, recipe: asked.recipe, imageIds, frames: asked.frames, planned: frames.length });
  }

  /** Widens the plan of a run by these images and sets it running. */
  async #takeUp(runId: number, imageIds: readonly number[], frames: 'first' | 'all'): Promise<void> {
    const { reads, keeping } = this.#session.project;
    const plan = await reads.plan(runId);
    const live = new Map((await reads.images()).map((image) => [image.id, image]));
    const all = [...new Set([...plan.imageIds, ...imageIds])].filter((id) => live.has(id));
    const widest = plan.frames === 'all' || frames === 'all' ? 'all' : 'first';
    const images = all.flatMap((id) => live.get(id) ?? []);
    await keeping.continueRun(runId, all, widest, plannedFrames(images, widest).length);
  }
}

/** Spots of a diffraction pattern look like particles and are none: patterns are segmented only when that is asked for. */
function withoutPatterns(images: readonly StoredImage[], wanted: boolean): readonly StoredImage[] {
  const left = wanted ? images : images.filter(({ calibration }) => calibration.space !== 'reciprocal');
  if (left.length > 0 || images.length === 0) return left;
  throw new Failure(
    'invalid-input',
    images.length === 1
      ? `${images[0].name} is a diffraction pattern (its pixels are in nm⁻¹): its spots are no particles.`
      : `All ${images.length} images are diffraction patterns (their pixels are in nm⁻¹): spots are no particles.`,
    'Choose a micrograph, or ask for diffraction patterns to be segmented as well.',
  );
}

function info({ id, title, recipe, created, state, planned, results }: StoredRun): RunInfo {
  return {
    id,
    title,
    recipe,
    created,
    state,
    planned,
    results: results.map(({ imageId, frame, particles, seconds }) => ({ imageId, frame, particles, seconds })),
    particles: results.reduce((sum, result) => sum + result.particles, 0),
  };
}

/** Runs of recipes and where their results come from. */
export function runHandlers(session: Session, runs: Runs): HandlersOf<'runs'> {
  return {
    'runs.start': async (asked) => (await runs.start(asked)).job,
    'runs.list': async () => ({ runs: (await session.project.reads.runs()).map(info) }),
    'runs.rename': async ({ id, title }) => {
      await session.edit((edits) => edits.renameRun(id, title), { run: id });
      return {};
    },
    'runs.remove': async ({ id }) => {
      await runs.stop(id);
      await session.edit((edits) => edits.removeRun(id), { run: id, topics: ['images.changed'] });
      return {};
    },
    'runs.provenance': ({ runId, imageId, frame }) => session.project.reads.provenance(runId, imageId, frame),
    'runs.methods': async ({ runId }) => ({ text: await methodsOf(session.project, runId) }),
  };
}
