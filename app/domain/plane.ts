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

/** 0 = background, 1..count = instances that do not overlap; row-major (y, x). */
export interface LabelMap {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly data: Int32Array;
}
