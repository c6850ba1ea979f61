// Order statistics over rows of float32: minima, maxima, medians of nine.
// min(a, b) is b < a ? b : a (one machine instruction), so inputs must be free of NaN.
import { at } from './memory';

/** dst[x] = min(a[x], b[x]) for x in [0, n). */
export function rowMinimum(dst: i32, a: i32, b: i32, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    v128.store(at(dst + x), f32x4.pmin(v128.load(at(a + x)), v128.load(at(b + x))));
  }
}

/** dst[x] = max(a[x], b[x]) for x in [0, n). */
export function rowMaximum(dst: i32, a: i32, b: i32, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    v128.store(at(dst + x), f32x4.pmax(v128.load(at(a + x)), v128.load(at(b + x))));
  }
}

/**
 * dst[x] = min(row[x .. x + window - 1]) for x in [0, n); the row holds n + window - 1 values and is overwritten.
 * Doubling: minima over 1, 2, 4, ... neighbours, then two overlapping powers of two cover the window.
 */
export function slidingMinimum(dst: i32, row: i32, n: i32, window: i32): void {
  let reach = 1;
  let length = n + window - 1;
  while (reach * 2 <= window) {
    length -= reach;
    rowMinimum(row, row, row + reach, length);
    reach *= 2;
  }
  rowMinimum(dst, row, row + window - reach, n);
}

/** dst[x] = max(row[x .. x + window - 1]) for x in [0, n); see `slidingMinimum`. */
export function slidingMaximum(dst: i32, row: i32, n: i32, window: i32): void {
  let reach = 1;
  let length = n + window - 1;
  while (reach * 2 <= window) {
    length -= reach;
    rowMaximum(row, row, row + reach, length);
    reach *= 2;
  }
  rowMaximum(dst, row, row + window - reach, n);
}

function middle(a: v128, b: v128, c: v128): v128 {
  return f32x4.pmax(f32x4.pmin(a, b), f32x4.pmin(f32x4.pmax(a, b), c));
}

/** Sorts the three values of every column: low[x] <= mid[x] <= high[x]. */
export function sortColumns3(low: i32, mid: i32, high: i32, a: i32, b: i32, c: i32, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    const p = v128.load(at(a + x));
    const q = v128.load(at(b + x));
    const r = v128.load(at(c + x));
    const small = f32x4.pmin(p, q);
    const large = f32x4.pmax(p, q);
    const rest = f32x4.pmin(large, r);
    v128.store(at(high + x), f32x4.pmax(large, r));
    v128.store(at(low + x), f32x4.pmin(small, rest));
    v128.store(at(mid + x), f32x4.pmax(small, rest));
  }
}

/**
 * dst[x] = median of the nine values whose sorted columns are low, mid, high at x, x + 1, x + 2.
 * It is the middle one of: the largest of the lows, the middle of the mids, the smallest of the highs.
 */
export function medianOfColumns3(dst: i32, low: i32, mid: i32, high: i32, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    const l = at(low + x);
    const m = at(mid + x);
    const h = at(high + x);
    const lows = f32x4.pmax(f32x4.pmax(v128.load(l), v128.load(l, 4)), v128.load(l, 8));
    const highs = f32x4.pmin(f32x4.pmin(v128.load(h), v128.load(h, 4)), v128.load(h, 8));
    v128.store(at(dst + x), middle(lows, middle(v128.load(m), v128.load(m, 4), v128.load(m, 8)), highs));
  }
}

/**
 * Takes a row into account: found[0..3] smallest values (one a lane), found[4..7] largest, found[8..11] 1 where a
 * value was not a whole number. n is rounded up to whole vectors.
 */
export function rowRange(found: i32, row: i32, n: i32): void {
  const to = at(found);
  let low = v128.load(to);
  let high = v128.load(to, 16);
  let broken = v128.load(to, 32);
  const one = f32x4.splat(1);
  for (let x = 0; x < n; x += 4) {
    const v = v128.load(at(row + x));
    low = f32x4.pmin(low, v);
    high = f32x4.pmax(high, v);
    broken = v128.or(broken, v128.and(one, f32x4.ne(v, f32x4.nearest(v))));
  }
  v128.store(to, low);
  v128.store(to, high, 16);
  v128.store(to, broken, 32);
}
