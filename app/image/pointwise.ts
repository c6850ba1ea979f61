import { lanes } from '../math/lanes/lanes.ts';
import { kernel, type Threads } from '../ports/work.ts';

/** Pixels taken at a time. */
const line = 4096;

/** Pixels [start, end): gain * src + offset, kept within [low, high]. */
const affine = kernel(
  'image/affine',
  (
    start: number,
    end: number,
    src: Float32Array,
    dst: Float32Array,
    gain: number,
    offset: number,
    low: number,
    high: number,
  ) => {
    const unit = lanes();
    const [row] = unit.layOut(line);
    const { scratch, run } = unit;
    for (let i = start; i < end; i += line) {
      const n = Math.min(line, end - i);
      scratch.set(src.subarray(i, i + n), row);
      run.rowAffine(row, row, gain, offset, low, high, n);
      dst.set(scratch.subarray(row, row + n), i);
    }
  },
);

/** Pixels [start, end): a * first + b * second. */
const blend = kernel(
  'image/blend',
  (start: number, end: number, first: Float32Array, second: Float32Array, dst: Float32Array, a: number, b: number) => {
    const unit = lanes();
    const [row, other] = unit.layOut(line, line);
    const { scratch, run } = unit;
    for (let i = start; i < end; i += line) {
      const n = Math.min(line, end - i);
      scratch.set(first.subarray(i, i + n), row);
      scratch.set(second.subarray(i, i + n), other);
      run.rowBlend(row, row, other, a, b, n);
      dst.set(scratch.subarray(row, row + n), i);
    }
  },
);

/** Pixels [start, end): scale * numerator / max(denominator, least). */
const ratio = kernel(
  'image/ratio',
  (
    start: number,
    end: number,
    numerator: Float32Array,
    denominator: Float32Array,
    dst: Float32Array,
    scale: number,
    least: number,
  ) => {
    const unit = lanes();
    const [row, other] = unit.layOut(line, line);
    const { scratch, run } = unit;
    for (let i = start; i < end; i += line) {
      const n = Math.min(line, end - i);
      scratch.set(numerator.subarray(i, i + n), row);
      scratch.set(denominator.subarray(i, i + n), other);
      run.rowRatio(row, row, other, scale, least, n);
      dst.set(scratch.subarray(row, row + n), i);
    }
  },
);

/** dst = gain * src + offset for every pixel, kept within `limits` where they are given; dst may be src. */
export function applyAffine(
  src: Float32Array,
  gain: number,
  offset: number,
  dst: Float32Array,
  threads: Threads,
  limits: readonly [low: number, high: number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): void {
  threads.forBands(affine, src.length, src, dst, gain, offset, limits[0], limits[1]);
}

/** dst = a * first + b * second for every pixel; dst may be one of them. */
export function applyBlend(
  first: Float32Array,
  second: Float32Array,
  a: number,
  b: number,
  dst: Float32Array,
  threads: Threads,
): void {
  threads.forBands(blend, dst.length, first, second, dst, a, b);
}

/** dst = scale * numerator / max(denominator, least) for every pixel; dst may be one of them. */
export function applyRatio(
  numerator: Float32Array,
  denominator: Float32Array,
  scale: number,
  least: number,
  dst: Float32Array,
  threads: Threads,
): void {
  threads.forBands(ratio, dst.length, numerator, denominator, dst, scale, least);
}

export const pointwiseKernels = [affine, blend, ratio];
