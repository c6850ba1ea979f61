import { Failure } from '../../app/domain/failure.ts';
import { analysisHandlers } from './analysis.ts';
import { batchHandlers } from './batch.ts';
import { engineHandlers } from './engine-handlers.ts';
import { exportHandlers } from './exports.ts';
import { Forests } from './forest.ts';
import { forestHandlers } from './forest-handlers.ts';
import type { Handlers } from './handler.ts';
import { historyHandlers } from './history.ts';
import { imageHandlers } from './images.ts';
import { jobHandlers } from './jobs.ts';
import { labelFileHandlers } from './label-files.ts';
import { labelHandlers } from './label-handlers.ts';
import { Labels } from './labels.ts';
import { ModelShelf } from './model-shelf.ts';
import { modelHandlers } from './models.ts';
import { Projects } from './open-projects.ts';
import { particleHandlers } from './particles.ts';
import type { ServicePorts } from './ports.ts';
import { Previews, previewHandlers } from './previews.ts';
import { fileHandlers, programHandlers } from './program.ts';
import { ProjectJobs } from './project-jobs.ts';
import type { ProjectReader } from './project-reader.ts';
import { projectHandlers } from './projects.ts';
import { projectReader } from './reader.ts';
import { RecentProjects } from './recent.ts';
import { recipeHandlers } from './recipes.ts';
import { Runs, runHandlers } from './runs.ts';
import { openSample } from './sample-project.ts';
import { sampleHandlers } from './samples.ts';
import { Session } from './session.ts';
import { TrainingFacts } from './training-facts.ts';
import { trainingHandlers } from './training-handlers.ts';
import { Trainings } from './trainings.ts';
import { Watches, watchHandlers } from './watch.ts';
import { WatchRuns } from './watch-runs.ts';

/** All services: the handlers of the contract, what the byte routes read, and the way in and out. */
export interface Services {
  readonly handlers: Handlers;
  readonly reader: ProjectReader;
  /** What the byte routes of labels read and change. */
  readonly labels: Labels;
  /** What the byte routes of trainings read. */
  readonly trainings: Trainings;
  /** Path of the file of a model by its id; null when there is none. */
  readonly modelFile: (id: string) => Promise<string | null>;
  /** Opens `project`, else the one of last time, else the shipped sample at the very first start. Never throws. */
  readonly openAtStart: (project: string | undefined) => Promise<void>;
  /** Ends the jobs of the project and closes it. */
  readonly close: () => Promise<void>;
}

export function createServices(ports: ServicePorts): Services {
  const { disk, host } = ports;
  const session = new Session(ports.store, ports.emit);
  const jobs = new ProjectJobs(ports.jobs);
  const recent = new RecentProjects(disk, host.configFolder);
  const projects = new Projects(ports, session, recent);
  const previews = new Previews();
  const runs = new Runs(ports, session, jobs);
  const labels = new Labels(session);
  const forests = new Forests(ports, session, labels);
  const shelf = new ModelShelf(ports, session);
  // before what stops the jobs: it must know why they are stopped
  const trainings = new Trainings(ports, session, labels, shelf, jobs);
  const facts = new TrainingFacts(ports, labels);
  const watchRuns = new WatchRuns(session, runs, jobs);
  const watches = new Watches(ports, session, watchRuns);
  session.onProject(async (project) => {
    if (project !== null) {
      await watches.opened(project);
      return;
    }
    watches.closed();
    await jobs.stopAll();
  });

  return {
    handlers: {
      ...programHandlers(host, disk),
      ...fileHandlers(host, disk),
      ...projectHandlers(ports, session, projects, recent, jobs),
      ...modelHandlers(ports, trainings, jobs),
      ...trainingHandlers(ports, { trainings, facts, previews, jobs }),
      ...engineHandlers(ports),
      ...historyHandlers(session),
      ...sampleHandlers(session),
      ...imageHandlers(ports, session, jobs),
      ...watchHandlers(ports, session, watches),
      ...recipeHandlers(ports, session),
      ...previewHandlers(ports, session, previews),
      ...runHandlers(session, runs),
      ...particleHandlers(session),
      ...labelHandlers(ports, session, jobs, labels),
      ...labelFileHandlers(ports, labels, jobs),
      ...forestHandlers(ports, session, jobs, labels, forests),
      ...exportHandlers(ports, session, jobs),
      ...jobHandlers(ports.jobs),
      ...batchHandlers(ports),
      ...analysisHandlers(ports),
    },
    reader: projectReader(session, previews, forests),
    labels,
    trainings,
    modelFile: (id) =>
      shelf.fileOf(id).catch((thrown: unknown) => {
        if (Failure.from(thrown).info.tag === 'not-found') return null;
        throw thrown;
      }),
    openAtStart: async (project) => {
      try {
        const last = project ?? (await recent.last());
        if (last !== null) await projects.open(last);
        else if (await recent.firstStart()) await openSample(ports, session, projects, jobs);
      } catch (thrown) {
        // The start page shows what can be opened instead.
        console.error(Failure.from(thrown).message);
      }
    },
    close: () => session.close(),
  };
}
