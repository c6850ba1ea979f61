// Arithmetic on rows of float32.
import { at } from './memory';

/** dst[x] = a[x] - b[x] for x in [0, n). */
export function rowDifference(dst: i32, a: i32, b: i32, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    v128.store(at(dst + x), f32x4.sub(v128.load(at(a + x)), v128.load(at(b + x))));
  }
}

/** dst[x] = a[x] + b[x] for x in [0, n). */
export function rowSum(dst: i32, a: i32, b: i32, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    v128.store(at(dst + x), f32x4.add(v128.load(at(a + x)), v128.load(at(b + x))));
  }
}

/** dst[x] = scale a[x] for x in [0, n). */
export function rowScale(dst: i32, a: i32, scale: f32, n: i32): void {
  const s = f32x4.splat(scale);
  for (let x = 0; x < n; x += 4) v128.store(at(dst + x), f32x4.mul(s, v128.load(at(a + x))));
}

/** dst[x] = gain a[x] + offset, kept within [low, high], for x in [0, n). */
export function rowAffine(dst: i32, a: i32, gain: f32, offset: f32, low: f32, high: f32, n: i32): void {
  const g = f32x4.splat(gain);
  const o = f32x4.splat(offset);
  const least = f32x4.splat(low);
  const most = f32x4.splat(high);
  for (let x = 0; x < n; x += 4) {
    const v = f32x4.add(f32x4.mul(g, v128.load(at(a + x))), o);
    v128.store(at(dst + x), f32x4.pmin(f32x4.pmax(v, least), most));
  }
}

/** dst[x] = p a[x] + q b[x] for x in [0, n). */
export function rowBlend(dst: i32, a: i32, b: i32, p: f32, q: f32, n: i32): void {
  const first = f32x4.splat(p);
  const second = f32x4.splat(q);
  for (let x = 0; x < n; x += 4) {
    const v = f32x4.mul(first, v128.load(at(a + x)));
    v128.store(at(dst + x), f32x4.add(v, f32x4.mul(second, v128.load(at(b + x)))));
  }
}

/** dst[x] = scale a[x] / max(b[x], least) for x in [0, n). */
export function rowRatio(dst: i32, a: i32, b: i32, scale: f32, least: f32, n: i32): void {
  const s = f32x4.splat(scale);
  const floor = f32x4.splat(least);
  for (let x = 0; x < n; x += 4) {
    const v = f32x4.mul(s, v128.load(at(a + x)));
    v128.store(at(dst + x), f32x4.div(v, f32x4.pmax(v128.load(at(b + x)), floor)));
  }
}

/**
 * dst[x] = sum of row[x .. x + window - 1] for x in [0, n); the row holds n + window - 1 values and is overwritten.
 * Sums over 1, 2, 4, ... neighbours; those of the window's binary digits are laid end to end. dst is not row.
 */
export function slidingSum(dst: i32, row: i32, n: i32, window: i32): void {
  let reach = 1;
  let taken = 0;
  let length = n + window - 1;
  for (;;) {
    if (window & reach) {
      if (taken === 0) rowScale(dst, row, 1, n);
      else rowSum(dst, dst, row + taken, n);
      taken += reach;
    }
    if (reach * 2 > window) return;
    length -= reach;
    rowSum(row, row, row + reach, length);
    reach *= 2;
  }
}
