import { z } from 'zod';
import { FailureInfo } from '../domain/failure.ts';
import { JobInfo } from '../domain/job.ts';
import { Finding } from '../domain/training/scores.ts';
import { TrainingEpoch, TrainingPlan, TrainingStart, TrainingState } from '../domain/training/training-plan.ts';
import { TrainingSplit } from '../domain/training/training-settings.ts';
import { call } from './call.ts';
import { FrameRef, Id } from './nouns.ts';

/** A frame that could be learned from. */
export const TrainingFrame = FrameRef.extend({
  name: z.string(),
  sampleId: Id,
  width: z.number().int(),
  height: z.number().int(),
  reviewed: z.boolean(),
  /** In the test set: never learned from. */
  frozen: z.boolean(),
  labelledPixels: z.number(),
  instances: z.number().int(),
  /** Pixels of each class of the label set, in its order. */
  pixels: z.array(z.number()),
  /** nm a pixel. */
  pixelSize: z.number().nullable(),
  /** What the plan does with it; null: it takes no part (not reviewed, without labels). */
  split: TrainingSplit.nullable(),
});
export type TrainingFrame = z.infer<typeof TrainingFrame>;

/** Why the plan is as it is, a sentence a choice. */
export const PlanReason = z.object({
  about: z.enum([
    'classes',
    'frames',
    'split',
    'start',
    'architecture',
    'preprocessing',
    'augmentation',
    'loss',
    'patch',
    'length',
    'device',
  ]),
  text: z.string(),
});
export type PlanReason = z.infer<typeof PlanReason>;

export const TrainingInfo = z.object({
  id: Id,
  title: z.string(),
  state: TrainingState,
  plan: TrainingPlan,
  classes: z.array(z.object({ name: z.string(), colour: z.string() })),
  created: z.string(),
  ended: z.string().nullable(),
  /** While it is queued, running or paused in this session. */
  jobId: Id.nullable(),
  device: z.string(),
  parameters: z.number().int().nullable(),
  step: z.number().int(),
  /** Null when it ends by time. */
  steps: z.number().int().nullable(),
  epochs: z.array(TrainingEpoch),
  bestEpoch: z.number().int().nullable(),
  /** Why it ended: in words. */
  note: z.string(),
  failure: FailureInfo.nullable(),
  /** It can be gone on with: a checkpoint is there. */
  resumable: z.boolean(),
  /** Its best weights, once it has ended; null before or when nothing was learned. */
  modelId: z.string().nullable(),
  /** The frame whose prediction is shown while it learns. */
  watched: FrameRef.nullable(),
  /** Epoch of the newest prediction (`bytesPath.trainingPrediction`); null before the first. */
  predicted: z.number().int().nullable(),
});
export type TrainingInfo = z.infer<typeof TrainingInfo>;

