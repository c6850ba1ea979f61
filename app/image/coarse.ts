import { lanes } from '../math/lanes/lanes.ts';
import { kernel, type Threads } from '../ports/work.ts';
import { loadRow } from './rows.ts';

/**
 * An image at 1 / 2^levels of its size, for smoothing that needs no more detail. Pixel i is centred on
 * (i + 1/2) 2^levels - 1/2 of the full image. `data` has `coarseMargin` more pixels on every side; the outermost ones
 * hold what the image continued beyond its border (nearest) would give from there on.
 */
export interface CoarseImage {
  readonly levels: number;
  /** Columns and rows of `data`, margins included. */
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export const coarseMargin = 2;

/** A divisor under this share of its mean level counts as that share: no pixel blows up. */
const leastShare = 0.05;

/** Rows [start, end) of an image halved with (1, 3, 3, 1) / 8 along both axes. `margin` = of the source. */
const halve = kernel(
  'image/halve',
  (
    start: number,
    end: number,
    src: Float32Array,
    srcWidth: number,
    srcHeight: number,
    margin: number,
    dst: Float32Array,
    width: number,
  ) => {
    const unit = lanes();
    const count = 2 * width + 2;
    const pitch = count + 32;
    const [rows, mixed, out] = unit.layOut(4 * pitch, pitch, width);
    const { scratch, run } = unit;
    const from = margin - 2 * coarseMargin - 1;
    const load = (y: number): number => {
      const slot = rows + (y & 3) * pitch;
      loadRow(scratch, slot, src, srcWidth, srcHeight, y + from, from, count, 'nearest');
      return slot;
    };
    load(2 * start);
    load(2 * start + 1);
    for (let y = start; y < end; y++) {
      const c = load(2 * y + 2);
      const d = load(2 * y + 3);
      const a = rows + ((2 * y) & 3) * pitch;
      const b = rows + ((2 * y + 1) & 3) * pitch;
      run.halveRows(mixed, a, b, c, d, count);
      run.halveColumns(out, mixed, width);
      dst.set(scratch.subarray(out, out + width), y * width);
    }
  },
);

/** The image at 1 / 2^levels of its size; levels >= 1. */
export function coarsen(
  pixels: Float32Array,
  width: number,
  height: number,
  levels: number,
  threads: Threads,
): CoarseImage {
  let coarse: CoarseImage = { levels: 0, width, height, data: pixels };
  for (let level = 1; level <= levels; level++) {
    const margin = level === 1 ? 0 : coarseMargin;
    const next = {
      levels: level,
      width: Math.ceil((coarse.width - 2 * margin) / 2) + 2 * coarseMargin,
      height: Math.ceil((coarse.height - 2 * margin) / 2) + 2 * coarseMargin,
    };
    const data = threads.allocate('float32', next.width * next.height, 'any');
    threads.forBands(halve, next.height, coarse.data, coarse.width, coarse.height, margin, data, next.width);
    if (level > 1) threads.release(coarse.data);
    coarse = { ...next, data };
  }
  return coarse;
}

/**
 * Weights of the four coefficients around a fine pixel, for each of its `factor` places in a group that begins half a
 * coarse pixel before a coefficient: [k * factor + place], cubic B-spline.
 */
function splineWeights(factor: number): Float32Array {
  const weights = new Float32Array(4 * factor);
  for (let place = 0; place < factor; place++) {
    const t = (place + 0.5) / factor;
    weights[place] = (1 - t) ** 3 / 6;
    weights[factor + place] = (3 * t ** 3 - 6 * t ** 2 + 4) / 6;
    weights[2 * factor + place] = (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6;
    weights[3 * factor + place] = t ** 3 / 6;
  }
  return weights;
}

/** What to do with the enlarged image: hand it out, or take it out of `pixels` and restore `level`. */
export interface Finish {
  readonly operation: 'none' | 'divide' | 'subtract';
  readonly pixels: Float32Array;
  readonly level: number;
}

const plain: Finish = { operation: 'none', pixels: new Float32Array(0), level: 0 };

/** Rows [start, end) of the full-size image whose cubic B-spline coefficients are the coarse pixels; see `Finish`. */
const enlarge = kernel(
  'image/enlarge',
  (
    start: number,
    end: number,
    src: Float32Array,
    srcWidth: number,
    factor: number,
    dst: Float32Array,
    width: number,
    operation: Finish['operation'],
    pixels: Float32Array,
    level: number,
  ) => {
    const unit = lanes();
    const groups = Math.ceil(width / factor) + 1;
    const lengths = [4 * srcWidth, srcWidth, 4 * factor, 4, groups * factor, width] as const;
    const [near, mixed, weights, mix, enlarged, line] = unit.layOut(...lengths);
    const { scratch, run } = unit;
    const places = splineWeights(factor);
    scratch.set(places, weights);
    const half = factor / 2;
    const out = enlarged + half;
    let held = -1;
    for (let y = start; y < end; y++) {
      const group = Math.floor((y + half) / factor);
      if (group !== held) scratch.set(src.subarray(group * srcWidth, (group + 4) * srcWidth), near);
      held = group;
      for (let k = 0; k < 4; k++) scratch[mix + k] = places[k * factor + (y + half - group * factor)];
      run.mixRows4(mixed, near, srcWidth, mix, srcWidth);
      run.enlargeRow(enlarged, mixed, weights, factor, groups);
      if (operation !== 'none') {
        scratch.set(pixels.subarray(y * width, (y + 1) * width), line);
        if (operation === 'divide') run.rowRatio(out, line, out, level, leastShare * level, width);
        else {
          run.rowDifference(out, line, out, width);
          run.rowAffine(out, out, 1, level, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, width);
        }
      }
      dst.set(scratch.subarray(out, out + width), y * width);
    }
  },
);

/**
 * The full-size image whose cubic B-spline coefficients are the coarse pixels (not through them: it smooths), or the
 * given pixels corrected by it: level * pixels / image, or pixels - image + level.
 */
export function enlargeCoarse(
  coarse: CoarseImage,
  width: number,
  height: number,
  threads: Threads,
  { operation, pixels, level }: Finish = plain,
): Float32Array {
  const data = threads.allocate('float32', width * height, 'any');
  const factor = 2 ** coarse.levels;
  threads.forBands(enlarge, height, coarse.data, coarse.width, factor, data, width, operation, pixels, level);
  return data;
}

/** Transfer function of `coarsen` followed by `enlargeCoarse` at `omega` radians a coarse pixel, one axis. */
export function coarseTransfer(omega: number, levels: number): number {
  let transfer = 1;
  for (let level = 0; level < levels; level++) transfer *= Math.cos(omega / 2 ** (levels - level + 1)) ** 3;
  const half = omega / 2;
  return transfer * (half === 0 ? 1 : (Math.sin(half) / half) ** 4);
}

export const coarseKernels = [halve, enlarge];
