import { z } from 'zod';
import { JobInfo } from '../domain/job.ts';
import { LabelClasses } from '../domain/labels/label-class.ts';
import { call } from './call.ts';
import { FrameRef, Id, LabelFrameRef } from './nouns.ts';

/** Classes with what was labelled in them. A project has one label set or several (two annotators, two questions). */
export const LabelSetInfo = z.object({
  id: Id,
  name: z.string(),
  classes: LabelClasses,
  /** Frames with any label. */
  frames: z.number().int(),
  reviewed: z.number().int(),
  /** Labelled particles. */
  instances: z.number().int(),
});
export type LabelSetInfo = z.infer<typeof LabelSetInfo>;

/** What is known of a labelled frame without reading its pixels. */
export const LabelFrameInfo = FrameRef.extend({
  /** Grows with every change, undo included. */
  version: z.number().int().nonnegative(),
  instances: z.number().int().nonnegative(),
  reviewedInstances: z.number().int().nonnegative(),
  /** Pixels that have a class. */
  labelledPixels: z.number().nonnegative(),
  reviewed: z.boolean(),
  changed: z.string().nullable(),
});
export type LabelFrameInfo = z.infer<typeof LabelFrameInfo>;

const PlaceBox = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

export const QueueItem = FrameRef.extend({
  /** 'missing': the model has it, the labels do not. 'extra': the other way. 'shape': both, but different. */
  kind: z.enum(['missing', 'extra', 'shape', 'uncertain', 'control', 'frame']),
  /** Label instance, or null. */
  instanceId: Id.nullable(),
  /** Row of the run's table, or null. */
  row: z.number().int().nonnegative().nullable(),
  /** px */
  box: PlaceBox,
  /** 0..1, the worst first. */
  score: z.number(),
  /** In words: "IoU 0.42 with the model". */
  reason: z.string(),
  done: z.boolean(),
});
export type QueueItem = z.infer<typeof QueueItem>;

