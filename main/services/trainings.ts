import path from 'node:path';
import type { TrainingInfo } from '../../app/contract/training.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { JobInfo } from '../../app/domain/job.ts';
import type { TrainingPlan } from '../../app/domain/training/training-plan.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { StoredTraining } from '../../app/ports/training-store.ts';
import type { Labels } from './labels.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import type { Session } from './session.ts';
import { runTraining } from './training-job.ts';
import { type FrameRef, LiveTraining, type TrainingRoom } from './training-room.ts';

/** Trainings of the open project. */
export class Trainings implements TrainingRoom {
  readonly ports: ServicePorts;
  readonly session: Session;
  readonly labels: Labels;
  readonly shelf: ModelShelf;
  readonly #jobs: ProjectJobs;
  readonly #live = new Map<number, LiveTraining>();
  /** The project is being closed: what runs goes on another time. */
  closing = false;

  constructor(ports: ServicePorts, session: Session, labels: Labels, shelf: ModelShelf, jobs: ProjectJobs) {
    this.ports = ports;
    this.session = session;
    this.labels = labels;
    this.shelf = shelf;
    this.#jobs = jobs;
    session.onProject(async (project) => {
      this.closing = project === null;
      // whoever waits in a pause must hear of the end
      for (const live of this.#live.values()) live.goOn();
      if (project !== null) this.#live.clear();
    });
  }

  /** Where the checkpoint of a training lies. */
  checkpointOf(id: number): string {
    return path.join(this.session.project.path, 'trainings', `${id}.onnx`);
  }

  live(id: number): LiveTraining | null {
    return this.#live.get(id) ?? null;
  }

  async start(plan: TrainingPlan, watch: FrameRef | null): Promise<{ job: JobInfo; trainingId: number }> {
    const { project } = this.session;
    const id = await project.keeping.addTraining({ title: plan.title, plan });
    return { job: this.#begin(id, plan.title, watch ?? watchedOf(plan), false), trainingId: id };
  }

  /** Goes on with one that is paused, stopped or interrupted. Throws `Failure` when there is nothing to go on from. */
  async resume(id: number): Promise<JobInfo> {
    const live = this.#live.get(id);
    if (live !== undefined) {
      live.goOn();
      await this.setState(id, 'running');
      const job = this.ports.jobs.list().find((j) => j.id === live.jobId);
      if (job !== undefined) return job;
    }
    const training = await this.session.project.reads.training(id);
    if ((await this.ports.disk.look(this.checkpointOf(id))) === null)
      throw new Failure(
        'not-found',
        `${training.title} has no checkpoint to go on from: it ended before it had learned for half a minute.`,
        'Start a new training.',
        training.title,
      );
    await this.session.project.keeping.updateTraining(id, { state: 'queued', ended: null, failure: null, note: '' });
    return this.#begin(id, training.title, watchedOf(training.plan), true);
  }

  async pause(id: number): Promise<void> {
    this.#running(id).pause();
    await this.setState(id, 'paused');
  }

  stop(id: number): void {
    const live = this.#running(id);
    this.ports.jobs.stop(live.jobId);
    live.goOn();
  }

  /** Ends its job, if it has one, and waits for it. */
  async end(id: number): Promise<void> {
    const live = this.#live.get(id);
    if (live === undefined) return;
    live.goOn();
    await this.#jobs.stop(live.jobId);
  }

  async setState(id: number, state: StoredTraining['state']): Promise<void> {
    await this.session.project.keeping.updateTraining(id, { state });
    this.tell(id);
  }

  tell(id: number): void {
    this.session.emit('training.changed', { trainingId: id });
  }

  async info(training: StoredTraining): Promise<TrainingInfo> {
    const live = this.#live.get(training.id);
    const { plan, epochs } = training;
    const set = await this.session.project.reads.labelSet(plan.setId).catch(() => null);
    const best = epochs.filter((row) => row.best).at(-1);
    const { settings } = plan;
    return {
      id: training.id,
      title: training.title,
      state: training.state,
      plan,
      classes: plan.classes.map((id) => {
        const found = set?.classes.find((c) => c.id === id);
        return { name: found?.name ?? `class ${id}`, colour: found?.colour ?? '#808080' };
      }),
      created: training.created,
      ended: training.ended,
      jobId: live?.jobId ?? null,
      device: training.device,
      parameters: training.parameters,
      step: training.step,
      steps: settings.epochs === null ? null : settings.epochs * settings.stepsPerEpoch,
      epochs: [...epochs],
      bestEpoch: best?.epoch ?? null,
      note: training.note,
      failure: training.failure,
      resumable: live === undefined && (await this.ports.disk.look(this.checkpointOf(training.id))) !== null,
      modelId: training.model,
      watched: live?.watched ?? null,
      predicted: live?.predicted?.epoch ?? null,
    };
  }

  #running(id: number): LiveTraining {
    const live = this.#live.get(id);
    if (live !== undefined) return live;
    throw new Failure('invalid-input', 'This training is not running.', 'Resume it first.');
  }

  #begin(id: number, title: string, watch: FrameRef | null, resumed: boolean): JobInfo {
    const live = new LiveTraining(id, watch);
    this.#live.set(id, live);
    const job = this.#jobs.start('training', `Train ${title}`, (handle: JobHandle) =>
      runTraining(this, live, resumed, handle).finally(() => {
        if (this.#live.get(id) === live) this.#live.delete(id);
        this.tell(id);
      }),
    );
    live.jobId = job.id;
    this.tell(id);
    return job;
  }
}

/** The frame to look at while it learns: the first one that it is judged by. */
function watchedOf({ frames }: TrainingPlan): FrameRef | null {
  const found = frames.find(({ split }) => split === 'validation') ?? frames.find(({ split }) => split === 'training');
  return found === undefined ? null : { imageId: found.imageId, frame: found.frame };
}
