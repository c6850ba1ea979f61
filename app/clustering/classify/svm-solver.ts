/** Kernel between rows: exp(-gamma |a - b|²), or a · b where gamma is 0. */
export function rowKernel(data: Float64Array, i: number, other: Float64Array, j: number, dims: number, gamma: number) {
  let sum = 0;
  if (gamma === 0) {
    for (let c = 0; c < dims; c++) sum += data[i + c] * other[j + c];
    return sum;
  }
  for (let c = 0; c < dims; c++) {
    const d = data[i + c] - other[j + c];
    sum += d * d;
  }
  return Math.exp(-gamma * sum);
}

/** Bytes of kernel rows that are kept. */
const cacheBytes = 192 * 2 ** 20;
const tolerance = 1e-3;

/** One two-class problem whose rows may take part or not; kernel rows are kept from one call of `solve` to the next. */
export class PairSolver {
  readonly #data: Float64Array;
  readonly #dims: number;
  readonly #gamma: number;
  /** Row of the table of each row of the problem. */
  readonly #rows: Int32Array;
  /** +1 or -1. */
  readonly #sign: Int8Array;
  readonly #kept = new Map<number, Float64Array>();
  readonly #most: number;
  readonly #diagonal: Float64Array;

  constructor(data: Float64Array, dims: number, gamma: number, rows: Int32Array, sign: Int8Array) {
    this.#data = data;
    this.#dims = dims;
    this.#gamma = gamma;
    this.#rows = rows;
    this.#sign = sign;
    this.#most = Math.max(2, Math.floor(cacheBytes / (8 * Math.max(1, rows.length))));
    this.#diagonal = Float64Array.from(rows, (row) => rowKernel(data, row * dims, data, row * dims, dims, gamma));
  }

  #row(i: number): Float64Array {
    const kept = this.#kept.get(i);
    if (kept !== undefined) {
      // The row used last goes to the end of the line.
      this.#kept.delete(i);
      this.#kept.set(i, kept);
      return kept;
    }
    let row: Float64Array | undefined;
    if (this.#kept.size >= this.#most) {
      const oldest = this.#kept.keys().next().value;
      if (oldest !== undefined) {
        row = this.#kept.get(oldest);
        this.#kept.delete(oldest);
      }
    }
    const values = row ?? new Float64Array(this.#rows.length);
    const at = this.#rows[i] * this.#dims;
    for (let k = 0; k < values.length; k++)
      values[k] = rowKernel(this.#data, at, this.#data, this.#rows[k] * this.#dims, this.#dims, this.#gamma);
    this.#kept.set(i, values);
    return values;
  }

  /**
   * Finds the multipliers of the rows with `taking` = 1 by sequential minimal optimisation with second-order choice of the pair (Platt 1998;
   * Fan, Chen, Lin 2005). `alpha` holds a start within bounds (made to balance here) and receives the solution; returns the offset b of
   * the decision sum(alpha y K) + b.
   */
  solve(alpha: Float64Array, taking: Uint8Array, c: number): number {
    const n = this.#rows.length;
    const y = this.#sign;
    balance(alpha, taking, y);
    const gradient = new Float64Array(n).fill(-1);
    for (let i = 0; i < n; i++) {
      if (alpha[i] === 0) continue;
      const row = this.#row(i);
      const factor = alpha[i] * y[i];
      for (let k = 0; k < n; k++) gradient[k] += factor * y[k] * row[k];
    }
    const most = Math.max(10_000_000, 100 * n);
    for (let round = 0; round < most; round++) {
      let first = -1;
      let high = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < n; k++) {
        if (taking[k] === 0) continue;
        const up = y[k] > 0 ? alpha[k] < c : alpha[k] > 0;
        if (up && -y[k] * gradient[k] > high) {
          high = -y[k] * gradient[k];
          first = k;
        }
      }
      if (first < 0) break;
      const row = this.#row(first);
      let second = -1;
      let low = Number.POSITIVE_INFINITY;
      let best = Number.POSITIVE_INFINITY;
      for (let k = 0; k < n; k++) {
        if (taking[k] === 0) continue;
        const down = y[k] > 0 ? alpha[k] > 0 : alpha[k] < c;
        if (!down) continue;
        const value = -y[k] * gradient[k];
        if (value < low) low = value;
        const gap = high - value;
        if (gap <= 0) continue;
        const curve = Math.max(1e-12, this.#diagonal[first] + this.#diagonal[k] - 2 * row[k]);
        const gain = -(gap * gap) / curve;
        if (gain < best) {
          best = gain;
          second = k;
        }
      }
      if (second < 0 || high - low < tolerance) break;
      this.#step(alpha, gradient, row, first, second, c);
    }
    return offset(alpha, gradient, taking, y, c);
  }

  /** Moves a pair of multipliers along the line on which they balance, as far as their bounds allow. */
  #step(alpha: Float64Array, gradient: Float64Array, row: Float64Array, i: number, j: number, c: number): void {
    const y = this.#sign;
    const other = this.#row(j);
    const curve = Math.max(1e-12, this.#diagonal[i] + this.#diagonal[j] - 2 * row[j]);
    let t = (-y[i] * gradient[i] + y[j] * gradient[j]) / curve;
    // alpha_i grows by y_i t, alpha_j by -y_j t.
    t = Math.min(t, y[i] > 0 ? c - alpha[i] : alpha[i], y[j] > 0 ? alpha[j] : c - alpha[j]);
    alpha[i] += y[i] * t;
    alpha[j] -= y[j] * t;
    // Bounds are met exactly, so that they are seen.
    for (const k of [i, j]) {
      if (alpha[k] < 1e-12 * c) alpha[k] = 0;
      if (alpha[k] > c * (1 - 1e-12)) alpha[k] = c;
    }
    for (let k = 0; k < gradient.length; k++) gradient[k] += t * y[k] * (row[k] - other[k]);
  }
}

/** Takes multipliers of rows that take no part away, and as much from the heavier side as makes both sides weigh the same. */
function balance(alpha: Float64Array, taking: Uint8Array, y: Int8Array): void {
  let positive = 0;
  let negative = 0;
  for (let k = 0; k < alpha.length; k++) {
    if (taking[k] === 0) alpha[k] = 0;
    if (y[k] > 0) positive += alpha[k];
    else negative += alpha[k];
  }
  const less = Math.min(positive, negative);
  for (let k = 0; k < alpha.length; k++) {
    const side = y[k] > 0 ? positive : negative;
    if (side > less) alpha[k] *= less / side;
  }
}

/** The offset: mean over free multipliers, or the middle of what the bounds leave. */
function offset(alpha: Float64Array, gradient: Float64Array, taking: Uint8Array, y: Int8Array, c: number): number {
  let free = 0;
  let sum = 0;
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let k = 0; k < alpha.length; k++) {
    if (taking[k] === 0) continue;
    const value = y[k] * gradient[k];
    if (alpha[k] > 0 && alpha[k] < c) {
      free++;
      sum += value;
    } else if ((alpha[k] === 0) === y[k] > 0) high = Math.min(high, value);
    else low = Math.max(low, value);
  }
  if (free > 0) return -sum / free;
  if (low === Number.NEGATIVE_INFINITY) return high === Number.POSITIVE_INFINITY ? 0 : -high;
  return high === Number.POSITIVE_INFINITY ? -low : -(low + high) / 2;
}
