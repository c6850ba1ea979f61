import { random } from '../math/random.ts';
import { quantilesInPlace } from '../math/select.ts';
import { brokenLine } from './broken-line.ts';

/** One bin of sizes. */
export interface SizeBin {
  /** Middle of the bin, in the unit of the sizes. */
  readonly size: number;
  readonly count: number;
  /** Mean and standard error of the value over the particles of each sample; NaN for too few. */
  readonly means: Float64Array;
  readonly errors: Float64Array;
  readonly counts: Int32Array;
  /** Mean of the samples' means. */
  readonly mean: number;
  readonly error: number;
  /** Standard deviation of the samples' means over their mean; NaN for fewer than two samples. */
  readonly cv: number;
}

/** Where a curve begins to fall or rise, with the middle 95 % of bootstrap rounds; null where it does not. */
export interface Onset {
  readonly size: number;
  readonly interval: readonly [number, number];
  /** Change of the curve per unit of size beyond it. */
  readonly slope: number;
}

export interface SizeResolvedOptions {
  /** Width of a bin, in the unit of the sizes. */
  readonly width: number;
  /** Particles of a sample that its mean in a bin is taken of, at least. */
  readonly least: number;
  readonly seed: number;
  readonly rounds: number;
}

export const sizeResolvedDefaults: SizeResolvedOptions = { width: 0.2, least: 20, seed: 0, rounds: 400 };

/**
 * Means of a value in bins of size, sample by sample, and how far the samples differ (Cho et al., ACS Nano 2024). Bin k covers
 * [k width, (k + 1) width). Rows without a finite size or value are left out.
 * @param sample number of each row's sample from 0; all one when null
 */
export function sizeBins(
  sizes: Float64Array,
  values: Float64Array,
  sample: Int32Array | null,
  options: Pick<SizeResolvedOptions, 'width' | 'least'>,
): SizeBin[] {
  const { width, least } = options;
  const samples = sample === null ? 1 : sample.reduce((most, s) => Math.max(most, s), -1) + 1;
  const finite = (i: number) => Number.isFinite(sizes[i]) && Number.isFinite(values[i]);
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < sizes.length; i++) {
    if (!finite(i)) continue;
    const bin = Math.floor(sizes[i] / width);
    first = Math.min(first, bin);
    last = Math.max(last, bin);
  }
  if (first > last) return [];
  const cells = (last - first + 1) * samples;
  const [count, sum, squares] = [new Int32Array(cells), new Float64Array(cells), new Float64Array(cells)];
  const middle = values.reduce((total, v) => total + (Number.isFinite(v) ? v : 0), 0) / values.length;
  for (let i = 0; i < sizes.length; i++) {
    if (!finite(i)) continue;
    const cell = (Math.floor(sizes[i] / width) - first) * samples + (sample === null ? 0 : sample[i]);
    const v = values[i] - middle;
    count[cell]++;
    sum[cell] += v;
    squares[cell] += v * v;
  }
  return Array.from({ length: last - first + 1 }, (_, k) => {
    const own = Array.from({ length: samples }, (__, s) => k * samples + s);
    const enough = (cell: number) => count[cell] >= least;
    const means = Float64Array.from(own, (cell) => (enough(cell) ? middle + sum[cell] / count[cell] : Number.NaN));
    const errors = Float64Array.from(own, (cell) => {
      const n = count[cell];
      return enough(cell) && n > 1
        ? Math.sqrt(Math.max(0, squares[cell] - sum[cell] ** 2 / n) / (n - 1) / n)
        : Number.NaN;
    });
    return {
      size: (first + k + 0.5) * width,
      count: own.reduce((total, cell) => total + count[cell], 0),
      means,
      errors,
      counts: Int32Array.from(own, (cell) => count[cell]),
      ...acrossSamples(means, errors),
    };
  });
}

function acrossSamples(means: Float64Array, errors: Float64Array): Pick<SizeBin, 'mean' | 'error' | 'cv'> {
  const there = [...means.keys()].filter((s) => !Number.isNaN(means[s]));
  const n = there.length;
  const mean = there.reduce((total, s) => total + means[s], 0) / n;
  const error = Math.sqrt(there.reduce((total, s) => total + (Number.isNaN(errors[s]) ? 0 : errors[s] ** 2), 0)) / n;
  const variance = there.reduce((total, s) => total + (means[s] - mean) ** 2, 0) / (n - 1);
  return {
    mean: n > 0 ? mean : Number.NaN,
    error: n > 0 ? error : Number.NaN,
    cv: n > 1 ? Math.sqrt(variance) / Math.abs(mean) : Number.NaN,
  };
}

/**
 * The size at which a curve leaves its level: the break of a level and a slope fitted to the bins by weighted least squares, with the middle
 * 95 % of fits to bins that are drawn anew from their means and errors. `way`: -1 a fall, 1 a rise.
 */
export function onset(
  sizes: readonly number[],
  curve: readonly number[],
  errors: readonly number[],
  way: -1 | 1,
  { seed, rounds }: Pick<SizeResolvedOptions, 'seed' | 'rounds'>,
): Onset | null {
  const used = [...sizes.keys()].filter((i) => Number.isFinite(curve[i]) && Number.isFinite(errors[i]));
  if (used.length < 5) return null;
  const x = used.map((i) => sizes[i]);
  const y = used.map((i) => curve[i]);
  // An error of nought would outweigh everything.
  const typical = used.map((i) => errors[i]).sort((a, b) => a - b)[used.length >> 1];
  const e = used.map((i) => Math.max(errors[i], 0.2 * typical, 1e-12));
  const weights = e.map((v) => 1 / (v * v));
  const fit = brokenLine(x, y, weights, way);
  if (fit === null) return null;
  const dice = random(seed + 3);
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const again = brokenLine(
      x,
      y.map((v, i) => dice.normal(v, e[i])),
      weights,
      way,
    );
    if (again !== null) drawn.push(again.at);
  }
  const [low, high] = quantilesInPlace(Float64Array.from(drawn), [0.025, 0.975]);
  return { size: fit.at, interval: [low, high], slope: fit.slope };
}