export const labelCalls = {
  'labels.sets': call(
    'Label sets of the project, in the order they were made.',
    z.object({}),
    z.object({ sets: z.array(LabelSetInfo) }),
  ),
  'labels.createSet': call(
    'A new label set. Can be undone.',
    z.object({ name: z.string().min(1), classes: LabelClasses }),
    LabelSetInfo,
  ),
  'labels.updateSet': call(
    'Renames a set, adds, renames, recolours, reorders classes. A class that is left out is removed: its pixels become unlabelled and its particles take `moveTo` or are removed. One edit.',
    z.object({
      id: Id,
      name: z.string().min(1).optional(),
      classes: LabelClasses.optional(),
      moveTo: z.number().int().min(1).nullable().default(null),
    }),
    LabelSetInfo,
  ),
  'labels.removeSet': call('Removes a label set with its labels. Can be undone.', z.object({ id: Id }), z.object({})),
  'labels.frames': call(
    'Every labelled frame of a set.',
    z.object({ setId: Id }),
    z.object({ frames: z.array(LabelFrameInfo) }),
  ),
  'labels.frame': call(
    'How to read the labels of a frame (also of one without any): classes and particles come by URL (`bytesPath.labelClasses`, `labelInstances`), edits go by `labelEdit`.',
    LabelFrameRef,
    LabelFrameInfo.extend({ width: z.number().int(), height: z.number().int(), nextInstanceId: Id }),
  ),
  'labels.clear': call(
    'Removes labels of frames: classes, particles or both. One edit.',
    z.object({ setId: Id, frames: z.array(FrameRef).min(1), what: z.enum(['classes', 'instances', 'both']) }),
    z.object({}),
  ),
  'labels.review': call(
    'Marks frames as reviewed or not. Can be undone.',
    z.object({ setId: Id, frames: z.array(FrameRef).min(1), reviewed: z.boolean() }),
    z.object({}),
  ),
  'labels.reviewInstances': call(
    'Marks particles of a frame as reviewed or not. Can be undone.',
    LabelFrameRef.extend({ ids: z.array(Id).min(1), reviewed: z.boolean() }),
    z.object({}),
  ),
  'labels.checkPlace': call(
    'Remembers that a person found the labels right in a box of the frame: what a model says of that place is not asked about again. No run and no label changes. Can be undone.',
    LabelFrameRef.extend({ box: PlaceBox }),
    z.object({}),
  ),
  'labels.fromRun': call(
    "Takes a run's particles in as labels. `add` keeps what is there and skips particles that overlap a label by IoU 0.5 or more. Only particles that pass the filter and are not rejected, unless `everything`. A job, one edit; the frames count as not reviewed. Result `{ frames, instances }`.",
    z.object({
      setId: Id,
      runId: Id,
      frames: z.array(FrameRef).nullable(),
      classId: z.number().int().min(1),
      mode: z.enum(['replace', 'add']),
      everything: z.boolean().default(false),
    }),
    JobInfo,
  ),
  'labels.adopt': call(
    'Takes single particles of a run (by their number in the frame) in as reviewed labels, in place of the labelled particles of `replace`: what a click on the prediction does. One edit.',
    LabelFrameRef.extend({
      runId: Id,
      ids: z.array(Id).min(1),
      classId: z.number().int().min(1),
      replace: z.array(Id).default([]),
    }),
    z.object({ version: z.number().int(), ids: z.array(Id) }),
  ),
  'labels.convert': call(
    'Makes particles from classes (overlap regions belong to every particle that they touch; seeds as in Yao et al. 2022) or classes from particles. Replaces the particles, or the classes, that are there. A job, one edit. Result `{ frames, instances }`.',
    z.object({
      setId: Id,
      frames: z.array(FrameRef).min(1),
      to: z.enum(['instances', 'classes']),
      /**
       * What lies deeper inside than `seedDistance` makes a particle, px; where nothing does, what lies deeper than
       * `unionSeedDistance` (0: every part is one, however thin). Null: they follow from the sizes of the particles.
       */
      seedDistance: z.number().positive().nullable().default(null),
      unionSeedDistance: z.number().nonnegative().nullable().default(null),
      /** Pixels that no particle covers become background instead of unlabelled. */
      fillBackground: z.boolean().default(true),
    }),
    JobInfo,
  ),
  'labels.copy': call(
    'Copies the labels of a frame onto others of the same size, in place of what is there. One edit.',
    z.object({
      setId: Id,
      from: FrameRef,
      to: z.array(FrameRef).min(1),
      what: z.enum(['classes', 'instances', 'both']),
    }),
    z.object({}),
  ),
  'labels.interpolate': call(
    'Fills the frames between two labelled ones: shape-based interpolation (Raya and Udupa 1990) of each class and of each particle that has the same id in both. A job, one edit. Result `{ frames }`.',
    z.object({
      setId: Id,
      imageId: Id,
      from: z.number().int().nonnegative(),
      to: z.number().int().nonnegative(),
      what: z.enum(['classes', 'instances', 'both']),
    }),
    JobInfo,
  ),
  'labels.queue': call(
    'What to look at next. `disagreement`: where labels and a run differ; `uncertainty`: where the run was least sure (falls back to how far its particles are from the rest of the run, and says so); `control`: a random sample of what is labelled (seeded). Worst first, at most `sample`; `total` and `done` count all.',
    z.object({
      setId: Id,
      order: z.enum(['disagreement', 'uncertainty', 'control']),
      unit: z.enum(['frames', 'particles']),
      runId: Id.nullable(),
      sample: z.number().int().min(1).max(100_000).default(200),
      seed: z.number().int().default(1),
    }),
    z.object({ items: z.array(QueueItem), total: z.number().int(), done: z.number().int(), note: z.string() }),
  ),
  'labels.versions': call(
    'Kept versions of a frame, newest first: kept by name, and those that runs used.',
    LabelFrameRef,
    z.object({
      versions: z.array(
        z.object({
          id: Id,
          at: z.string(),
          title: z.string(),
          sha256: z.string(),
          instances: z.number().int(),
          labelledPixels: z.number(),
        }),
      ),
    }),
  ),
  'labels.keepVersion': call(
    'Keeps the labels of frames as they are now under a name; equal content is kept once.',
    z.object({ setId: Id, frames: z.array(FrameRef).min(1), title: z.string().min(1) }),
    z.object({ sha256: z.array(z.string()) }),
  ),
  'labels.restoreVersion': call(
    'Goes back to a kept version. Can be undone.',
    z.object({ versionId: Id }),
    z.object({}),
  ),
  'labels.stats': call(
    'Counts and areas by class, over all frames of a set or some.',
    z.object({ setId: Id, frames: z.array(FrameRef).nullable().default(null) }),
    z.object({
      frames: z.number().int(),
      reviewed: z.number().int(),
      pixels: z.number(),
      unlabelledPixels: z.number(),
      classes: z.array(
        z.object({
          classId: z.number().int(),
          name: z.string(),
          pixels: z.number(),
          instances: z.number().int(),
          meanArea: z.number().nullable(),
        }),
      ),
      overlappingInstances: z.number().int(),
    }),
  ),
};
