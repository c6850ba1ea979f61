// The nouns as they cross the border. Ids are positive integers of the open project's database.
import { z } from 'zod';
import { Calibration } from '../domain/calibration.ts';
import { Condition } from '../domain/condition.ts';
import { ElementType } from '../domain/element-type.ts';

export const Id = z.number().int().positive();

/** One frame of an image. */
export const FrameRef = z.object({ imageId: Id, frame: z.number().int().nonnegative() });
export type FrameRef = z.infer<typeof FrameRef>;

/** The labels of one frame in one label set. */
export const LabelFrameRef = FrameRef.extend({ setId: Id });
export type LabelFrameRef = z.infer<typeof LabelFrameRef>;

export const ProjectInfo = z.object({
  /** Absolute path of the NAME.morpho folder. */
  path: z.string(),
  name: z.string(),
  /** Random id made at creation; stays when the folder is moved. */
  uuid: z.string(),
  created: z.string(),
  schemaVersion: z.number().int(),
  images: z.number().int(),
  samples: z.number().int(),
  runs: z.number().int(),
  particles: z.number().int(),
  /** Bytes on disk, database and blobs. */
  bytes: z.number(),
  warnings: z.array(z.string()),
  /** Files that are not where they were. */
  missing: z.number().int(),
});
export type ProjectInfo = z.infer<typeof ProjectInfo>;

export const RecentProject = z.object({ path: z.string(), name: z.string(), opened: z.string(), exists: z.boolean() });
export type RecentProject = z.infer<typeof RecentProject>;

export const SampleInfo = z.object({
  id: Id,
  name: z.string(),
  note: z.string(),
  conditions: z.array(Condition),
  order: z.number().int(),
});
export type SampleInfo = z.infer<typeof SampleInfo>;

export const ImageInfo = z.object({
  id: Id,
  sampleId: Id,
  /** Shown name: the file's stem, with the image's own name when a file holds several. */
  name: z.string(),
  /** File as it was imported; relative to the project folder where possible. */
  path: z.string(),
  /** The file can be read right now. False: offer relink. */
  available: z.boolean(),
  packed: z.boolean(),
  format: z.string(),
  /** Index of the image inside its file. */
  imageIndex: z.number().int().nonnegative(),
  fileSha256: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  frames: z.number().int().positive(),
  elementType: ElementType,
  calibration: Calibration,
  /** Smallest and largest value of frame 0, file units. */
  min: z.number(),
  max: z.number(),
  imported: z.string(),
  /** Latest run with a result on this image, if any. */
  latestRunId: Id.nullable(),
  particles: z.number().int().nullable(),
});
export type ImageInfo = z.infer<typeof ImageInfo>;

export const DirectoryEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'file', 'project']),
  bytes: z.number(),
  modified: z.string(),
  /** The format list knows this file's ending. */
  readable: z.boolean(),
});
export type DirectoryEntry = z.infer<typeof DirectoryEntry>;

export const DeviceInfo = z.object({
  id: z.string(),
  title: z.string(),
  threads: z.number().int(),
  active: z.boolean(),
});
export type DeviceInfo = z.infer<typeof DeviceInfo>;
