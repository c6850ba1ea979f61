// Least-squares polynomial surfaces on a grid, in coordinates that run from -1 to 1 over the image.

/** Powers (i, j) of x^i y^j with i + j <= order. */
function powers(order: number): readonly (readonly [i: number, j: number])[] {
  const all: [number, number][] = [];
  for (let j = 0; j <= order; j++) for (let i = 0; i + j <= order; i++) all.push([i, j]);
  return all;
}

/** A polynomial surface; Chebyshev terms, so that high orders stay well conditioned. */
export interface Surface {
  readonly order: number;
  readonly coefficients: Float64Array;
}

/** Chebyshev polynomials T_0..T_order at t. */
function chebyshev(t: number, order: number): Float64Array {
  const values = new Float64Array(order + 1);
  values[0] = 1;
  if (order > 0) values[1] = t;
  for (let k = 2; k <= order; k++) values[k] = 2 * t * values[k - 1] - values[k - 2];
  return values;
}

/** Solves the symmetric positive definite system (n x n, row-major) in place by Cholesky; a singular pivot gives 0. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k] * matrix[j * n + k];
      if (i === j) matrix[i * n + i] = Math.sqrt(Math.max(sum, 0));
      else matrix[i * n + j] = matrix[j * n + j] > 1e-9 ? sum / matrix[j * n + j] : 0;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) right[i] -= matrix[i * n + k] * right[k];
    right[i] = matrix[i * n + i] > 1e-9 ? right[i] / matrix[i * n + i] : 0;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) right[i] -= matrix[k * n + i] * right[k];
    right[i] = matrix[i * n + i] > 1e-9 ? right[i] / matrix[i * n + i] : 0;
  }
  return right;
}

/** Chebyshev polynomials at every t, one after the other: [k * ts.length + i]. */
function table(ts: Float64Array, order: number): Float64Array {
  const values = new Float64Array((order + 1) * ts.length);
  for (let i = 0; i < ts.length; i++) {
    const at = chebyshev(ts[i], order);
    for (let k = 0; k <= order; k++) values[k * ts.length + i] = at[k];
  }
  return values;
}

/** The surface of this order nearest to `values` (row-major, at columns xs and rows ys) in weighted least squares. */
export function fitSurface(
  values: Float32Array,
  weights: Float32Array,
  xs: Float64Array,
  ys: Float64Array,
  order: number,
): Surface {
  const terms = powers(order);
  const n = terms.length;
  const matrix = new Float64Array(n * n);
  const right = new Float64Array(n);
  const width = xs.length;
  const columns = table(xs, order);
  // Sums over a row: of weight T_i T_k, and of weight T_i value. The terms' sums are products of these with T_j(y).
  const size = order + 1;
  const pairs = new Float64Array(size * size);
  const sums = new Float64Array(size);
  for (let y = 0; y < ys.length; y++) {
    const row = y * width;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let x = 0; x < width; x++) sum += weights[row + x] * columns[i * width + x] * values[row + x];
      sums[i] = sum;
      for (let k = 0; k <= i; k++) {
        let pair = 0;
        for (let x = 0; x < width; x++) pair += weights[row + x] * columns[i * width + x] * columns[k * width + x];
        pairs[i * size + k] = pair;
        pairs[k * size + i] = pair;
      }
    }
    const up = chebyshev(ys[y], order);
    for (let t = 0; t < n; t++) {
      const [i, j] = terms[t];
      right[t] += up[j] * sums[i];
      for (let u = 0; u <= t; u++) matrix[t * n + u] += up[j] * up[terms[u][1]] * pairs[i * size + terms[u][0]];
    }
  }
  return { order, coefficients: solve(matrix, right) };
}

/** The surface at columns xs and rows ys, row-major. */
export function evaluateSurface(surface: Surface, xs: Float64Array, ys: Float64Array): Float32Array {
  const { order, coefficients } = surface;
  const terms = powers(order);
  const width = xs.length;
  const columns = table(xs, order);
  const values = new Float32Array(width * ys.length);
  const along = new Float64Array(order + 1);
  for (let y = 0; y < ys.length; y++) {
    const up = chebyshev(ys[y], order);
    along.fill(0);
    for (let t = 0; t < terms.length; t++) along[terms[t][0]] += coefficients[t] * up[terms[t][1]];
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0; i <= order; i++) sum += along[i] * columns[i * width + x];
      values[y * width + x] = sum;
    }
  }
  return values;
}
