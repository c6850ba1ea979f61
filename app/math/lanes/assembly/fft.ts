// Fourier transforms of four signals at once, one a lane. An element k of a batch is eight floats: the real parts of the
// four signals, then the imaginary parts. Steps and factors as in app/math/fft.ts.
import { at } from './memory';

/** Bytes of one element: four real parts, four imaginary parts. */
const element: usize = 32;

/** Stores (re, im) times the root (c, d) as element `to`. */
function storeTurned(to: usize, re: v128, im: v128, c: v128, d: v128): void {
  v128.store(to, f32x4.sub(f32x4.mul(re, c), f32x4.mul(im, d)));
  v128.store(to, f32x4.add(f32x4.mul(re, d), f32x4.mul(im, c)), 16);
}

function step2(src: usize, dst: usize, n: i32, s: i32, roots: usize): void {
  const m = n / 2;
  const far = ((s * m) as usize) * element;
  const next = (s as usize) * element;
  let to = dst;
  let a = src;
  for (let p = 0; p < m; p++) {
    const root = roots + (((p * s) as usize) << 3);
    const c = v128.load32_splat(root);
    const d = v128.load32_splat(root, 4);
    for (let q = 0; q < s; q++) {
      const b = a + far;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      v128.store(to, f32x4.add(ar, br));
      v128.store(to, f32x4.add(ai, bi), 16);
      storeTurned(to + next, f32x4.sub(ar, br), f32x4.sub(ai, bi), c, d);
      a += element;
      to += element;
    }
    to += next;
  }
}

function step3(src: usize, dst: usize, n: i32, s: i32, roots: usize): void {
  const m = n / 3;
  const far = ((s * m) as usize) * element;
  const next = (s as usize) * element;
  const half = f32x4.splat(-0.5);
  const height = f32x4.splat(0.8660254037844386);
  let to = dst;
  let a = src;
  for (let p = 0; p < m; p++) {
    const root = roots + (((p * s) as usize) << 3);
    const root2 = roots + (((2 * p * s) as usize) << 3);
    const c1 = v128.load32_splat(root);
    const d1 = v128.load32_splat(root, 4);
    const c2 = v128.load32_splat(root2);
    const d2 = v128.load32_splat(root2, 4);
    for (let q = 0; q < s; q++) {
      const b = a + far;
      const c = b + far;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      const cr = v128.load(c);
      const ci = v128.load(c, 16);
      const sumR = f32x4.add(br, cr);
      const sumI = f32x4.add(bi, ci);
      const turnR = f32x4.mul(height, f32x4.sub(bi, ci));
      const turnI = f32x4.mul(height, f32x4.sub(cr, br));
      const restR = f32x4.add(ar, f32x4.mul(half, sumR));
      const restI = f32x4.add(ai, f32x4.mul(half, sumI));
      v128.store(to, f32x4.add(ar, sumR));
      v128.store(to, f32x4.add(ai, sumI), 16);
      storeTurned(to + next, f32x4.add(restR, turnR), f32x4.add(restI, turnI), c1, d1);
      storeTurned(to + 2 * next, f32x4.sub(restR, turnR), f32x4.sub(restI, turnI), c2, d2);
      a += element;
      to += element;
    }
    to += 2 * next;
  }
}

function step4(src: usize, dst: usize, n: i32, s: i32, roots: usize): void {
  const m = n / 4;
  const far = ((s * m) as usize) * element;
  const next = (s as usize) * element;
  let to = dst;
  let a = src;
  for (let p = 0; p < m; p++) {
    const root1 = roots + (((p * s) as usize) << 3);
    const root2 = roots + (((2 * p * s) as usize) << 3);
    const root3 = roots + (((3 * p * s) as usize) << 3);
    const c1 = v128.load32_splat(root1);
    const d1 = v128.load32_splat(root1, 4);
    const c2 = v128.load32_splat(root2);
    const d2 = v128.load32_splat(root2, 4);
    const c3 = v128.load32_splat(root3);
    const d3 = v128.load32_splat(root3, 4);
    for (let q = 0; q < s; q++) {
      const b = a + far;
      const c = b + far;
      const d = c + far;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      const cr = v128.load(c);
      const ci = v128.load(c, 16);
      const dr = v128.load(d);
      const di = v128.load(d, 16);
      const sumR = f32x4.add(ar, cr);
      const sumI = f32x4.add(ai, ci);
      const difR = f32x4.sub(ar, cr);
      const difI = f32x4.sub(ai, ci);
      const oddR = f32x4.add(br, dr);
      const oddI = f32x4.add(bi, di);
      const turnR = f32x4.sub(bi, di);
      const turnI = f32x4.sub(dr, br);
      v128.store(to, f32x4.add(sumR, oddR));
      v128.store(to, f32x4.add(sumI, oddI), 16);
      storeTurned(to + next, f32x4.add(difR, turnR), f32x4.add(difI, turnI), c1, d1);
      storeTurned(to + 2 * next, f32x4.sub(sumR, oddR), f32x4.sub(sumI, oddI), c2, d2);
      storeTurned(to + 3 * next, f32x4.sub(difR, turnR), f32x4.sub(difI, turnI), c3, d3);
      a += element;
      to += element;
    }
    to += 3 * next;
  }
}

