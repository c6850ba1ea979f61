import { lanes } from '../math/lanes/lanes.ts';
import { kernel, type Threads } from '../ports/work.ts';
import { loadRow } from './rows.ts';

/** What to take over the pixels from `before` px before to `after` px after each pixel, along one axis. */
export interface Sliding {
  readonly before: number;
  readonly after: number;
  readonly take: 'minimum' | 'maximum' | 'sum';
}

/** What pixels outside the image count as; a sum needs real values and continues the image by reflection instead. */
const outside = { minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY, sum: 0 };

/**
 * Rows [start, end): the minimum, maximum or sum along x, by doubling (windows of 1, 2, 4, ... pixels).
 * Where `minuend` is not empty the result is minuend minus that; it is multiplied by `scale` otherwise.
 */
const slideRows = kernel(
  'image/slide-rows',
  (
    start: number,
    end: number,
    src: Float32Array,
    dst: Float32Array,
    width: number,
    before: number,
    after: number,
    take: Sliding['take'],
    scale: number,
    minuend: Float32Array,
  ) => {
    const unit = lanes();
    const length = width + before + after;
    const window = before + after + 1;
    const [line, out, other] = unit.layOut(length, width, width);
    const { scratch, run } = unit;
    for (let y = start; y < end; y++) {
      const row = y * width;
      if (take === 'sum') {
        loadRow(scratch, line, src, width, end, y, -before, length, 'reflect');
        run.slidingSum(out, line, width, window);
      } else {
        scratch.fill(outside[take], line, line + before);
        scratch.set(src.subarray(row, row + width), line + before);
        scratch.fill(outside[take], line + before + width, line + length);
        if (take === 'maximum') run.slidingMaximum(out, line, width, window);
        else run.slidingMinimum(out, line, width, window);
      }
      if (minuend.length > 0) {
        scratch.set(minuend.subarray(row, row + width), other);
        run.rowDifference(out, other, out, width);
      } else if (scale !== 1) run.rowScale(out, out, scale, width);
      dst.set(scratch.subarray(out, out + width), row);
    }
  },
);

/**
 * Strips [start, end) of `pitch` columns: the minimum, maximum or sum along y, by van Herk 1992 / Gil and Werman
 * 1993. Rows are cut into blocks of the window's length; a window is the tail of one block and the head of the next,
 * and both are kept as running results: three operations a pixel for any window, and for a sum no difference of
 * large numbers. Reading runs ahead of writing, so src may be dst for minima and maxima.
 */
const slideColumns = kernel(
  'image/slide-columns',
  (
    start: number,
    end: number,
    src: Float32Array,
    dst: Float32Array,
    width: number,
    height: number,
    before: number,
    after: number,
    take: Sliding['take'],
    pitch: number,
  ) => {
    const unit = lanes();
    const window = before + after + 1;
    const [blockA, blockB, head, out] = unit.layOut(window * pitch, window * pitch, pitch, pitch);
    const { scratch, run } = unit;
    const reduce = { minimum: run.rowMinimum, maximum: run.rowMaximum, sum: run.rowSum }[take];
    for (let strip = start; strip < end; strip++) {
      const x = strip * pitch;
      const n = Math.min(pitch, width - x);
      const load = (at: number, y: number) => {
        if (y >= 0 && y < height) scratch.set(src.subarray(y * width + x, y * width + x + n), at);
        else if (take === 'sum') loadRow(scratch, at, src, width, height, y, x, n, 'reflect');
        else scratch.fill(outside[take], at, at + n);
      };
      const store = (at: number, y: number) => dst.set(scratch.subarray(at, at + n), y * width + x);
      let tail = blockA;
      let next = blockB;
      for (let k = 0; k < window; k++) load(tail + k * pitch, k - before);
      for (let k = window - 2; k >= 0; k--) reduce(tail + k * pitch, tail + k * pitch, tail + (k + 1) * pitch, n);
      store(tail, 0);
      for (let y = 1, k = 0; y < height; y++) {
        const row = next + k * pitch;
        load(row, y + after);
        if (k === 0) scratch.copyWithin(head, row, row + n);
        else reduce(head, head, row, n);
        k++;
        if (k < window) {
          reduce(out, head, tail + k * pitch, n);
          store(out, y);
          continue;
        }
        store(head, y);
        [tail, next] = [next, tail];
        for (k = window - 2; k >= 0; k--) reduce(tail + k * pitch, tail + k * pitch, tail + (k + 1) * pitch, n);
        k = 0;
      }
    }
  },
);

const nothing = new Float32Array(0);

/** A window needs to reach no further than the image for extrema. */
const reach = (wanted: number, length: number, take: Sliding['take']) =>
  take === 'sum' ? wanted : Math.min(wanted, length - 1);

/** Slides along x from src to dst (may be the same); multiplies by `scale`, or gives `minuend` minus the result. */
export function alongRows(
  src: Float32Array,
  dst: Float32Array,
  width: number,
  height: number,
  sliding: Sliding,
  threads: Threads,
  finish: { readonly scale?: number; readonly minuend?: Float32Array | undefined } = {},
): void {
  const { take } = sliding;
  const before = reach(sliding.before, width, take);
  const after = reach(sliding.after, width, take);
  const { scale = 1, minuend = nothing } = finish;
  threads.forBands(slideRows, height, src, dst, width, before, after, take, scale, minuend);
}

/** Slides along y from src to dst; for minima and maxima they may be the same array. */
export function alongColumns(
  src: Float32Array,
  dst: Float32Array,
  width: number,
  height: number,
  sliding: Sliding,
  threads: Threads,
): void {
  const { take } = sliding;
  const before = reach(sliding.before, height, take);
  const after = reach(sliding.after, height, take);
  // Wide strips copy fast; a strip for every thread comes first.
  const pitch = Math.min(512, Math.max(64, Math.ceil(width / threads.count / 64) * 64));
  const strips = Math.ceil(width / pitch);
  threads.forBands(slideColumns, strips, src, dst, width, height, before, after, take, pitch);
}

export const slidingKernels = [slideRows, slideColumns];
