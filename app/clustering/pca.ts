import { symmetricEigen } from '../math/eigen.ts';
import { random } from '../math/random.ts';
import { kernel, type Work } from '../ports/work.ts';
import { chunkRows, chunksOf, type Points, sumOfParts } from './points.ts';

/** Principal components of a table. */
export interface Pca {
  readonly components: number;
  /** Mean of each column, taken off first. */
  readonly mean: Float64Array;
  /** Component k in [k dims, (k + 1) dims), unit length, its largest entry positive. */
  readonly axes: Float64Array;
  /** Variance along each (n - 1), and its share of the whole. */
  readonly variance: Float64Array;
  readonly ratio: Float64Array;
}

/** Above so many columns components are found by random projections when only a few are asked for. */
const exactColumns = 512;

/**
 * Principal components: exact, from the covariance matrix, or for very wide tables randomised (Halko, Martinsson, Tropp, SIAM Rev. 53,
 * 217 (2011)) with six power rounds. At most min(rows, dims) components. Throws `Failure` stopped.
 */
export function principalComponents(points: Points, components: number, work: Work, randomised?: boolean): Pca {
  const { rows, dims } = points;
  const count = Math.max(1, Math.min(components, dims, rows));
  const mean = columnMeans(points, work);
  const covariance = covarianceOf(points, mean, work);
  let total = 0;
  for (let c = 0; c < dims; c++) total += covariance[c * dims + c];
  const wide = randomised ?? (dims > exactColumns && count < dims / 4);
  const { values, vectors } = wide ? leadingEigen(covariance, dims, count) : symmetricEigen(covariance, dims);
  const axes = vectors.slice(0, count * dims);
  for (let k = 0; k < count; k++) {
    const axis = axes.subarray(k * dims, (k + 1) * dims);
    const largest = axis.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
    if (largest < 0) for (let c = 0; c < dims; c++) axis[c] = -axis[c];
  }
  const variance = values.slice(0, count).map((v) => Math.max(0, v));
  return { components: count, mean, axes, variance, ratio: variance.map((v) => (total > 0 ? v / total : 0)) };
}

/** Scores: each row in the coordinates of the components. */
export function projected({ rows, dims, data }: Points, { components, mean, axes }: Pca, work: Work): Points {
  const { threads } = work;
  const out = threads.allocate('float64', rows * components, 'any');
  const [shift, turn] = [threads.allocate('float64', dims), threads.allocate('float64', axes.length)];
  shift.set(mean);
  turn.set(axes);
  threads.forBands(projectKernel, rows, data, dims, shift, turn, components, out);
  return { rows, dims: components, data: out };
}

function columnMeans({ rows, dims, data }: Points, work: Work): Float64Array {
  const chunks = chunksOf(rows);
  const parts = work.threads.allocate('float64', chunks * dims);
  work.threads.forBands(meanKernel, chunks, data, rows, dims, parts);
  const mean = sumOfParts(parts, chunks, dims).map((v) => v / Math.max(1, rows));
  work.threads.release(parts);
  return mean;
}

/** Covariance matrix (n - 1), dims x dims. Sums over groups of rows, so that wide tables don't need a matrix a chunk. */
function covarianceOf({ rows, dims, data }: Points, mean: Float64Array, work: Work): Float64Array {
  const { threads } = work;
  const shift = threads.allocate('float64', dims);
  shift.set(mean);
  const out = threads.allocate('float64', dims * dims);
  // Narrow tables by chunks of rows; wide ones by rows of the matrix.
  if (dims <= 64) {
    const chunks = chunksOf(rows);
    const parts = threads.allocate('float64', chunks * dims * dims);
    threads.forBands(covarianceKernel, chunks, data, rows, dims, shift, parts);
    out.set(sumOfParts(parts, chunks, dims * dims));
    threads.release(parts);
  } else {
    const turned = threads.allocate('float64', rows * dims, 'any');
    for (let i = 0; i < rows; i++) for (let c = 0; c < dims; c++) turned[c * rows + i] = data[i * dims + c] - mean[c];
    threads.forBands(wideCovarianceKernel, dims, turned, rows, dims, out);
    threads.release(turned);
  }
  const covariance = new Float64Array(dims * dims);
  for (let a = 0; a < dims; a++) {
    for (let b = 0; b <= a; b++) {
      const value = out[a * dims + b] / Math.max(1, rows - 1);
      covariance[a * dims + b] = value;
      covariance[b * dims + a] = value;
    }
  }
  threads.release(out);
  return covariance;
}

