// Halving and enlarging rows of float32, for smoothing at a coarser scale.
import { at } from './memory';

/** dst[x] = (a[x] + 3 b[x] + 3 c[x] + d[x]) / 8: one row out of four, as `halveColumns` does along the row. */
export function halveRows(dst: i32, a: i32, b: i32, c: i32, d: i32, n: i32): void {
  const outer = f32x4.splat(0.125);
  const inner = f32x4.splat(0.375);
  for (let x = 0; x < n; x += 4) {
    const ends = f32x4.add(v128.load(at(a + x)), v128.load(at(d + x)));
    const middle = f32x4.add(v128.load(at(b + x)), v128.load(at(c + x)));
    v128.store(at(dst + x), f32x4.add(f32x4.mul(outer, ends), f32x4.mul(inner, middle)));
  }
}

/** dst[i] = (src[2i] + 3 src[2i + 1] + 3 src[2i + 2] + src[2i + 3]) / 8 for i in [0, n). */
export function halveColumns(dst: i32, src: i32, n: i32): void {
  const outer = f32x4.splat(0.125);
  const inner = f32x4.splat(0.375);
  for (let i = 0; i < n; i += 4) {
    const from = at(src + 2 * i);
    const p = v128.load(from);
    const q = v128.load(from, 16);
    const r = v128.load(from, 8);
    const s = v128.load(from, 24);
    const first = v128.shuffle<f32>(p, q, 0, 2, 4, 6);
    const second = v128.shuffle<f32>(p, q, 1, 3, 5, 7);
    const third = v128.shuffle<f32>(r, s, 0, 2, 4, 6);
    const fourth = v128.shuffle<f32>(r, s, 1, 3, 5, 7);
    v128.store(
      at(dst + i),
      f32x4.add(f32x4.mul(outer, f32x4.add(first, fourth)), f32x4.mul(inner, f32x4.add(second, third))),
    );
  }
}

/** dst[x] = sum over k = 0..3 of weights[k] (row k)[x]; row k starts at src + k stride. */
export function mixRows4(dst: i32, src: i32, stride: i32, weights: i32, n: i32): void {
  const w = at(weights);
  const w0 = v128.load32_splat(w);
  const w1 = v128.load32_splat(w, 4);
  const w2 = v128.load32_splat(w, 8);
  const w3 = v128.load32_splat(w, 12);
  const step = at(stride);
  for (let x = 0; x < n; x += 4) {
    const a = at(src + x);
    const b = a + step;
    const c = b + step;
    const d = c + step;
    const near = f32x4.add(f32x4.mul(w1, v128.load(b)), f32x4.mul(w2, v128.load(c)));
    const far = f32x4.add(f32x4.mul(w0, v128.load(a)), f32x4.mul(w3, v128.load(d)));
    v128.store(at(dst + x), f32x4.add(near, far));
  }
}

/**
 * Enlarges a row `factor` times: dst[g factor + p] = sum over k = 0..3 of weights[k factor + p] src[g + k],
 * g in [0, groups), p in [0, factor). factor is 2 or a multiple of 4.
 */
export function enlargeRow(dst: i32, src: i32, weights: i32, factor: i32, groups: i32): void {
  if (factor === 2) {
    enlargeTwice(dst, src, weights, groups);
    return;
  }
  const step = at(factor);
  for (let g = 0; g < groups; g++) {
    const from = at(src + g);
    const a = v128.load32_splat(from);
    const b = v128.load32_splat(from, 4);
    const c = v128.load32_splat(from, 8);
    const d = v128.load32_splat(from, 12);
    const to = at(dst + g * factor);
    for (let p = 0; p < factor; p += 4) {
      const w0 = at(weights + p);
      const w1 = w0 + step;
      const w2 = w1 + step;
      const w3 = w2 + step;
      const near = f32x4.add(f32x4.mul(b, v128.load(w1)), f32x4.mul(c, v128.load(w2)));
      const far = f32x4.add(f32x4.mul(a, v128.load(w0)), f32x4.mul(d, v128.load(w3)));
      v128.store(to + ((p as usize) << 2), f32x4.add(near, far));
    }
  }
}

function enlargeTwice(dst: i32, src: i32, weights: i32, groups: i32): void {
  const w = at(weights);
  const w0 = v128.load64_splat(w);
  const w1 = v128.load64_splat(w, 8);
  const w2 = v128.load64_splat(w, 16);
  const w3 = v128.load64_splat(w, 24);
  for (let g = 0; g < groups; g += 2) {
    const p = v128.load(at(src + g));
    const q = v128.load(at(src + g), 4);
    const a = v128.shuffle<f32>(p, p, 0, 0, 1, 1);
    const b = v128.shuffle<f32>(p, p, 1, 1, 2, 2);
    const c = v128.shuffle<f32>(p, p, 2, 2, 3, 3);
    const d = v128.shuffle<f32>(q, q, 2, 2, 3, 3);
    const near = f32x4.add(f32x4.mul(b, w1), f32x4.mul(c, w2));
    const far = f32x4.add(f32x4.mul(a, w0), f32x4.mul(d, w3));
    v128.store(at(dst + 2 * g), f32x4.add(near, far));
  }
}
