// Derivatives and textures of planes of float32, row by row. `pitch` floats lie between a pixel and the one below it.
import { symmetricFilter } from './filter';
import { at } from './memory';

/**
 * Filters the block [x, x + width) x [y, y + height) of a plane along both axes with a symmetric kernel (half of it, centre first).
 * Only every `step`-th row from y on is made. `between` holds the rows after the first pass; dst may be src's own block
 * only where nothing around it is needed again.
 */
export function blurBlock(
  dst: i32,
  between: i32,
  src: i32,
  pitch: i32,
  x: i32,
  y: i32,
  width: i32,
  height: i32,
  step: i32,
  weights: i32,
  radius: i32,
): void {
  for (let row = y - radius; row < y + height + radius; row++) {
    const from = row * pitch + x;
    symmetricFilter(between + from, src + from, 1, weights, radius, width);
  }
  for (let row = y; row < y + height; row += step) {
    const from = row * pitch + x;
    symmetricFilter(dst + from, between + from, pitch, weights, radius, width);
  }
}

/** dst[x] = a[x] b[x] for x in [0, n). */
export function rowProduct(dst: i32, a: i32, b: i32, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    v128.store(at(dst + x), f32x4.mul(v128.load(at(a + x)), v128.load(at(b + x))));
  }
}

function centralX(src: usize): v128 {
  return f32x4.mul(f32x4.splat(0.5), f32x4.sub(v128.load(src + 4), v128.load(src - 4)));
}

function centralY(src: usize, step: usize): v128 {
  return f32x4.mul(f32x4.splat(0.5), f32x4.sub(v128.load(src + step), v128.load(src - step)));
}

/** dst[x] = length of the gradient (central differences) for x in [0, n). */
export function gradientRow(dst: i32, src: i32, pitch: i32, n: i32): void {
  const step = at(pitch);
  for (let x = 0; x < n; x += 4) {
    const gx = centralX(at(src + x));
    const gy = centralY(at(src + x), step);
    v128.store(at(dst + x), f32x4.sqrt(f32x4.add(f32x4.mul(gx, gx), f32x4.mul(gy, gy))));
  }
}

/** Products of the gradient's components (central differences): xx, xy, yy, for x in [0, n). */
export function tensorRow(xx: i32, xy: i32, yy: i32, src: i32, pitch: i32, n: i32): void {
  const step = at(pitch);
  for (let x = 0; x < n; x += 4) {
    const gx = centralX(at(src + x));
    const gy = centralY(at(src + x), step);
    v128.store(at(xx + x), f32x4.mul(gx, gx));
    v128.store(at(xy + x), f32x4.mul(gx, gy));
    v128.store(at(yy + x), f32x4.mul(gy, gy));
  }
}

function storeEigen(high: usize, low: usize, xx: v128, xy: v128, yy: v128): void {
  const half = f32x4.splat(0.5);
  const mean = f32x4.mul(half, f32x4.add(xx, yy));
  const apart = f32x4.mul(half, f32x4.sub(xx, yy));
  const reach = f32x4.sqrt(f32x4.add(f32x4.mul(apart, apart), f32x4.mul(xy, xy)));
  v128.store(high, f32x4.add(mean, reach));
  v128.store(low, f32x4.sub(mean, reach));
}

/** Eigenvalues of symmetric 2 x 2 matrices, the larger one in high, for x in [0, n). */
export function eigenRow(high: i32, low: i32, xx: i32, xy: i32, yy: i32, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    storeEigen(at(high + x), at(low + x), v128.load(at(xx + x)), v128.load(at(xy + x)), v128.load(at(yy + x)));
  }
}

/** Eigenvalues of the Hessian, its entries central differences of central differences, for x in [0, n). */
export function hessianRow(high: i32, low: i32, src: i32, pitch: i32, n: i32): void {
  const down = at(pitch);
  const quarter = f32x4.splat(0.25);
  for (let x = 0; x < n; x += 4) {
    const p = at(src + x);
    const twice = f32x4.mul(f32x4.splat(2), v128.load(p));
    const xx = f32x4.sub(f32x4.add(v128.load(p + 8), v128.load(p - 8)), twice);
    const yy = f32x4.sub(f32x4.add(v128.load(p + 2 * down), v128.load(p - 2 * down)), twice);
    const falling = f32x4.add(v128.load(p + down + 4), v128.load(p - down - 4));
    const rising = f32x4.add(v128.load(p + down - 4), v128.load(p - down + 4));
    storeEigen(
      at(high + x),
      at(low + x),
      f32x4.mul(quarter, xx),
      f32x4.mul(quarter, f32x4.sub(falling, rising)),
      f32x4.mul(quarter, yy),
    );
  }
}

