import type { Histogram } from './histogram.ts';
import { finiteValues } from './values.ts';

/** A normal distribution; `height` is the value of its curve at the mean in the units that were fitted. */
export interface NormalFit {
  readonly mean: number;
  readonly sd: number;
  readonly height: number;
}

const rootTwoPi = Math.sqrt(2 * Math.PI);

/**
 * The normal distribution with the mean and standard deviation (n - 1) of the finite numbers of a column. `height` is
 * that of the probability density, 1 / (sd sqrt(2 pi)). NaN for fewer than two numbers.
 */
export function fitNormal(column: Float64Array, pass?: Uint8Array): NormalFit {
  const values = finiteValues(column, pass);
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  const sd = n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1));
  return { mean, sd, height: 1 / (sd * rootTwoPi) };
}

/** A fitted density as the curve over a histogram: `height` in counts, for bins of equal width. */
export function scaledTo(fit: NormalFit, { n, edges }: Histogram): NormalFit {
  return { ...fit, height: fit.height * n * (edges[1] - edges[0]) };
}

/** Values of a fitted normal curve, height exp(-(x - mean)² / (2 sd²)), at each x. */
export function normalCurve(fit: NormalFit, x: Float64Array): Float64Array<ArrayBuffer> {
  const y = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) y[i] = fit.height * Math.exp(-((x[i] - fit.mean) ** 2) / (2 * fit.sd * fit.sd));
  return y;
}

/** Middles of the bins of a histogram. */
export function binCentres({ edges }: Histogram): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: edges.length - 1 }, (_, i) => (edges[i] + edges[i + 1]) / 2);
}

/**
 * The normal curve closest to the counts of a histogram in the least-squares sense, as plotting programs fit it: less
 * led astray by a tail of aggregates than mean and s.d. of all numbers. Levenberg (1944) and Marquardt (1963), starting
 * at the histogram's own moments; `height` is in counts. Null when there are fewer than three bins with counts or the fit
 * does not settle.
 */
export function fitNormalToHistogram(histogram: Histogram): NormalFit | null {
  const x = binCentres(histogram);
  const y = Float64Array.from(histogram.counts);
  if (y.reduce((filled, count) => filled + (count > 0 ? 1 : 0), 0) < 3) return null;
  const start = momentsOf(x, y);
  let best = [Math.max(...y), start.mean, start.sd];
  let error = squaredError(x, y, best);
  let damping = 1e-3;
  for (let round = 0; round < 500; round++) {
    const step = marquardtStep(x, y, best, damping);
    if (step === null) return null;
    const next = best.map((value, i) => value + step[i]);
    const nextError = squaredError(x, y, next);
    if (nextError <= error) {
      const settled = step.every((s, i) => Math.abs(s) <= 1e-12 * (Math.abs(best[i]) + Math.abs(best[2])));
      best = next;
      error = nextError;
      damping = Math.max(1e-12, damping / 10);
      if (settled) return finished(best);
    } else {
      damping *= 10;
      if (damping > 1e12) return finished(best);
    }
  }
  return null;
}

function finished([height, mean, sd]: readonly number[]): NormalFit | null {
  return [height, mean, sd].every(Number.isFinite) && sd !== 0 ? { mean, sd: Math.abs(sd), height } : null;
}

function momentsOf(x: Float64Array, weight: Float64Array): { mean: number; sd: number } {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    total += weight[i];
    sum += weight[i] * x[i];
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += weight[i] * (x[i] - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / total) };
}

function squaredError(x: Float64Array, y: Float64Array, [height, mean, sd]: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (height * Math.exp(-((x[i] - mean) ** 2) / (2 * sd * sd)) - y[i]) ** 2;
  return sum;
}

/** One step of the damped normal equations for (height, mean, sd); null when they can't be solved. */
function marquardtStep(x: Float64Array, y: Float64Array, at: readonly number[], damping: number): number[] | null {
  const [height, mean, sd] = at;
  let [a, b, c, d, e, f, p, q, r] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const t = (x[i] - mean) / sd;
    const byHeight = Math.exp((-t * t) / 2);
    const byMean = (height * byHeight * t) / sd;
    const bySd = byMean * t;
    const residual = y[i] - height * byHeight;
    a += byHeight * byHeight;
    b += byHeight * byMean;
    c += byHeight * bySd;
    d += byMean * byMean;
    e += byMean * bySd;
    f += bySd * bySd;
    p += byHeight * residual;
    q += byMean * residual;
    r += bySd * residual;
  }
  a *= 1 + damping;
  d *= 1 + damping;
  f *= 1 + damping;
  // Cramer's rule on the symmetric system [a b c; b d e; c e f] s = [p q r].
  const m0 = d * f - e * e;
  const m1 = b * f - c * e;
  const m2 = b * e - c * d;
  const determinant = a * m0 - b * m1 + c * m2;
  if (!(Math.abs(determinant) > 0)) return null;
  return [
    (p * m0 - q * m1 + r * m2) / determinant,
    (-p * m1 + q * (a * f - c * c) - r * (a * e - b * c)) / determinant,
    (p * m2 - q * (a * e - b * c) + r * (a * d - b * b)) / determinant,
  ];
}
