import type { GreyImage } from '../domain/plane.ts';
import { lanes } from '../math/lanes/lanes.ts';
import { kernel, type Work } from '../ports/work.ts';
import { sharedPixels } from './planes.ts';

/** Smallest and largest pixel, and whether every pixel is a whole number. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/**
 * How often each value occurs. Bin k counts values in [low + k binWidth, low + (k + 1) binWidth); the last bin holds
 * the largest value too. `exact`: each bin is one whole number (low + k), so that every percentile is exact.
 */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly binWidth: number;
  readonly exact: boolean;
  readonly counts: Uint32Array;
  /** Number of pixels. */
  readonly total: number;
}

/** Pixels worked on by one item of the kernels below. */
const chunk = 1 << 20;
const line = 8192;
const cellsPerChunk = 3;

/** Chunks [start, end) of the image: smallest, largest, 1 when a value is not whole. */
const chunkRanges = kernel(
  'image/chunk-ranges',
  (start: number, end: number, pixels: Float32Array, cells: Float32Array) => {
    const unit = lanes();
    const [row, found] = unit.layOut(line, 12);
    const { scratch, run } = unit;
    for (let c = start; c < end; c++) {
      const stop = Math.min(pixels.length, (c + 1) * chunk);
      scratch.fill(Number.POSITIVE_INFINITY, found, found + 4);
      scratch.fill(Number.NEGATIVE_INFINITY, found + 4, found + 8);
      scratch.fill(0, found + 8, found + 12);
      for (let i = c * chunk; i < stop; i += line) {
        const n = Math.min(line, stop - i);
        scratch.set(pixels.subarray(i, i + n), row);
        scratch.fill(scratch[row], row + n, row + n + 4);
        run.rowRange(found, row, n);
      }
      cells[c * cellsPerChunk] = Math.min(...scratch.subarray(found, found + 4));
      cells[c * cellsPerChunk + 1] = Math.max(...scratch.subarray(found + 4, found + 8));
      cells[c * cellsPerChunk + 2] = Math.max(...scratch.subarray(found + 8, found + 12));
    }
  },
);

/**
 * Slots [start, end) of `slots`: counts of every `slots`-th chunk, each slot in its own row of `counts`. The first and the
 * last bin also take what lies below and above.
 */
const chunkCounts = kernel(
  'image/chunk-counts',
  (
    start: number,
    end: number,
    pixels: Float32Array,
    counts: Uint32Array,
    bins: number,
    slots: number,
    low: number,
    scale: number,
  ) => {
    const last = bins - 1;
    for (let slot = start; slot < end; slot++) {
      const own = counts.subarray(slot * bins, (slot + 1) * bins);
      for (let from = slot * chunk; from < pixels.length; from += slots * chunk) {
        const stop = Math.min(pixels.length, from + chunk);
        for (let i = from; i < stop; i++) {
          const bin = ((pixels[i] - low) * scale) | 0;
          own[bin < 0 ? 0 : bin > last ? last : bin]++;
        }
      }
    }
  },
);

export function valueRange(image: GreyImage, work: Work): ValueRange {
  const { threads } = work;
  const chunks = Math.ceil(image.data.length / chunk);
  const cells = threads.allocate('float32', chunks * cellsPerChunk);
  threads.forBands(chunkRanges, chunks, sharedPixels(image, threads), cells);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (let c = 0; c < chunks; c++) {
    min = Math.min(min, cells[c * cellsPerChunk]);
    max = Math.max(max, cells[c * cellsPerChunk + 1]);
    whole &&= cells[c * cellsPerChunk + 2] === 0;
  }
  return { min, max, whole };
}

/**
 * The histogram of an image. Whole numbers that span fewer than 65,536 values get one bin each when `bins` is not
 * given; anything else gets `bins` (default 65,536) bins of equal width from the smallest to the largest pixel.
 */
export function histogram(image: GreyImage, work: Work, bins?: number): Histogram {
  const { min, max, whole } = valueRange(image, work);
  const exact = bins === undefined && whole && max - min < 65536;
  const size = exact ? max - min + 1 : (bins ?? 65536);
  const binWidth = exact ? 1 : max > min ? (max - min) / size : 1;
  const counts = countInto(size, min, binWidth, image, work);
  return { low: min, high: max, binWidth, exact, counts, total: image.data.length };
}