function step5(src: usize, dst: usize, n: i32, s: i32, roots: usize): void {
  const m = n / 5;
  const far = ((s * m) as usize) * element;
  const next = (s as usize) * element;
  const near1 = f32x4.splat(0.30901699437494745);
  const near2 = f32x4.splat(-0.8090169943749475);
  const high1 = f32x4.splat(0.9510565162951535);
  const high2 = f32x4.splat(0.5877852522924731);
  let to = dst;
  let a = src;
  for (let p = 0; p < m; p++) {
    for (let q = 0; q < s; q++) {
      const b = a + far;
      const c = b + far;
      const d = c + far;
      const e = d + far;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const outerR = f32x4.add(v128.load(b), v128.load(e));
      const outerI = f32x4.add(v128.load(b, 16), v128.load(e, 16));
      const innerR = f32x4.add(v128.load(c), v128.load(d));
      const innerI = f32x4.add(v128.load(c, 16), v128.load(d, 16));
      const outerDR = f32x4.sub(v128.load(b), v128.load(e));
      const outerDI = f32x4.sub(v128.load(b, 16), v128.load(e, 16));
      const innerDR = f32x4.sub(v128.load(c), v128.load(d));
      const innerDI = f32x4.sub(v128.load(c, 16), v128.load(d, 16));
      const re1 = f32x4.add(ar, f32x4.add(f32x4.mul(near1, outerR), f32x4.mul(near2, innerR)));
      const im1 = f32x4.add(ai, f32x4.add(f32x4.mul(near1, outerI), f32x4.mul(near2, innerI)));
      const re2 = f32x4.add(ar, f32x4.add(f32x4.mul(near2, outerR), f32x4.mul(near1, innerR)));
      const im2 = f32x4.add(ai, f32x4.add(f32x4.mul(near2, outerI), f32x4.mul(near1, innerI)));
      const tr1 = f32x4.add(f32x4.mul(high1, outerDI), f32x4.mul(high2, innerDI));
      const ti1 = f32x4.add(f32x4.mul(high1, outerDR), f32x4.mul(high2, innerDR));
      const tr2 = f32x4.sub(f32x4.mul(high2, outerDI), f32x4.mul(high1, innerDI));
      const ti2 = f32x4.sub(f32x4.mul(high2, outerDR), f32x4.mul(high1, innerDR));
      v128.store(to, f32x4.add(ar, f32x4.add(outerR, innerR)));
      v128.store(to, f32x4.add(ai, f32x4.add(outerI, innerI)), 16);
      const root = roots + (((p * s) as usize) << 3);
      const w1 = root;
      const w2 = roots + (((2 * p * s) as usize) << 3);
      const w3 = roots + (((3 * p * s) as usize) << 3);
      const w4 = roots + (((4 * p * s) as usize) << 3);
      storeTurned(to + next, f32x4.add(re1, tr1), f32x4.sub(im1, ti1), v128.load32_splat(w1), v128.load32_splat(w1, 4));
      storeTurned(
        to + 2 * next,
        f32x4.add(re2, tr2),
        f32x4.sub(im2, ti2),
        v128.load32_splat(w2),
        v128.load32_splat(w2, 4),
      );
      storeTurned(
        to + 3 * next,
        f32x4.sub(re2, tr2),
        f32x4.add(im2, ti2),
        v128.load32_splat(w3),
        v128.load32_splat(w3, 4),
      );
      storeTurned(
        to + 4 * next,
        f32x4.sub(re1, tr1),
        f32x4.add(im1, ti1),
        v128.load32_splat(w4),
        v128.load32_splat(w4, 4),
      );
      a += element;
      to += element;
    }
    to += 4 * next;
  }
}

/**
 * Transforms a batch of length n, a product of 2, 3 and 5, from `batch` (8 n floats), with as much room at `spare`.
 * `roots` holds the n roots of unity, interleaved. Returns where the result is: `batch` or `spare`.
 */
export function fftBatch(batch: i32, spare: i32, roots: i32, n: i32): i32 {
  let from = at(batch);
  let to = at(spare);
  const table = at(roots);
  let left = n;
  let s = 1;
  while (left > 1) {
    let radix = 5;
    if (left % 4 === 0) {
      radix = 4;
      step4(from, to, left, s, table);
    } else if (left % 2 === 0) {
      radix = 2;
      step2(from, to, left, s, table);
    } else if (left % 3 === 0) {
      radix = 3;
      step3(from, to, left, s, table);
    } else step5(from, to, left, s, table);
    left /= radix;
    s *= radix;
    const swap = from;
    from = to;
    to = swap;
  }
  return (from >> 2) as i32;
}

/** Multiplies element k of a batch by the complex number (table[2k], table[2k + 1]), k in [0, n). */
export function multiplyBatch(batch: i32, table: i32, n: i32): void {
  let to = at(batch);
  let factor = at(table);
  for (let k = 0; k < n; k++) {
    storeTurned(to, v128.load(to), v128.load(to, 16), v128.load32_splat(factor), v128.load32_splat(factor, 4));
    to += element;
    factor += 8;
  }
}

/** Exchanges real and imaginary parts of a batch: before and after a transform it makes the inverse (times n). */
export function swapBatch(batch: i32, n: i32): void {
  let to = at(batch);
  for (let k = 0; k < n; k++) {
    const re = v128.load(to);
    v128.store(to, v128.load(to, 16));
    v128.store(to, re, 16);
    to += element;
  }
}
