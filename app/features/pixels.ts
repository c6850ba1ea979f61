import type { RowRuns } from '../math/row-runs.ts';

/** The pixels of one particle and the image under them. */
export interface ParticlePixels {
  /** Pixels in image coordinates: rows are image rows, runs are image columns. */
  readonly rows: RowRuns;
  /** A lattice point near the middle of the bounding box; sums are taken about it to keep digits. */
  readonly centreX: number;
  readonly centreY: number;
  /** Height of a pixel over its width. */
  readonly aspect: number;
  /** Row-major (y, x), file units. */
  readonly image: Float32Array;
  readonly imageWidth: number;
  readonly imageHeight: number;
}
