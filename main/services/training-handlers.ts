import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { HandlersOf } from './handler.ts';
import type { ServicePorts } from './ports.ts';
import type { Previews } from './previews.ts';
import type { ProjectJobs } from './project-jobs.ts';
import { diagnosed } from './training-diagnosis.ts';
import type { TrainingFacts } from './training-facts.ts';
import { trainFiles } from './training-files.ts';
import { crossValidateFiles, foldsOfProject } from './training-folds.ts';
import { checkedPlan, proposedPlan } from './training-planning.ts';
import { previewBatch } from './training-preview.ts';
import type { Trainings } from './trainings.ts';

interface Rooms {
  readonly trainings: Trainings;
  readonly facts: TrainingFacts;
  readonly previews: Previews;
  readonly jobs: ProjectJobs;
}

/** Trainings of the open project, and those on files. */
export function trainingHandlers(
  ports: ServicePorts,
  { trainings, facts, previews, jobs }: Rooms,
): HandlersOf<'training'> {
  const { session, shelf } = trainings;
  const named = (out: string) => path.basename(path.resolve(out));
  const freeTitle = async () => {
    const titles = new Set((await session.project.reads.trainings()).map(({ title }) => title));
    for (let n = 1; ; n++) if (!titles.has(`Model ${n}`)) return `Model ${n}`;
  };
  const checked = async (plan: CallRequest<'training.check'>['plan'], signal: AbortSignal | object) => {
    const set = await session.project.reads.labelSet(plan.setId);
    const frames = await facts.of(plan.setId, signal as Parameters<TrainingFacts['of']>[1]);
    return checkedPlan(plan, { setClasses: set.classes, frames });
  };
  return {
    'training.plan': async (asked, { signal }) => {
      const set = await session.project.reads.labelSet(asked.setId);
      const [frames, models, title] = await Promise.all([facts.of(asked.setId, signal), shelf.all(), freeTitle()]);
      return proposedPlan(ports, asked, { title, setClasses: set.classes, frames, models });
    },
    'training.check': async ({ plan }, { signal }) => {
      const { minutes } = plan.settings;
      return { ...(await checked(plan, signal)), seconds: minutes === null ? null : 60 * minutes };
    },
    'training.start': async ({ plan, watch }, { signal }) => {
      const { problem } = await checked(plan, signal);
      if (problem !== null) throw Failure.of(problem);
      return trainings.start(plan, watch);
    },
    'training.startFiles': (asked) =>
      ports.jobs.start('training', `Train ${named(asked.out)}`, async (job) => ({
        ...(await trainFiles(ports, shelf, asked, job)),
      })),
    'training.crossValidate': (asked) =>
      ports.jobs.start('training', `Cross-validate ${named(asked.out)}`, async (job) => ({
        ...(await crossValidateFiles(ports, shelf, asked, job)),
      })),
    'training.folds': ({ plan, folds }) =>
      jobs.start('training', `Cross-validate ${plan.title}`, (job) => foldsOfProject(trainings, plan, folds, job)),
    'training.pause': async ({ id }) => {
      await trainings.pause(id);
      return {};
    },
    'training.resume': async ({ id }) => ({ job: await trainings.resume(id) }),
    'training.stop': ({ id }) => {
      trainings.stop(id);
      return {};
    },
    'training.list': async () => {
      const stored = await session.project.reads.trainings();
      return { trainings: await Promise.all(stored.map((training) => trainings.info(training))) };
    },
    'training.show': async ({ id }) => trainings.info(await session.project.reads.training(id)),
    'training.rename': async ({ id, title }) => {
      await session.edit((edits) => edits.renameTraining(id, title), {});
      trainings.tell(id);
      return {};
    },
    'training.remove': async ({ id }) => {
      await trainings.end(id);
      await session.edit((edits) => edits.removeTraining(id), {});
      trainings.tell(id);
      return {};
    },
    'training.watch': ({ id, frame }) => {
      const live = trainings.live(id);
      if (live !== null) live.watched = frame;
      return {};
    },
    'training.preview': ({ plan, count, seed }, { signal }) =>
      previewBatch(trainings, previews, { plan, count, seed }, signal),
    'training.freeze': async ({ setId, frames, frozen }) => {
      await session.edit((edits) => edits.freezeFrames(setId, frames, frozen), { labelSets: true });
      return {};
    },
    'training.diagnose': async (asked, { signal }) => ({ findings: await diagnosed(trainings, asked, signal) }),
  };
}
