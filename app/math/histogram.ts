import { quantilesInPlace } from './select.ts';
import { finiteValues } from './values.ts';

/** Counts in bins of equal width. Bin i holds edges[i] <= value < edges[i + 1]; the last one holds its upper edge too. */
export interface Histogram {
  /** One more than bins, ascending. */
  readonly edges: Float64Array;
  readonly counts: Uint32Array;
  /** Numbers in all bins. */
  readonly n: number;
}

export interface HistogramOptions {
  /** Number of bins; by the rule of Freedman and Diaconis when left out. */
  readonly bins?: number;
  /** Range of the bins; from the smallest to the largest number when left out. Numbers outside are not counted. */
  readonly range?: readonly [number, number];
  /** 1 for each row that counts; all when left out. */
  readonly pass?: Uint8Array;
}

/** No histogram gets more bins by itself; heavy tails would ask for thousands. */
const mostBins = 1000;

/**
 * Number of bins by the rule of Freedman and Diaconis (1981): bins 2 IQR / n^(1/3) wide. Where the IQR is 0, Sturges'
 * log2(n) + 1. At least 1, at most 1000.
 */
export function freedmanDiaconisBins(values: Float64Array, range: readonly [number, number]): number {
  const n = values.length;
  const span = range[1] - range[0];
  if (n < 2 || !(span > 0)) return 1;
  const [q1, q3] = quantilesInPlace(values.slice(), [0.25, 0.75]);
  const width = (2 * (q3 - q1)) / Math.cbrt(n);
  const bins = width > 0 ? Math.ceil(span / width) : Math.ceil(Math.log2(n)) + 1;
  return Math.min(mostBins, Math.max(1, bins));
}

/**
 * Histogram of the finite numbers of a column, with NumPy's edges and rounding. Equal numbers alone get a bin from
 * half below to half above them; no numbers one empty bin from 0 to 1.
 */
export function histogram(column: Float64Array, options: HistogramOptions = {}): Histogram {
  const values = finiteValues(column, options.pass);
  const span = options.range ?? extremes(values);
  const asked = options.bins ?? freedmanDiaconisBins(values, span);
  const [low, high] = widened(span);
  // Bins thinner than the numbers' last digit can't be told apart.
  const bins = low + (high - low) / asked > low && high - (high - low) / asked < high ? asked : 1;
  const edges = new Float64Array(bins + 1);
  const step = (high - low) / bins;
  for (let i = 0; i < bins; i++) edges[i] = low + i * step;
  edges[bins] = high;
  const counts = new Uint32Array(bins);
  const perUnit = bins / (high - low);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low || value > high) continue;
    let bin = bins === 1 ? 0 : Math.floor((value - low) * perUnit);
    if (bin >= bins) bin = bins - 1;
    // Rounding may have put a number beside its bin.
    if (value < edges[bin]) bin--;
    else if (bin < bins - 1 && value >= edges[bin + 1]) bin++;
    counts[bin]++;
    n++;
  }
  return { edges, counts, n };
}

function extremes(values: Float64Array): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < min) min = values[i];
    if (values[i] > max) max = values[i];
  }
  return [min, max];
}

function widened([low, high]: readonly [number, number]): readonly [number, number] {
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}