export const trainingCalls = {
  'training.plan': call(
    'What Retrain would do: everything chosen from the labelled frames, with reasons. `frames` null: all labelled ones. `problem`: why it could not start.',
    z.object({
      setId: Id,
      classes: z.array(z.number().int().min(1)).nullable().default(null),
      frames: z
        .array(FrameRef.extend({ split: TrainingSplit.nullable().default(null) }))
        .nullable()
        .default(null),
      unreviewed: z.boolean().default(false),
      start: TrainingStart.nullable().default(null),
      minutes: z.number().positive().default(8),
    }),
    z.object({
      plan: TrainingPlan,
      frames: z.array(TrainingFrame),
      reasons: z.array(PlanReason),
      warnings: z.array(z.string()),
      problem: FailureInfo.nullable(),
      /** Networks to choose from, the default first. */
      architectures: z.array(z.object({ id: z.string(), title: z.string(), help: z.string() })),
    }),
  ),
  'training.check': call(
    'Looks at a plan that a person changed: what would keep it from starting, and what is doubtful. `seconds`: how long it would take, where that is known.',
    z.object({ plan: TrainingPlan }),
    z.object({ warnings: z.array(z.string()), problem: FailureInfo.nullable(), seconds: z.number().nullable() }),
  ),
  'training.folds': call(
    'Cross-validation: as many trainings as folds, each scored on the images that it never learned from. Test frames take no part. A job; result `{ folds: [{ images, scores }], mean, deviation }` of the mean Dice.',
    z.object({ plan: TrainingPlan, folds: z.number().int().min(2).max(20) }),
    JobInfo,
  ),
  'training.start': call(
    'Starts a training as a job; its best weights become a model of the project. Test frames are frozen by it.',
    z.object({ plan: TrainingPlan, watch: FrameRef.nullable().default(null) }),
    z.object({ trainingId: Id, job: JobInfo }),
  ),
  'training.startFiles': call(
    'Learns from files, without a project: images and label images paired by file stem, into `out`: model.onnx, card.json, history.csv, checkpoint.onnx. A job; result `{ outputs, scores, epochs, bestEpoch, ended }`.',
    z.object({
      images: z.string(),
      labels: z.string(),
      /** Path of a key: `[{"name", "color", "value"?, "role"?}, ...]` in class order. */
      classes: z.string(),
      /** Model name, or a model file; null: from scratch. */
      model: z.string().nullable().default(null),
      architecture: z.string().nullable().default(null),
      epochs: z.number().int().positive().nullable().default(null),
      minutes: z.number().positive().nullable().default(null),
      seed: z.number().int().nonnegative().nullable().default(null),
      threads: z.number().int().positive().nullable().default(null),
      /** Bytes. */
      memory: z.number().positive().nullable().default(null),
      /** Settings that differ from what the program would choose, by name (`rate`, `loss`, `augmentation.blur` ...). */
      settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])).default({}),
      /** Goes on from the checkpoint in `out`. */
      resume: z.boolean().default(false),
      out: z.string(),
    }),
    JobInfo,
  ),
  'training.crossValidate': call(
    'Trains `folds` times on files, each time scored on images left out, into `out`: cross-validation.csv and .json, and the model of each fold. A job; result `{ outputs, folds, mean }`.',
    z.object({
      images: z.string(),
      labels: z.string(),
      /** Path of a key: `[{"name", "color", "value"?, "role"?}, ...]` in class order. */
      classes: z.string(),
      folds: z.number().int().min(2).max(20),
      model: z.string().nullable().default(null),
      architecture: z.string().nullable().default(null),
      epochs: z.number().int().positive().nullable().default(null),
      /** Of each fold. */
      minutes: z.number().positive().nullable().default(null),
      seed: z.number().int().nonnegative().nullable().default(null),
      threads: z.number().int().positive().nullable().default(null),
      settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])).default({}),
      out: z.string(),
    }),
    JobInfo,
  ),
  'training.pause': call('Pauses a training after its present step.', z.object({ id: Id }), z.object({})),
  'training.resume': call(
    'Goes on with a training: one that is paused, or from its checkpoint one that was stopped or interrupted.',
    z.object({ id: Id }),
    z.object({ job: JobInfo }),
  ),
  'training.stop': call(
    'Ends a training within a second; its best weights are kept as a model.',
    z.object({ id: Id }),
    z.object({}),
  ),
  'training.list': call(
    'Trainings of the project, newest first, with their curves.',
    z.object({}),
    z.object({ trainings: z.array(TrainingInfo) }),
  ),
  'training.show': call('One training.', z.object({ id: Id }), TrainingInfo),
  'training.rename': call('Renames a training.', z.object({ id: Id, title: z.string().min(1) }), z.object({})),
  'training.remove': call(
    'Removes a training with its curves and checkpoint; its model stays. Can be undone until the project is closed.',
    z.object({ id: Id }),
    z.object({}),
  ),
  'training.watch': call(
    'Chooses the frame whose prediction is shown while it learns; null for none.',
    z.object({ id: Id, frame: FrameRef.nullable() }),
    z.object({}),
  ),
  'training.preview': call(
    'Real patches as the network would see them, augmented. Comes from `url`: for each of `count` patches its grey levels, then its classes, a byte a pixel each, `side` x `side`; class 255 = unlabelled, else the place in the plan’s classes.',
    z.object({
      plan: TrainingPlan,
      count: z.number().int().min(1).max(64).default(12),
      seed: z.number().int().default(1),
    }),
    z.object({ url: z.string(), side: z.number().int(), count: z.number().int() }),
  ),
  'training.freeze': call(
    'Puts frames into the test set, which is never learned from, or takes them out, which is recorded. Can be undone.',
    z.object({ setId: Id, frames: z.array(FrameRef).min(1), frozen: z.boolean() }),
    z.object({}),
  ),
  'training.diagnose': call(
    'Why a model finds nothing on a frame, or little, and what to do.',
    z.object({ modelId: z.string(), imageId: Id, frame: z.number().int().nonnegative() }),
    z.object({ findings: z.array(Finding) }),
  ),
};
