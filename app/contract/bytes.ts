// Big bytes by URL, relative to the page's origin, so that the window's code is the same on every host. All
// little-endian. `x-morphoscope-*` response headers carry what the bytes cannot say.

import { z } from 'zod';
import { type FrameRef, Id, type LabelFrameRef } from './nouns.ts';

/** Paths of the byte routes. Row-major (y, x). */
export const bytesPath = {
  /** Raw pixels of a frame. Headers: x-morphoscope-type (ElementType; complex is sent as its modulus in float32), -width, -height. */
  frame: (imageId: number, frame: number) => `/bytes/frame/${imageId}/${frame}`,
  /**
   * A one-channel frame at a glance: float32 means of square blocks, then one pixel of each block as `type` has it. Headers:
   * x-morphoscope-type, -width and -height in blocks, -factor px a block side. `Failure` unsupported for colours.
   */
  glance: (imageId: number, frame: number) => `/bytes/glance/${imageId}/${frame}`,
  /** A PNG thumbnail, auto-contrasted, long side `size` px. `version` busts the cache. */
  thumbnail: (imageId: number, frame: number, size: number) => `/bytes/thumbnail/${imageId}/${frame}/${size}`,
  /** uint32 label map of a result: 0 background, else 1-based instance id of the frame; where instances overlap the later one shows. */
  labels: (runId: number, imageId: number, frame: number) => `/bytes/labels/${runId}/${imageId}/${frame}`,
  /** Outlines of a result: uint32 count, then for each instance uint32 point count and int16 pairs x, y (pixel corners, closed polygon). */
  outlines: (runId: number, imageId: number, frame: number) => `/bytes/outlines/${runId}/${imageId}/${frame}`,
  /** One float64 column of a run's table. */
  column: (runId: number, columnId: string) => `/bytes/column/${runId}/${columnId}`,
  /** uint8 flags of a run's table: `border` or `rejected`. */
  flags: (runId: number, flag: 'border' | 'rejected') => `/bytes/flags/${runId}/${flag}`,
  /**
   * Gallery thumbnails, many a request: the particles of table rows start..start+count-1 as one PNG strip of square cells
   * `cell` px wide, `columns` a row. `scale`: 'particle' fits each particle to its cell, a number is nm (or px) a cell side.
   */
  gallery: (runId: number, start: number, count: number, cell: number, scale: 'particle' | number) =>
    `/bytes/gallery/${runId}/${start}/${count}/${cell}/${scale}`,
  /** Gallery cells of chosen rows, comma separated (sorted or filtered views), same layout as `gallery`. */
  galleryRows: (runId: number, rows: readonly number[], cell: number, scale: 'particle' | number) =>
    `/bytes/gallery-rows/${runId}/${cell}/${scale}?rows=${rows.join(',')}`,
  /** Upload of a dropped or picked file (PUT, body = the file); answers JSON `{ path }` of the stored copy, for `images.import`. */
  upload: (name: string) => `/bytes/upload/${encodeURIComponent(name)}`,
  /**
   * Classes of a labelled frame, for `unpackTiles`: the tiles with any class, or exactly `tiles` (unlabelled ones as no
   * bytes). Headers: x-morphoscope-version, -width, -height.
   */
  labelClasses: ({ setId, imageId, frame }: LabelFrameRef, tiles?: readonly number[]) =>
    `/bytes/label-classes/${setId}/${imageId}/${frame}${tiles === undefined ? '' : `?tiles=${tiles.join(',')}`}`,
  /**
   * Particles of a labelled frame, for `decodeLabelled`: all, or those of `ids` that exist. Headers: x-morphoscope-version,
   * -width, -height, and -next-id, the number of the next new particle.
   */
  labelInstances: ({ setId, imageId, frame }: LabelFrameRef, ids?: readonly number[]) =>
    `/bytes/label-instances/${setId}/${imageId}/${frame}${ids === undefined ? '' : `?ids=${ids.join(',')}`}`,
  /** What a pixel forest said; see `ForestAnswer`. Gone after some newer answers. */
  forest: (token: string) => `/bytes/forest/${token}`,
  /**
   * Labels of a frame made small, longest side at most `size` px: the class number of each pixel, a byte each, 0 = unlabelled.
   * `version` busts the cache. Headers: x-morphoscope-width, -height of what is sent.
   */
  labelThumbnail: ({ setId, imageId, frame }: LabelFrameRef, size: number, version: number) =>
    `/bytes/label-thumbnail/${setId}/${imageId}/${frame}/${size}?v=${version}`,
  /**
   * One stroke (PUT, body from `encodeLabelEdit`): one transaction, one step of undo. `base`: the version that it was made
   * on; 409 when the labels are of another one now (`Failure` stale: load them again). `window` comes back in the event
   * `labels.changed`. Answers JSON `LabelEditReply`.
   */
  labelEdit: ({ setId, imageId, frame }: LabelFrameRef, base: number, title: string, window: string) =>
    `/bytes/label-edit/${setId}/${imageId}/${frame}?base=${base}&title=${encodeURIComponent(title)}&window=${encodeURIComponent(window)}`,
  /**
   * What a training makes of its watched frame: the most probable class of each pixel, a byte each, its place in the plan's
   * classes; then the probability of that class times 255, a byte each. `epoch` busts the cache. Headers:
   * x-morphoscope-width, -height, -epoch, -image, -frame.
   */
  trainingPrediction: (trainingId: number, epoch: number) => `/bytes/training-prediction/${trainingId}/${epoch}`,
  /** The labels of a frame as a training learns from them: its place in the plan's classes, a byte a pixel, 255 = none. Headers as above. */
  trainingTruth: (trainingId: number, { imageId, frame }: FrameRef) =>
    `/bytes/training-truth/${trainingId}/${imageId}/${frame}`,
} as const;

/** `editId` null: nothing changed. `nextId`: the number of the next new particle. */
export const LabelEditReply = z.object({
  version: z.number().int().nonnegative(),
  editId: Id.nullable(),
  nextId: Id,
});
export type LabelEditReply = z.infer<typeof LabelEditReply>;

/** What the neutral byte handler answers; both hosts adapt it. */
export interface BytesReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}
export interface BytesRequest {
  readonly method: string;
  /** Path and query, starting with /bytes/. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** The asker went away. */
  readonly signal: { readonly aborted: boolean } | undefined;
}
