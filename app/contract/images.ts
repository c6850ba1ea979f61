import { z } from 'zod';
import { Calibration } from '../domain/calibration.ts';
import { Condition } from '../domain/condition.ts';
import { MeasuredDistance } from '../domain/distance.ts';
import { JobInfo } from '../domain/job.ts';
import { call } from './call.ts';
import { Id, ImageInfo, SampleInfo } from './nouns.ts';

export const imageCalls = {
  'samples.list': call('All samples in their order.', z.object({}), z.object({ samples: z.array(SampleInfo) })),
  'samples.create': call('A new sample.', z.object({ name: z.string().min(1) }), SampleInfo),
  'samples.update': call(
    'Changes a sample; absent fields stay.',
    z.object({
      id: Id,
      name: z.string().min(1).optional(),
      note: z.string().optional(),
      conditions: z.array(Condition).optional(),
    }),
    SampleInfo,
  ),
  'samples.setConditions': call(
    'Replaces the conditions of several samples at once, as one edit: what a sheet of them is pasted or cleared with.',
    z.object({ changes: z.array(z.object({ id: Id, conditions: z.array(Condition) })).min(1) }),
    z.object({}),
  ),
  'samples.remove': call(
    'Removes a sample; its images go to `moveTo`, or are removed with it when null.',
    z.object({ id: Id, moveTo: Id.nullable() }),
    z.object({}),
  ),
  'samples.importConditions': call(
    'Conditions from CSV: first column sample name, one column a condition, units in the header as "name (unit)" or "name [unit]". Unknown samples are made when `create`.',
    z.object({ csv: z.string(), create: z.boolean() }),
    z.object({ samples: z.array(SampleInfo), created: z.number().int(), warnings: z.array(z.string()) }),
  ),
  'images.list': call('All images of the project.', z.object({}), z.object({ images: z.array(ImageInfo) })),
  'images.import': call(
    'Takes in files and folders (a folder = every readable file below it). A job; result `{ imageIds, skipped, failed: [{ path, failure }] }`.',
    z.object({ paths: z.array(z.string()).min(1), sampleId: Id.nullable(), sampleName: z.string().optional() }),
    JobInfo,
  ),
  'images.update': call(
    'Renames images or moves them to another sample.',
    z.object({ ids: z.array(Id).min(1), name: z.string().min(1).optional(), sampleId: Id.optional() }),
    z.object({ images: z.array(ImageInfo) }),
  ),
  'images.distances': call(
    'Distances measured by hand on a frame.',
    z.object({ imageId: Id, frame: z.number().int().nonnegative() }),
    z.object({ distances: z.array(MeasuredDistance) }),
  ),
  'images.setDistances': call(
    'Keeps the distances of a frame, in place of those before. Can be undone.',
    z.object({
      imageId: Id,
      frame: z.number().int().nonnegative(),
      distances: z.array(MeasuredDistance).max(10_000),
    }),
    z.object({}),
  ),
  'images.calibrate': call(
    'Sets the pixel size of many images at once: nm a pixel (real) or 1/nm a pixel (reciprocal); null removes it; `fromFile` restores what the file said.',
    z.object({
      ids: z.array(Id).min(1),
      calibration: Calibration.pick({ space: true, x: true, y: true, source: true }).nullable(),
      fromFile: z.boolean().default(false),
    }),
    z.object({ images: z.array(ImageInfo) }),
  ),
  'images.remove': call(
    'Takes images out of the project (files stay on disk). Can be undone.',
    z.object({ ids: z.array(Id).min(1) }),
    z.object({}),
  ),
  'images.metadata': call(
    "The file's own description, verbatim, as a tree.",
    z.object({ id: Id }),
    z.object({ metadata: z.unknown() }),
  ),
  'images.measureScaleBar': call(
    'Finds a burnt-in scale bar near `hint` (px) or anywhere when null: its length in px and its box; the person types the label.',
    z.object({ id: Id, frame: z.number().int(), hint: z.object({ x: z.number(), y: z.number() }).nullable() }),
    z.object({ bar: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable() }),
  ),
  'watch.list': call(
    'Folders being watched.',
    z.object({}),
    z.object({
      folders: z.array(
        z.object({
          path: z.string(),
          sampleId: Id,
          recipeId: z.string().nullable(),
          taken: z.number().int(),
          /** Why the folder can't be watched right now. */
          problem: z.string().nullable(),
          /** Files that could not be taken in; each is tried again when it changes. */
          refused: z.array(z.object({ path: z.string(), message: z.string(), remedy: z.string() })),
        }),
      ),
    }),
  ),
  'watch.start': call(
    'Takes in new frames of a folder as they come; runs a recipe on each when `recipeId` is given.',
    z.object({ path: z.string(), sampleId: Id, recipeId: z.string().nullable() }),
    z.object({}),
  ),
  'watch.stop': call('Stops watching a folder.', z.object({ path: z.string() }), z.object({})),
};
