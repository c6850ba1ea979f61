import type { Axis, CalibrationSource } from './calibration.ts';
import type { ElementType, PixelArray } from './element-type.ts';

/** A file's own description of itself, kept verbatim: a tree of names to values. */
export type Metadata = {
  readonly [key: string]: Metadata | string | number | boolean | null | readonly (string | number)[];
};

/**
 * One image (or stack) inside an acquisition file, read lazily.
 * `shape` and `axes` run slowest axis first; the last two axes of an image are y, x (row 0 at the top, as displayed).
 */
export interface AcquiredImage {
  readonly name: string;
  readonly shape: readonly number[];
  readonly elementType: ElementType;
  /** The file's own number type where no typed array has it; pixels are then decoded to the wider `elementType`. */
  readonly storedAs?: 'float16';
  readonly axes: readonly Axis[];
  readonly calibrationSource: CalibrationSource;
  readonly metadata: Metadata;
  /** Number of 2-D planes: the product of all axes but the last two (1 for a single micrograph). */
  readonly frameCount: number;
  /**
   * Plane `frame` in C order (y, x), decoded, native endianness; length = rows * columns (twice that for complex,
   * three times for rgb8, four for rgba8). Throws `Failure` (truncated, malformed, unsupported).
   */
  readFrame(frame: number): Promise<PixelArray>;
}

/** A file, opened and described; pixels are read on demand. */
export interface Acquisition {
  readonly format: string;
  readonly images: readonly AcquiredImage[];
  readonly metadata: Metadata;
  /** Names of other files that were read with this one (SER beside EMI). */
  readonly companions: readonly string[];
}
