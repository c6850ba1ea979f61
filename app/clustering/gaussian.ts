import type { CovarianceKind } from '../domain/grouping.ts';
import type { Points } from './points.ts';

/** A mixture of normal distributions. */
export interface Gaussians {
  readonly kind: CovarianceKind;
  readonly groups: number;
  readonly dims: number;
  readonly weights: Float64Array;
  /** Mean g in [g dims, (g + 1) dims). */
  readonly means: Float64Array;
  /** Covariance g in [g dims², (g + 1) dims²), row-major, also for `tied` (all equal) and `diagonal` (zeros beside it). */
  readonly covariances: Float64Array;
}

/** Numbers that a mixture has free: for BIC and AIC. */
export function freeNumbers({ kind, groups, dims }: Pick<Gaussians, 'kind' | 'groups' | 'dims'>): number {
  const one = (dims * (dims + 1)) / 2;
  const covariance = kind === 'full' ? groups * one : kind === 'tied' ? one : groups * dims;
  return covariance + groups * dims + groups - 1;
}

/** Bayesian and Akaike information criteria of a mixture with this sum of log-likelihoods; smaller is better. */
export const bic = (logLikelihood: number, free: number, rows: number): number =>
  free * Math.log(rows) - 2 * logLikelihood;
export const aic = (logLikelihood: number, free: number): number => 2 * free - 2 * logLikelihood;

/**
 * What the loop over rows needs of each group: the inverse of its covariance's Cholesky factor, lower triangle row by row
 * (dims (dims + 1) / 2 numbers), and the constant of its log density with its weight. Null when a covariance is not positive definite.
 */
export function whitening(model: Gaussians): { factors: Float64Array; constants: Float64Array } | null {
  const { groups, dims, covariances, weights } = model;
  const size = (dims * (dims + 1)) / 2;
  const factors = new Float64Array(groups * size);
  const constants = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    const inverse = inverseCholesky(covariances.subarray(g * dims * dims, (g + 1) * dims * dims), dims);
    if (inverse === null) return null;
    let logDeterminant = 0;
    let at = g * size;
    for (let a = 0; a < dims; a++) {
      for (let b = 0; b <= a; b++) factors[at++] = inverse[a * dims + b];
      logDeterminant += Math.log(inverse[a * dims + a]);
    }
    constants[g] = Math.log(weights[g]) + logDeterminant - 0.5 * dims * Math.log(2 * Math.PI);
  }
  return { factors, constants };
}

/** The inverse of the lower Cholesky factor of a symmetric matrix, or null when it is not positive definite. */
export function inverseCholesky(matrix: Float64Array, n: number): Float64Array | null {
  const lower = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a * n + b];
      for (let k = 0; k < b; k++) sum -= lower[a * n + k] * lower[b * n + k];
      if (a === b) {
        if (!(sum > 0)) return null;
        lower[a * n + a] = Math.sqrt(sum);
      } else lower[a * n + b] = sum / lower[b * n + b];
    }
  }
  const inverse = new Float64Array(n * n);
  for (let c = 0; c < n; c++) {
    inverse[c * n + c] = 1 / lower[c * n + c];
    for (let a = c + 1; a < n; a++) {
      let sum = 0;
      for (let k = c; k < a; k++) sum -= lower[a * n + k] * inverse[k * n + c];
      inverse[a * n + c] = sum / lower[a * n + a];
    }
  }
  return inverse;
}

/** Numbers that the loop sums up for a group: its weight, its rows' offsets from its old mean, and their products (lower triangle). */
export const momentsWidth = (dims: number): number => 1 + dims + (dims * (dims + 1)) / 2;

/** Added to the variances, so that no group shrinks onto a point. */
export const ridge = 1e-6;

/**
 * The mixture whose groups have the summed moments about `about` (the old means). Groups that lost all weight keep an empty place.
 */
export function mixtureOf(
  kind: CovarianceKind,
  moments: Float64Array,
  about: Float64Array,
  { rows, dims }: Pick<Points, 'rows' | 'dims'>,
): Gaussians {
  const width = momentsWidth(dims);
  const groups = moments.length / width;
  const weights = new Float64Array(groups);
  const means = new Float64Array(groups * dims);
  const covariances = new Float64Array(groups * dims * dims);
  const tied = new Float64Array(dims * dims);
  let total = 0;
  for (let g = 0; g < groups; g++) {
    const from = g * width;
    const weight = moments[from] + 10 * Number.EPSILON;
    weights[g] = weight / rows;
    total += weights[g];
    const shift = moments.subarray(from + 1, from + 1 + dims);
    for (let a = 0; a < dims; a++) means[g * dims + a] = about[g * dims + a] + shift[a] / weight;
    let at = from + 1 + dims;
    for (let a = 0; a < dims; a++) {
      for (let b = 0; b <= a; b++, at++) {
        const product = moments[at] - (shift[a] * shift[b]) / weight;
        const value = kind === 'diagonal' && a !== b ? 0 : product / weight + (a === b ? ridge : 0);
        covariances[g * dims * dims + a * dims + b] = value;
        covariances[g * dims * dims + b * dims + a] = value;
        tied[a * dims + b] += product;
      }
    }
  }
  for (let g = 0; g < groups; g++) weights[g] /= total;
  if (kind === 'tied') {
    for (let g = 0; g < groups; g++) {
      for (let a = 0; a < dims; a++) {
        for (let b = 0; b <= a; b++) {
          const value = tied[a * dims + b] / rows + (a === b ? ridge : 0);
          covariances[g * dims * dims + a * dims + b] = value;
          covariances[g * dims * dims + b * dims + a] = value;
        }
      }
    }
  }
  return { kind, groups, dims, weights, means, covariances };
}
