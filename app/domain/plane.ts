import type { LabelRole } from './labels/label-class.ts';

/** A grey image for computing: row-major (y, x), values in file units. Frozen by habit: no step writes into its input. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** 1 where something is, 0 elsewhere; row-major (y, x). */
export interface BinaryImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Pixels that belong to further labels than the one of the map: pixel `pixels[i]` (row-major index) also to `labels[i]`. */
export interface SharedPixels {
  readonly pixels: Int32Array;
  readonly labels: Int32Array;
}

/** 0 = background, 1..count = instances; row-major (y, x). */
export interface LabelMap {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly data: Int32Array;
  /** Where instances overlap; absent = nowhere. A step that makes other labels of these may leave it out. */
  readonly shared?: SharedPixels;
  /** When the values are classes of pixels instead: what each stands for, from 0 to `count`. */
  readonly roles?: readonly LabelRole[];
}

/** What a network says about each pixel, 0..1, row-major (y, x). */
export interface ParticleMaps {
  readonly width: number;
  readonly height: number;
  /** Probability that the pixel belongs to a particle. */
  readonly particle: Float32Array;
  /** Distance to the particle's outline over the largest in that particle: 1 in its middle, whatever its size. */
  readonly depth: Float32Array;
  /** Probability that two particles touch here. */
  readonly contact: Float32Array;
}