/** The largest eigenvalues of a symmetric matrix by subspace iteration from random directions; the same numbers every time. */
function leadingEigen(matrix: Float64Array, n: number, count: number): { values: Float64Array; vectors: Float64Array } {
  const width = Math.min(n, count + 10);
  const dice = random(1);
  let basis: Float64Array = Float64Array.from({ length: width * n }, () => dice.normal(0, 1));
  for (let round = 0; round < 7; round++) basis = multiplied(matrix, orthonormal(basis, width, n), width, n);
  const axes = orthonormal(basis, width, n);
  const image = multiplied(matrix, axes, width, n);
  const small = new Float64Array(width * width);
  for (let a = 0; a < width; a++)
    for (let b = 0; b < width; b++)
      for (let c = 0; c < n; c++) small[a * width + b] += axes[a * n + c] * image[b * n + c];
  const inner = symmetricEigen(small, width);
  const vectors = new Float64Array(count * n);
  for (let k = 0; k < count; k++)
    for (let a = 0; a < width; a++)
      for (let c = 0; c < n; c++) vectors[k * n + c] += inner.vectors[k * width + a] * axes[a * n + c];
  return { values: inner.values.slice(0, count), vectors };
}

function multiplied(matrix: Float64Array, rows: Float64Array, count: number, n: number): Float64Array {
  const out = new Float64Array(count * n);
  for (let a = 0; a < count; a++)
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let c = 0; c < n; c++) sum += matrix[i * n + c] * rows[a * n + c];
      out[a * n + i] = sum;
    }
  return out;
}

/** Rows made orthonormal one after the other, twice over for rounding (Gram and Schmidt). */
function orthonormal(rows: Float64Array, count: number, n: number): Float64Array {
  const out = rows.slice();
  for (let a = 0; a < count; a++) {
    const own = out.subarray(a * n, (a + 1) * n);
    for (let pass = 0; pass < 2; pass++) {
      for (let b = 0; b < a; b++) {
        let dot = 0;
        for (let c = 0; c < n; c++) dot += own[c] * out[b * n + c];
        for (let c = 0; c < n; c++) own[c] -= dot * out[b * n + c];
      }
    }
    const length = Math.sqrt(own.reduce((sum, v) => sum + v * v, 0)) || 1;
    for (let c = 0; c < n; c++) own[c] /= length;
  }
  return out;
}

const meanKernel = kernel(
  'clustering/mean',
  (start: number, end: number, data: Float64Array, rows: number, dims: number, parts: Float64Array) => {
    for (let chunk = start; chunk < end; chunk++) {
      const last = Math.min(rows, (chunk + 1) * chunkRows) * dims;
      for (let at = chunk * chunkRows * dims; at < last; at += dims)
        for (let c = 0; c < dims; c++) parts[chunk * dims + c] += data[at + c];
    }
  },
);

const covarianceKernel = kernel(
  'clustering/covariance',
  (
    start: number,
    end: number,
    data: Float64Array,
    rows: number,
    dims: number,
    mean: Float64Array,
    parts: Float64Array,
  ) => {
    const d = new Float64Array(dims);
    for (let chunk = start; chunk < end; chunk++) {
      const own = parts.subarray(chunk * dims * dims, (chunk + 1) * dims * dims);
      for (let i = chunk * chunkRows; i < Math.min(rows, (chunk + 1) * chunkRows); i++) {
        for (let c = 0; c < dims; c++) d[c] = data[i * dims + c] - mean[c];
        for (let a = 0; a < dims; a++) for (let b = 0; b <= a; b++) own[a * dims + b] += d[a] * d[b];
      }
    }
  },
);

/** Rows `start..end` of the lower triangle, from centred columns. */
const wideCovarianceKernel = kernel(
  'clustering/wide-covariance',
  (start: number, end: number, columns: Float64Array, rows: number, dims: number, out: Float64Array) => {
    for (let a = start; a < end; a++) {
      for (let b = 0; b <= a; b++) {
        let [s, t, u, v] = [0, 0, 0, 0];
        let i = 0;
        for (; i + 3 < rows; i += 4) {
          s += columns[a * rows + i] * columns[b * rows + i];
          t += columns[a * rows + i + 1] * columns[b * rows + i + 1];
          u += columns[a * rows + i + 2] * columns[b * rows + i + 2];
          v += columns[a * rows + i + 3] * columns[b * rows + i + 3];
        }
        for (; i < rows; i++) s += columns[a * rows + i] * columns[b * rows + i];
        out[a * dims + b] = s + t + u + v;
      }
    }
  },
);

const projectKernel = kernel(
  'clustering/project',
  (
    start: number,
    end: number,
    data: Float64Array,
    dims: number,
    mean: Float64Array,
    axes: Float64Array,
    components: number,
    out: Float64Array,
  ) => {
    for (let i = start; i < end; i++) {
      for (let k = 0; k < components; k++) {
        let sum = 0;
        for (let c = 0; c < dims; c++) sum += (data[i * dims + c] - mean[c]) * axes[k * dims + c];
        out[i * components + k] = sum;
      }
    }
  },
);

export const pcaKernels = [meanKernel, covarianceKernel, wideCovarianceKernel, projectKernel];
