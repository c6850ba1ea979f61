// Weighted sums over rows of float32. Offsets and strides count floats, not bytes; arrays end with slack for whole vectors.
import { at } from './memory';

/**
 * dst[x] = w[0] src[x] + sum over k = 1..radius of w[k] (src[x - k stride] + src[x + k stride]), x in [0, n).
 * stride 1 filters along a row, stride = row pitch filters along a column.
 */
export function symmetricFilter(dst: i32, src: i32, stride: i32, weights: i32, radius: i32, n: i32): void {
  const step = at(stride);
  const first = v128.load32_splat(at(weights));
  let x = 0;
  for (; x + 16 <= n; x += 16) {
    const centre = at(src + x);
    let a = f32x4.mul(first, v128.load(centre));
    let b = f32x4.mul(first, v128.load(centre, 16));
    let c = f32x4.mul(first, v128.load(centre, 32));
    let d = f32x4.mul(first, v128.load(centre, 48));
    let low = centre;
    let high = centre;
    let weight = at(weights);
    for (let k = 0; k < radius; k++) {
      low -= step;
      high += step;
      weight += 4;
      const w = v128.load32_splat(weight);
      a = f32x4.add(a, f32x4.mul(w, f32x4.add(v128.load(low), v128.load(high))));
      b = f32x4.add(b, f32x4.mul(w, f32x4.add(v128.load(low, 16), v128.load(high, 16))));
      c = f32x4.add(c, f32x4.mul(w, f32x4.add(v128.load(low, 32), v128.load(high, 32))));
      d = f32x4.add(d, f32x4.mul(w, f32x4.add(v128.load(low, 48), v128.load(high, 48))));
    }
    const to = at(dst + x);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
  for (; x < n; x += 4) {
    const centre = at(src + x);
    let a = f32x4.mul(first, v128.load(centre));
    let low = centre;
    let high = centre;
    let weight = at(weights);
    for (let k = 0; k < radius; k++) {
      low -= step;
      high += step;
      weight += 4;
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(weight), f32x4.add(v128.load(low), v128.load(high))));
    }
    v128.store(at(dst + x), a);
  }
}
