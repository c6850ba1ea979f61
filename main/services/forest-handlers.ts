import { forestLabelsTask } from '../../app/pipeline/tasks/forest.ts';
import type { Forests } from './forest.ts';
import { forestKeep } from './forest-keep.ts';
import { tooFewClasses } from './forest-learn.ts';
import type { Handler, HandlersOf } from './handler.ts';
import { changeFrames } from './label-bulk.ts';
import { framesOf, keysOf, type Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import type { Session } from './session.ts';

function intoLabels(
  { tasks }: ServicePorts,
  session: Session,
  jobs: ProjectJobs,
  labels: Labels,
  forests: Forests,
): Handler<'forest.labels'> {
  return async ({ setId, frames, settings, mode }, { signal }) => {
    const learned = await forests.learner.learn(setId, settings, signal);
    const { grown } = learned;
    if (grown === null) throw tooFewClasses();
    const ids = learned.classes.map(({ id }) => id);
    const keys = keysOf(setId, frames);
    const title = `Label ${framesOf(keys.length)} by pixel forest`;
    return jobs.start('labels', title, async (job) => {
      let pixels = 0;
      const made = await changeFrames(
        labels,
        job,
        keys,
        async (stored, { imageId, frame }) => {
          const image = await session.project.reads.image(imageId);
          const seen = await forests.codes.frameFor({ image, frame }, settings.features, learned.reference);
          const keep = mode === 'fill' ? stored.tiles : null;
          const done = await tasks.run(
            forestLabelsTask,
            { frame: seen, trees: grown.trees, ids, keep },
            {
              priority: 'job',
              signal: job.signal,
              ...(keys.length === 1 ? { onProgress: (part, note) => job.progress(0.95 * part, note) } : {}),
            },
          );
          pixels += done.pixels;
          return { write: { classes: done.tiles }, instances: 0 };
        },
        () => title,
      );
      return { frames: made.frames, pixels };
    });
  };
}

/** Pixel forests: live, as labels, kept. */
export function forestHandlers(
  ports: ServicePorts,
  session: Session,
  jobs: ProjectJobs,
  labels: Labels,
  forests: Forests,
): HandlersOf<'forest'> {
  return {
    'forest.live': (asked, { signal }) => forests.live(asked, signal),
    'forest.labels': intoLabels(ports, session, jobs, labels, forests),
    'forest.keep': forestKeep(ports, session, labels, forests),
  };
}
