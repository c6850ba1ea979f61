import { z } from 'zod';
import { FailureInfo } from '../domain/failure.ts';
import { JobInfo } from '../domain/job.ts';
import { LabelClasses, maxClassId } from '../domain/labels/label-class.ts';
import { call } from './call.ts';
import { FrameRef, Id } from './nouns.ts';

/**
 * How the values or colours of a label image become classes: `value` for images of numbers, `colour` for those of colours;
 * a null class leaves the pixels unlabelled.
 */
export const LabelKey = z.array(
  z.object({
    value: z.number().int().nonnegative().optional(),
    colour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .optional(),
    classId: z.number().int().min(1).max(maxClassId).nullable(),
  }),
);
export type LabelKey = z.infer<typeof LabelKey>;

/** Kinds of label files that are read. */
export const LabelFileKind = z.enum(['classes-image', 'instances-image', 'coco', 'imagej-roi', 'ome-zarr']);
export type LabelFileKind = z.infer<typeof LabelFileKind>;

/** Kinds of label files that are written. */
export const LabelFileFormat = z.enum([
  'classes-tiff',
  'classes-png',
  'classes-rgb-png',
  'instances-tiff',
  'napari-tiff',
  'coco',
  'imagej-roi',
  'ome-zarr',
]);
export type LabelFileFormat = z.infer<typeof LabelFileFormat>;

/** What a label file holds, class by class. */
export const LabelFileStats = z.object({
  file: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** nm a pixel, where the file says it. */
  pixelSize: z.number().nullable(),
  pixels: z.number(),
  unlabelledPixels: z.number(),
  classes: z.array(
    z.object({
      name: z.string(),
      /** Pixels of the class layer and, where there is none, of its particles. */
      pixels: z.number(),
      instances: z.number().int(),
      /** Mean area of its particles, px². */
      meanArea: z.number().nullable(),
    }),
  ),
  /** Particles that share pixels with another. */
  overlapping: z.number().int(),
});
export type LabelFileStats = z.infer<typeof LabelFileStats>;

export const labelFileCalls = {
  'labels.guessKey': call(
    'What values or colours a label image holds, how many pixels of each, and which class each most likely is. A key file beside it (KEY.json) is looked at. `setId` null: classes as in the key, else particle and background.',
    z.object({ setId: Id.nullable(), path: z.string() }),
    z.object({
      kind: z.enum(['index', 'rgb', 'instances']),
      width: z.number().int(),
      height: z.number().int(),
      /** Most frequent first; empty for particles and where there are too many to be classes. */
      entries: z.array(
        z.object({
          value: z.number().int().nullable(),
          colour: z.string().nullable(),
          pixels: z.number(),
          classId: z.number().int().nullable(),
          reason: z.string(),
        }),
      ),
      /** Values other than 0, or colours. */
      distinct: z.number().int(),
      /** Pixels of colours that lie far from every entry's: soft edges, loss of JPEG. */
      uncertain: z.number(),
    }),
  ),
  'labels.keyOfFile': call(
    'Classes and meanings of a key file: `[{"name", "color", "value"?, "role"?}, ...]`. With a set the meanings are of its classes of the same names.',
    z.object({ setId: Id.nullable(), path: z.string() }),
    z.object({ classes: LabelClasses, key: LabelKey, unknown: z.array(z.string()) }),
  ),
  'labels.import': call(
    'Takes in label files, paired with images by file stem (or with `imageId` when given). Sizes must match; a file that does not fit is refused and says how it differs; labels that lie beside the particles are refused with their offset unless `allowShift` is set, which makes a warning of it. A job, one edit. Result `{ frames: [{ imageId, frame, path, instances, labelledPixels }], failed: [{ path, failure }], warnings, shifted: [path] }`.',
    z.object({
      setId: Id,
      paths: z.array(z.string()).min(1),
      /** null: by the file. */
      format: LabelFileKind.nullable().default(null),
      key: LabelKey.nullable().default(null),
      imageId: Id.nullable().default(null),
      /** Class of particles for which the file names none of the set's. */
      classId: z.number().int().min(1).nullable().default(null),
      mode: z.enum(['replace', 'add']).default('replace'),
      /** Takes labels in that look shifted against their image, with a warning. */
      allowShift: z.boolean().default(false),
    }),
    JobInfo,
  ),
  'labels.export': call(
    'Writes labels into a folder. classes-tiff/png: class numbers, classes-rgb-png: colours, a frame a file, with KEY.json beside them; instances-tiff: 32-bit, overlaps on further pages; napari-tiff: the same as a stack of all frames of an image that napari opens as labels; coco: one JSON; imagej-roi: a ROI archive a frame; ome-zarr: an OME-Zarr group a frame. A job; result `{ files }`.',
    z.object({
      setId: Id,
      format: LabelFileFormat,
      path: z.string(),
      frames: z.array(FrameRef).nullable().default(null),
      reviewedOnly: z.boolean().default(false),
    }),
    JobInfo,
  ),
  'labels.frameStats': call(
    'Counts and areas of every labelled frame of a set, class by class; `file` is the name of the image.',
    z.object({ setId: Id }),
    z.object({ frames: z.array(LabelFileStats.extend(FrameRef.shape)) }),
  ),
  'batch.convertLabels': call(
    'Label files into another format, without a project. A job; result `{ files, failed: [{ path, failure }], warnings }`.',
    z.object({
      paths: z.array(z.string()).min(1),
      to: LabelFileFormat,
      /** Key file for images of classes, and for names and colours of classes. */
      key: z.string().nullable(),
      from: LabelFileKind.nullable(),
      /** px, for files that do not say how large their image is (ImageJ). */
      size: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }).nullable(),
      out: z.string(),
    }),
    JobInfo,
  ),
  'batch.labelStats': call(
    'Counts and areas of label files, class by class, without a project.',
    z.object({ paths: z.array(z.string()).min(1), key: z.string().nullable(), from: LabelFileKind.nullable() }),
    z.object({
      files: z.array(LabelFileStats),
      failed: z.array(z.object({ path: z.string(), failure: FailureInfo })),
    }),
  ),
};
