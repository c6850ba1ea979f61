/** Where a least-squares problem was left. */
export interface LeastSquares {
  readonly solution: Float64Array;
  /** Sum of squared residuals there. */
  readonly squares: number;
}

/**
 * Minimises the sum of `count` squared residuals over a few unknowns: Levenberg and Marquardt's method with differences for
 * derivatives (Marquardt, J. SIAM 11, 431 (1963)).
 * @param residuals writes them for a point and returns the sum of their squares
 */
export function solveLeastSquares(
  start: Float64Array,
  count: number,
  residuals: (at: Float64Array, out: Float64Array) => number,
  mostRounds = 40,
): LeastSquares {
  const n = start.length;
  let at = start.slice();
  let here = new Float64Array(count);
  let there = new Float64Array(count);
  let squares = residuals(at, here);
  const slopes = Array.from({ length: n }, () => new Float64Array(count));
  let damping = 1e-3;
  for (let round = 0; round < mostRounds && squares > 0; round++) {
    for (let k = 0; k < n; k++) {
      const step = 1e-6 * Math.max(1, Math.abs(at[k]));
      const moved = at.slice();
      moved[k] += step;
      residuals(moved, slopes[k]);
      for (let i = 0; i < count; i++) slopes[k][i] = (slopes[k][i] - here[i]) / step;
    }
    const { normal, gradient } = normalEquations(slopes, here);
    let better = false;
    for (let attempt = 0; attempt < 8 && !better; attempt++) {
      const step = dampedStep(normal, gradient, damping);
      const next = at.map((v, k) => v - step[k]);
      const sum = residuals(next, there);
      if (sum < squares) {
        const gain = 1 - sum / squares;
        at = next;
        [here, there] = [there, here];
        squares = sum;
        damping = Math.max(1e-9, damping / 6);
        better = true;
        if (gain < 1e-7) return { solution: at, squares };
      } else damping *= 5;
    }
    if (!better) break;
  }
  return { solution: at, squares };
}

function normalEquations(slopes: readonly Float64Array[], residual: Float64Array) {
  const n = slopes.length;
  const normal = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    for (let i = 0; i < residual.length; i++) gradient[a] += slopes[a][i] * residual[i];
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < residual.length; i++) sum += slopes[a][i] * slopes[b][i];
      normal[a * n + b] = sum;
      normal[b * n + a] = sum;
    }
  }
  return { normal, gradient };
}

/** Solves (N + damping diag N) step = gradient by Gaussian elimination; unknowns without influence stay. */
function dampedStep(normal: Float64Array, gradient: Float64Array, damping: number): Float64Array {
  const n = gradient.length;
  const m = normal.slice();
  const step = gradient.slice();
  for (let k = 0; k < n; k++) m[k * n + k] += damping * (m[k * n + k] + 1e-9);
  for (let k = 0; k < n; k++) {
    const pivot = m[k * n + k];
    for (let r = k + 1; r < n; r++) {
      const factor = m[r * n + k] / pivot;
      for (let c = k; c < n; c++) m[r * n + c] -= factor * m[k * n + c];
      step[r] -= factor * step[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let c = k + 1; c < n; c++) step[k] -= m[k * n + c] * step[c];
    step[k] /= m[k * n + k];
  }
  return step;
}