/** dst[x] = sqrt(max(0, square[x] - mean[x]^2)) for x in [0, n): a deviation from the mean of squares and the mean. */
export function deviationRow(dst: i32, square: i32, mean: i32, n: i32): void {
  const zero = f32x4.splat(0);
  for (let x = 0; x < n; x += 4) {
    const m = v128.load(at(mean + x));
    const variance = f32x4.sub(v128.load(at(square + x)), f32x4.mul(m, m));
    v128.store(at(dst + x), f32x4.sqrt(f32x4.pmax(zero, variance)));
  }
}

/**
 * Means over lines through each of n pixels, of those in all directions the largest, the smallest, their mean and their deviation.
 * `lines`: for each of `directions` the places of `length` pixels, int32 bytes from the one in the middle.
 */
export function lineRow(
  largest: i32,
  smallest: i32,
  mean: i32,
  deviation: i32,
  src: i32,
  lines: i32,
  directions: i32,
  length: i32,
  n: i32,
): void {
  const share = f32x4.splat((1 / (length as f32)) as f32);
  const all = f32x4.splat((1 / (directions as f32)) as f32);
  for (let x = 0; x < n; x += 8) {
    const p = at(src + x);
    let line = at(lines);
    let high = f32x4.splat(-Infinity as f32);
    let high2 = high;
    let low = f32x4.splat(Infinity as f32);
    let low2 = low;
    let sum = f32x4.splat(0);
    let sum2 = sum;
    let squares = sum;
    let squares2 = sum;
    for (let d = 0; d < directions; d++) {
      let a = f32x4.splat(0);
      let b = a;
      for (let k = 0; k < length; k++) {
        const place = p + load<i32>(line);
        a = f32x4.add(a, v128.load(place));
        b = f32x4.add(b, v128.load(place, 16));
        line += 4;
      }
      a = f32x4.mul(a, share);
      b = f32x4.mul(b, share);
      high = f32x4.pmax(high, a);
      high2 = f32x4.pmax(high2, b);
      low = f32x4.pmin(low, a);
      low2 = f32x4.pmin(low2, b);
      sum = f32x4.add(sum, a);
      sum2 = f32x4.add(sum2, b);
      squares = f32x4.add(squares, f32x4.mul(a, a));
      squares2 = f32x4.add(squares2, f32x4.mul(b, b));
    }
    const m = f32x4.mul(sum, all);
    const m2 = f32x4.mul(sum2, all);
    const zero = f32x4.splat(0);
    v128.store(at(largest + x), high);
    v128.store(at(largest + x), high2, 16);
    v128.store(at(smallest + x), low);
    v128.store(at(smallest + x), low2, 16);
    v128.store(at(mean + x), m);
    v128.store(at(mean + x), m2, 16);
    const v = f32x4.pmax(zero, f32x4.sub(f32x4.mul(squares, all), f32x4.mul(m, m)));
    const v2 = f32x4.pmax(zero, f32x4.sub(f32x4.mul(squares2, all), f32x4.mul(m2, m2)));
    v128.store(at(deviation + x), f32x4.sqrt(v));
    v128.store(at(deviation + x), f32x4.sqrt(v2), 16);
  }
}

/**
 * Codes of src[k stride] for k in [0, n): int16 that order as the values do, the upper half of a float32, rounded, with the bits of
 * negative values turned round (steps of 1/256 of a value). Written as int16 from float dst on.
 */
export function encodeRow(dst: i32, src: i32, stride: i32, n: i32): void {
  const to = at(dst);
  if (stride === 1) {
    for (let x = 0; x < n; x += 8) {
      const p = at(src + x);
      v128.store(to + 2 * x, i16x8.narrow_i32x4_s(codesOf(v128.load(p)), codesOf(v128.load(p, 16))));
    }
    return;
  }
  for (let x = 0; x < n; x++) {
    const bits = load<i32>(at(src + x * stride));
    const ordered = bits ^ ((bits >> 31) & 0x7fffffff);
    store<i16>(to + 2 * x, ((ordered + 0x8000) >> 16) as i16);
  }
}

function codesOf(bits: v128): v128 {
  const ordered = v128.xor(bits, v128.and(i32x4.shr_s(bits, 31), i32x4.splat(0x7fffffff)));
  return i32x4.shr_s(i32x4.add(ordered, i32x4.splat(0x8000)), 16);
}
