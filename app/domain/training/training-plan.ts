import { z } from 'zod';
import { TrainingSettings, TrainingSplit } from './training-settings.ts';

/** Where a training begins. A model with other classes keeps its body and gets a new head. */
export const TrainingStart = z.discriminatedUnion('from', [
  z.object({ from: z.literal('scratch') }),
  z.object({ from: z.literal('model'), model: z.string().min(1) }),
]);
export type TrainingStart = z.infer<typeof TrainingStart>;

/** A frame of the project and what it is for. */
export const PlannedFrame = z.object({
  imageId: z.number().int().positive(),
  frame: z.number().int().nonnegative(),
  split: TrainingSplit,
});
export type PlannedFrame = z.infer<typeof PlannedFrame>;

/** What a training in a project is to do. */
export const TrainingPlan = z.object({
  title: z.string().min(1),
  /** The label set. */
  setId: z.number().int().positive(),
  /** Label classes to tell apart, in the order of the outputs; pixels of other classes are not learned from. */
  classes: z.array(z.number().int().min(1)),
  frames: z.array(PlannedFrame),
  /** Also frames that nobody reviewed. */
  unreviewed: z.boolean().default(false),
  start: TrainingStart,
  settings: TrainingSettings,
});
export type TrainingPlan = z.infer<typeof TrainingPlan>;

/** `validation`: null without validation images. Dice and IoU by class; null where a class is neither there nor found. */
export const TrainingEpoch = z.object({
  /** From 0. */
  epoch: z.number().int().nonnegative(),
  /** Updates so far. */
  step: z.number().int().nonnegative(),
  /** Of training, since it began, pauses left out. */
  seconds: z.number().nonnegative(),
  rate: z.number(),
  /** Mean over the epoch's steps. */
  training: z.object({
    loss: z.number(),
    /** Soft, over the epoch's batches. */
    dice: z.array(z.number().nullable()),
    iou: z.array(z.number().nullable()),
  }),
  validation: z
    .object({
      /** The same loss, of whole images. */
      loss: z.number().nullable(),
      dice: z.array(z.number().nullable()),
      iou: z.array(z.number().nullable()),
      pixelAccuracy: z.number().nullable(),
    })
    .nullable(),
  /** What decides which epoch is the best: mean Dice of the validation images, or minus the loss without any. */
  score: z.number(),
  best: z.boolean(),
});
export type TrainingEpoch = z.infer<typeof TrainingEpoch>;

/**
 * `interrupted`: the program or the engine ended while it ran; it goes on from its checkpoint. `stopped`: a person ended it;
 * its best weights are a model, and it may go on too.
 */
export const TrainingState = z.enum(['queued', 'running', 'paused', 'stopped', 'complete', 'interrupted', 'failed']);
export type TrainingState = z.infer<typeof TrainingState>;
