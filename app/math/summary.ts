import { quantilesInPlace } from './select.ts';
import { studentQuantile } from './student.ts';
import { finiteValues } from './values.ts';

/** What is said about a column of numbers. NaN where a value does not exist (a mean of none, an s.d. of one). */
export interface Summary {
  /** Numbers that count. */
  readonly n: number;
  /** Rows left out because they hold no finite number. */
  readonly missing: number;
  readonly mean: number;
  /** Standard deviation of the sample, dividing by n - 1. */
  readonly sd: number;
  /** Standard error of the mean, sd / sqrt(n). */
  readonly se: number;
  /** sigma / d: standard deviation over mean, the usual measure of size spread. */
  readonly relativeSpread: number;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  /** 95 % confidence interval of the mean, by Student's t. */
  readonly meanInterval: readonly [number, number];
  /** The range that holds the middle 95 % of the numbers: percentiles 2.5 and 97.5. */
  readonly middle95: readonly [number, number];
}

/**
 * Summary of the finite numbers of a column, of rows with `pass` = 1 when it is given. Quantiles are linear between
 * ranks (NumPy's default).
 */
export function summarise(column: Float64Array, pass?: Uint8Array): Summary {
  const values = finiteValues(column, pass);
  const n = values.length;
  let rows = column.length;
  if (pass !== undefined) {
    rows = 0;
    for (let row = 0; row < column.length; row++) rows += pass[row];
  }
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const value = values[i];
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const mean = n === 0 ? Number.NaN : sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  const sd = n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1));
  const se = sd / Math.sqrt(n);
  const reach = n < 2 ? Number.NaN : studentQuantile(0.975, n - 1) * se;
  const [low, q1, median, q3, high] = quantilesInPlace(values, [0.025, 0.25, 0.5, 0.75, 0.975]);
  return {
    n,
    missing: rows - n,
    mean,
    sd,
    se,
    relativeSpread: sd / mean,
    min: n === 0 ? Number.NaN : min,
    q1,
    median,
    q3,
    max: n === 0 ? Number.NaN : max,
    meanInterval: [mean - reach, mean + reach],
    middle95: [low, high],
  };
}

/**
 * Quantiles of the finite numbers of a column for ascending `probabilities` 0..1, linear between ranks. NaN for none.
 */
export function quantiles(column: Float64Array, probabilities: readonly number[], pass?: Uint8Array): number[] {
  return quantilesInPlace(finiteValues(column, pass), probabilities);
}
