import { z } from 'zod';
import { JobInfo } from '../domain/job.ts';
import { TrainingEpoch } from '../domain/training/training-plan.ts';
import { Id, LabelFrameRef, ProjectInfo } from './nouns.ts';

/** What the services tell the window by themselves. The window refetches what a topic names. */
export const events = {
  'project.opened': z.object({ project: ProjectInfo.nullable() }),
  'project.saved': z.object({ at: z.string() }),
  'images.changed': z.object({}),
  'samples.changed': z.object({}),
  'recipes.changed': z.object({}),
  'runs.changed': z.object({ runId: Id.nullable() }),
  'particles.changed': z.object({ runId: Id }),
  'history.changed': z.object({ undo: z.string().nullable(), redo: z.string().nullable() }),
  'labels.setsChanged': z.object({}),
  /** Labels of a frame: numbers of class tiles and of particles that differ now; null = any. `window`: who did it. */
  'labels.changed': LabelFrameRef.extend({
    version: z.number().int().nonnegative(),
    tiles: z.array(z.number().int()).nullable(),
    instances: z.array(z.number().int()).nullable(),
    window: z.string().nullable(),
  }),
  /** A training came, went, or changed its state. */
  'training.changed': z.object({ trainingId: Id }),
  /** At most four times a second. `fraction` of the whole, 0..1. */
  'training.progress': z.object({
    trainingId: Id,
    step: z.number().int(),
    epoch: z.number().int(),
    fraction: z.number(),
    loss: z.number(),
    rate: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  /** An epoch is over. `predicted`: a new prediction of the watched frame can be fetched. */
  'training.epoch': z.object({ trainingId: Id, epoch: TrainingEpoch, predicted: z.boolean() }),
  'models.changed': z.object({}),
  'engine.changed': z.object({ device: z.string() }),
  'watch.changed': z.object({}),
  'job.changed': z.object({ job: JobInfo }),
};
export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<N extends EventName> = z.output<Events[N]>;
