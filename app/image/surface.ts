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
  const columns = Array.from(xs, (x) => chebyshev(x, order));
  const at = new Float64Array(n);
  for (let y = 0; y < ys.length; y++) {
    const row = chebyshev(ys[y], order);
    for (let x = 0; x < xs.length; x++) {
      const w = weights[y * xs.length + x];
      if (w === 0) continue;
      for (let t = 0; t < n; t++) at[t] = columns[x][terms[t][0]] * row[terms[t][1]];
      const v = values[y * xs.length + x];
      for (let t = 0; t < n; t++) {
        right[t] += w * at[t] * v;
        for (let u = 0; u <= t; u++) matrix[t * n + u] += w * at[t] * at[u];
      }
    }
  }
  return { order, coefficients: solve(matrix, right) };
}

/** The surface at columns xs and rows ys, row-major. */
export function evaluateSurface(surface: Surface, xs: Float64Array, ys: Float64Array): Float32Array {
  const { order, coefficients } = surface;
  const terms = powers(order);
  const columns = Array.from(xs, (x) => chebyshev(x, order));
  const values = new Float32Array(xs.length * ys.length);
  const along = new Float64Array(order + 1);
  for (let y = 0; y < ys.length; y++) {
    const row = chebyshev(ys[y], order);
    along.fill(0);
    for (let t = 0; t < terms.length; t++) along[terms[t][0]] += coefficients[t] * row[terms[t][1]];
    for (let x = 0; x < xs.length; x++) {
      let sum = 0;
      for (let i = 0; i <= order; i++) sum += along[i] * columns[x][i];
      values[y * xs.length + x] = sum;
    }
  }
  return values;
}