/** Counts of `bins` bins from `low` on; the first and the last take everything below and above too. */
function countInto(bins: number, low: number, binWidth: number, image: GreyImage, { threads }: Work): Uint32Array {
  const slots = Math.min(2 * threads.count, Math.ceil(image.data.length / chunk));
  const cells = threads.allocate('uint32', slots * bins);
  threads.forBands(chunkCounts, slots, sharedPixels(image, threads), cells, bins, slots, low, 1 / binWidth);
  const counts = new Uint32Array(bins);
  for (let slot = 0; slot < slots; slot++) for (let k = 0; k < bins; k++) counts[k] += cells[slot * bins + k];
  return counts;
}

/** The bin of the `rank`-th smallest pixel (0-based) and how many pixels lie in lower bins. */
function binOfRank(counts: Uint32Array, rank: number): { readonly bin: number; readonly below: number } {
  let below = 0;
  let bin = 0;
  while (bin < counts.length - 1 && below + counts[bin] <= rank) below += counts[bin++];
  return { bin, below };
}

/** The value of the `rank`-th smallest pixel (0-based); where a bin is wider than a value, as if spread evenly. */
function orderStatistic(of: Histogram, rank: number): number {
  const { bin, below } = binOfRank(of.counts, rank);
  if (of.exact) return of.low + bin;
  return of.low + (bin + (rank - below + 0.5) / Math.max(1, of.counts[bin])) * of.binWidth;
}

/** The value at `percent`, interpolated between neighbours in order. */
function atPercent(percent: number, total: number, statistic: (rank: number) => number): number {
  const rank = (Math.min(100, Math.max(0, percent)) / 100) * (total - 1);
  const lower = Math.floor(rank);
  const low = statistic(lower);
  return rank === lower ? low : low + (rank - lower) * (statistic(lower + 1) - low);
}

/**
 * The value below which `percent` (0..100) of the pixels lie, interpolated between neighbours in order as NumPy's
 * `percentile`. Exact for an exact histogram, else to within one bin.
 */
export function percentile(of: Histogram, percent: number): number {
  return atPercent(percent, of.total, (rank) => orderStatistic(of, rank));
}

/** A bin with a larger share of the pixels is looked at more closely. */
const crowded = 1 / 1000;
/** Bins that one bin is divided into. */
const finer = 65536;

/**
 * Percentiles of an image, as `percentile`, but as fine as the values whatever outliers stretch the range to: a crowded
 * bin is divided into 65,536 finer ones, three times at most.
 */
export function percentilesOf(image: GreyImage, percents: readonly number[], work: Work): number[] {
  const whole = histogram(image, work);
  const within = new Map<string, Histogram>();
  const valueAt = (rank: number, of: Histogram, skipped: number, depth: number): number => {
    const { bin, below } = binOfRank(of.counts, rank);
    if (of.exact || depth === 3 || of.counts[bin] <= crowded * whole.total)
      return Math.min(whole.high, Math.max(whole.low, orderStatistic(of, rank)));
    const key = `${depth} ${bin} ${skipped}`;
    let part = within.get(key);
    if (part === undefined) {
      const binWidth = of.binWidth / finer;
      // One more bin on either side takes the rest of the image.
      const low = of.low + bin * of.binWidth - binWidth;
      const counts = countInto(finer + 2, low, binWidth, image, work);
      part = { low, high: low + (finer + 2) * binWidth, binWidth, exact: false, counts, total: of.total };
      within.set(key, part);
    }
    return valueAt(rank, part, below, depth + 1);
  };
  return percents.map((percent) => atPercent(percent, whole.total, (rank) => valueAt(rank, whole, 0, 0)));
}

/** Values to show as black and white: all but the outermost `share` percent on either side. */
export function contrastLimits(of: Histogram, share = 0.35): readonly [black: number, white: number] {
  const black = percentile(of, share);
  const white = percentile(of, 100 - share);
  return white > black ? [black, white] : [of.low, Math.max(of.high, of.low + 1)];
}

/** Mean and standard deviation (of the population) of the binned values. */
export function moments(of: Histogram): { readonly mean: number; readonly deviation: number } {
  const half = of.exact ? 0 : of.binWidth / 2;
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < of.counts.length; k++) {
    const v = k * of.binWidth + half;
    sum += of.counts[k] * v;
    squares += of.counts[k] * v * v;
  }
  const mean = sum / of.total;
  return { mean: of.low + mean, deviation: Math.sqrt(Math.max(0, squares / of.total - mean * mean)) };
}

export const histogramKernels = [chunkRanges, chunkCounts];
