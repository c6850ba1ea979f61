/**
 * A set of pixels as row-major runs inside its own bounding box, so that two instances may share pixels.
 * `runs` holds pairs (start, length): start = index into the box in row-major order, strictly increasing, runs never cross a row end.
 */
export interface RunMask {
  /** Column of the box's left edge in the image, px. */
  readonly x: number;
  /** Row of the box's top edge in the image, px. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly runs: Uint32Array;
}

/** One segmented thing. `id` is 1-based and unique within its image and run. */
export interface Instance {
  readonly id: number;
  readonly mask: RunMask;
  /** Number of pixels in the mask. */
  readonly area: number;
  /** True when the mask touches the first or last row or column of the image. */
  readonly atBorder: boolean;
}
