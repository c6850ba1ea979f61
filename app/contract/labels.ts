import { z } from 'zod';
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
};
