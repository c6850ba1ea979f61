import type { LabelClasses } from '../domain/labels/label-class.ts';

// Labels as a project keeps them: for each label set and image frame a plane of classes in tiles and a list of particles.

/** One image frame in one label set. */
export interface LabelFrameKey {
  readonly setId: number;
  readonly imageId: number;
  readonly frame: number;
}

export interface StoredLabelSet {
  readonly id: number;
  readonly name: string;
  readonly classes: LabelClasses;
  /** Frames with any label, or reviewed. */
  readonly frames: number;
  readonly reviewed: number;
  readonly instances: number;
}

export interface StoredLabelFrame {
  readonly imageId: number;
  readonly frame: number;
  /** Grows with every change of classes or particles, undo included; 0 when nothing was ever labelled. */
  readonly version: number;
  readonly instances: number;
  readonly reviewedInstances: number;
  /** Pixels that have a class. */
  readonly labelledPixels: number;
  readonly reviewed: boolean;
  /** ISO 8601, or null when nothing was ever labelled. */
  readonly changed: string | null;
}

export interface LabelFrameDetail extends StoredLabelFrame {
  readonly width: number;
  readonly height: number;
  /** The next free number of a particle, over all frames of the image, so that a number can follow a particle. */
  readonly nextInstanceId: number;
}

/** All labels of a frame. */
export interface StoredLabels extends LabelFrameDetail {
  /** Of the set, at the same moment. */
  readonly classes: LabelClasses;
  /** From `packTiles`: tiles with any class, ascending. */
  readonly tiles: Uint8Array;
  /** From `encodeLabelled`, ascending by id. */
  readonly particles: Uint8Array;
}

/** What a change of labels touched; null = everything. */
export interface LabelTouch extends LabelFrameKey {
  readonly version: number;
  readonly tiles: readonly number[] | null;
  readonly instances: readonly number[] | null;
}

/** A change of one frame's labels. What is absent stays. */
export interface LabelWrite extends LabelFrameKey {
  /** The version that it was made on; another stored version is refused (`Failure` stale). Null: any. */
  readonly base: number | null;
  /** From `encodeLabelEdit`: a stroke. Its new particles have numbers that were never used in this frame. */
  readonly edit?: Uint8Array;
  /** From `packTiles`: the classes of the whole frame, in place of those that are there. */
  readonly classes?: Uint8Array;
  /** From `encodeLabelled`: the particles of the whole frame, in place of those that are there. */
  readonly particles?: Uint8Array;
}

export interface LabelChange {
  /** Null when nothing changed. */
  readonly editId: number | null;
  /** One a write, in their order. */
  readonly frames: readonly LabelTouch[];
}

/** A kept state of one frame's labels. */
export interface StoredLabelVersion extends LabelFrameKey {
  readonly id: number;
  readonly at: string;
  readonly title: string;
  /** Of the canonical content, see app/domain/labels/label-content.ts. */
  readonly sha256: string;
  readonly instances: number;
  readonly labelledPixels: number;
}

export interface NewLabelVersion extends LabelFrameKey {
  readonly title: string;
  readonly sha256: string;
  /** The canonical content, zlib. */
  readonly content: Uint8Array;
  readonly instances: number;
  readonly labelledPixels: number;
}
