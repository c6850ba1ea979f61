import type { BinaryImage } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';

/**
 * Runs of equal pixels, row by row: row y holds runs rowStart[y] .. rowStart[y + 1] - 1, run k the columns
 * [from[k], to[k]). Everything that asks which pixels hang together works on runs, of which there are few.
 */
export interface Runs {
  readonly width: number;
  readonly height: number;
  readonly rowStart: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * Visits rows [start, end): counts runs of `value` into counts[y], or, when `from` is not empty, stores them from
 * counts[y] on. Four pixels that continue what is under way are passed at once.
 */
const scanRuns = kernel(
  'segmentation/scan-runs',
  (
    start: number,
    end: number,
    data: Uint8Array,
    width: number,
    value: number,
    counts: Int32Array,
    from: Int32Array,
    to: Int32Array,
  ) => {
    const words = new Int32Array(data.buffer, data.byteOffset, data.length >> 2);
    const storing = from.length > 0;
    for (let y = start; y < end; y++) {
      const origin = y * width;
      const stop = origin + width;
      let under = 1 - value;
      let four = under * 0x01010101;
      let k = storing ? counts[y] : 0;
      for (let i = origin; i < stop; i++) {
        if ((i & 3) === 0) {
          while (i + 4 <= stop && words[i >> 2] === four) i += 4;
          if (i >= stop) break;
        }
        if (data[i] === under) continue;
        under = 1 - under;
        four = under * 0x01010101;
        if (under === value) {
          if (storing) from[k] = i - origin;
        } else {
          if (storing) to[k] = i - origin;
          k++;
        }
      }
      if (under === value) {
        if (storing) to[k] = width;
        k++;
      }
      if (!storing) counts[y] = k;
    }
  },
);

/** The runs of `value` (0 or 1) in a binary image. */
export function runsOf(binary: BinaryImage, value: 0 | 1, { threads }: Work): Runs {
  const { width, height } = binary;
  const data = onSharedMemory('uint8', binary.data, threads);
  const rowStart = threads.allocate('int32', height + 1);
  const none = new Int32Array(0);
  threads.forBands(scanRuns, height, data, width, value, rowStart, none, none);
  let count = 0;
  for (let y = 0; y <= height; y++) {
    const here = rowStart[y];
    rowStart[y] = count;
    count += here;
  }
  const from = threads.allocate('int32', Math.max(1, count));
  const to = threads.allocate('int32', Math.max(1, count));
  threads.forBands(scanRuns, height, data, width, value, rowStart, from, to);
  return { width, height, rowStart, from: from.subarray(0, count), to: to.subarray(0, count) };
}

/** Rows [start, end): writes values[run] on the pixels of every run, but nothing where it is negative. */
const paintBytes = kernel(
  'segmentation/paint-bytes',
  (
    start: number,
    end: number,
    width: number,
    rowStart: Int32Array,
    from: Int32Array,
    to: Int32Array,
    values: Int32Array,
    out: Uint8Array,
  ) => {
    for (let y = start; y < end; y++) {
      for (let k = rowStart[y]; k < rowStart[y + 1]; k++) {
        const value = values[k];
        if (value < 0) continue;
        if (to[k] - from[k] > 32) out.fill(value, y * width + from[k], y * width + to[k]);
        else for (let i = y * width + from[k]; i < y * width + to[k]; i++) out[i] = value;
      }
    }
  },
);

/** As `paintBytes`, on a plane of labels. */
const paintLabels = kernel(
  'segmentation/paint-labels',
  (
    start: number,
    end: number,
    width: number,
    rowStart: Int32Array,
    from: Int32Array,
    to: Int32Array,
    values: Int32Array,
    out: Int32Array,
  ) => {
    for (let y = start; y < end; y++) {
      for (let k = rowStart[y]; k < rowStart[y + 1]; k++) {
        const value = values[k];
        if (value < 0) continue;
        if (to[k] - from[k] > 32) out.fill(value, y * width + from[k], y * width + to[k]);
        else for (let i = y * width + from[k]; i < y * width + to[k]; i++) out[i] = value;
      }
    }
  },
);

/** Writes values[run] on the pixels of every run of a plane; a negative value leaves what is there. */
export function paintRuns(runs: Runs, values: Int32Array, out: Uint8Array | Int32Array, { threads }: Work): void {
  const shared = onSharedMemory('int32', values, threads);
  const { width, height, rowStart, from, to } = runs;
  if (out instanceof Uint8Array) threads.forBands(paintBytes, height, width, rowStart, from, to, shared, out);
  else threads.forBands(paintLabels, height, width, rowStart, from, to, shared, out);
}

export const runKernels = [scanRuns, paintBytes, paintLabels];
