/** Eigenvalues, largest first, and eigenvectors of a symmetric matrix. */
export interface Eigen {
  readonly values: Float64Array;
  /** Vector k in [k n, (k + 1) n), unit length. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and vectors of the symmetric n x n matrix `matrix` (row-major; only its lower triangle is read): Householder's reduction
 * to tridiagonal form, then implicit QL with shifts (Wilkinson and Reinsch 1971, II/2 and II/3). O(n³), accurate to rounding.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const z = matrix.slice();
  const diagonal = new Float64Array(n);
  const off = new Float64Array(n);
  tridiagonalise(z, n, diagonal, off);
  const rows = transposed(z, n);
  implicitQl(rows, n, diagonal, off);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, k) => {
    vectors.set(rows.subarray(from * n, (from + 1) * n), k * n);
  });
  return { values: Float64Array.from(order, (k) => diagonal[k]), vectors };
}

function transposed(z: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[j * n + i] = z[i * n + j];
  return out;
}

/** Reduces z to tridiagonal form; leaves the orthogonal matrix of the reduction in z, `off[0]` = 0. */
function tridiagonalise(z: Float64Array, n: number, diagonal: Float64Array, off: Float64Array): void {
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(z[row + k]);
    if (i === 1 || scale === 0) {
      off[i] = z[row + i - 1];
      diagonal[i] = 0;
      continue;
    }
    let h = 0;
    for (let k = 0; k < i; k++) {
      z[row + k] /= scale;
      h += z[row + k] * z[row + k];
    }
    const f = z[row + i - 1];
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    off[i] = scale * g;
    h -= f * g;
    z[row + i - 1] = f - g;
    // p = A u / h, kept in off; A is symmetric and only its lower triangle is up to date.
    off.fill(0, 0, i);
    for (let j = 0; j < i; j++) {
      const u = z[row + j];
      let sum = z[j * n + j] * u;
      for (let k = 0; k < j; k++) {
        sum += z[j * n + k] * z[row + k];
        off[k] += z[j * n + k] * u;
      }
      off[j] += sum;
    }
    let shared = 0;
    for (let j = 0; j < i; j++) {
      off[j] /= h;
      shared += off[j] * z[row + j];
    }
    const half = shared / (2 * h);
    for (let j = 0; j < i; j++) {
      const u = z[row + j];
      const q = off[j] - half * u;
      off[j] = q;
      for (let k = 0; k <= j; k++) z[j * n + k] -= u * off[k] + q * z[row + k];
    }
    for (let j = 0; j < i; j++) z[j * n + i] = z[row + j] / h;
    diagonal[i] = h;
  }
  accumulate(z, n, diagonal);
  off[0] = 0;
}

/** Multiplies the reflections together; `diagonal` holds h of each and receives the diagonal. */
function accumulate(z: Float64Array, n: number, diagonal: Float64Array): void {
  diagonal[0] = 0;
  const g = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (diagonal[i] !== 0) {
      g.fill(0, 0, i);
      for (let k = 0; k < i; k++) {
        const u = z[i * n + k];
        for (let j = 0; j < i; j++) g[j] += u * z[k * n + j];
      }
      for (let k = 0; k < i; k++) {
        const w = z[k * n + i];
        for (let j = 0; j < i; j++) z[k * n + j] -= g[j] * w;
      }
    }
    diagonal[i] = z[i * n + i];
    z[i * n + i] = 1;
    for (let j = 0; j < i; j++) {
      z[j * n + i] = 0;
      z[i * n + j] = 0;
    }
  }
}

/** Diagonalises the tridiagonal matrix; rotates the rows of `vectors` along. */
function implicitQl(vectors: Float64Array, n: number, diagonal: Float64Array, off: Float64Array): void {
  for (let i = 1; i < n; i++) off[i - 1] = off[i];
  off[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let round = 0; round < 60; round++) {
      let m = l;
      for (; m < n - 1; m++) {
        const size = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
        if (Math.abs(off[m]) <= Number.EPSILON * size) break;
      }
      if (m === l) break;
      let g = (diagonal[l + 1] - diagonal[l]) / (2 * off[l]);
      let r = Math.hypot(g, 1);
      g = diagonal[m] - diagonal[l] + off[l] / (g + (g >= 0 ? r : -r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * off[i];
        const b = c * off[i];
        r = Math.hypot(f, g);
        off[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] -= p;
          off[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = diagonal[i + 1] - p;
        r = (diagonal[i] - g) * s + 2 * c * b;
        p = s * r;
        diagonal[i + 1] = g + p;
        g = c * r - b;
        const low = i * n;
        const high = low + n;
        for (let k = 0; k < n; k++) {
          const upper = vectors[high + k];
          vectors[high + k] = s * vectors[low + k] + c * upper;
          vectors[low + k] = c * vectors[low + k] - s * upper;
        }
      }
      if (r === 0 && i >= l) continue;
      diagonal[l] -= p;
      off[l] = g;
      off[m] = 0;
    }
  }
}
