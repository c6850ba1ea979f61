// How signals get into a batch of transforms (fft.ts) and back: rows, columns, pairs of real signals.
import { at } from './memory';

/** Bytes of one element: four real parts, four imaginary parts. */
const element: usize = 32;

/** Batch from four neighbouring columns: element k = re[k pitch .. + 3], im[k pitch .. + 3]. */
export function gatherColumns(batch: i32, re: i32, im: i32, pitch: i32, n: i32): void {
  let to = at(batch);
  for (let k = 0; k < n; k++) {
    v128.store(to, v128.load(at(re + k * pitch)));
    v128.store(to, v128.load(at(im + k * pitch)), 16);
    to += element;
  }
}

/** The reverse of `gatherColumns`, times `scale`. */
export function scatterColumns(batch: i32, re: i32, im: i32, pitch: i32, scale: f32, n: i32): void {
  let from = at(batch);
  const s = f32x4.splat(scale);
  for (let k = 0; k < n; k++) {
    v128.store(at(re + k * pitch), f32x4.mul(s, v128.load(from)));
    v128.store(at(im + k * pitch), f32x4.mul(s, v128.load(from, 16)));
    from += element;
  }
}

/** One half (real: 0, imaginary: 4) of a batch from four rows `pitch` apart: element k, lane r = row r at k. */
export function gatherRows(batch: i32, half: i32, rows: i32, pitch: i32, n: i32): void {
  for (let k = 0; k < n; k++) {
    const to = at(batch + 8 * k + half);
    const from = at(rows + k);
    const step = at(pitch);
    store<f32>(to, load<f32>(from));
    store<f32>(to, load<f32>(from + step), 4);
    store<f32>(to, load<f32>(from + 2 * step), 8);
    store<f32>(to, load<f32>(from + 3 * step), 12);
  }
}

/** The reverse of `gatherRows`, times `scale`. */
export function scatterRows(batch: i32, half: i32, rows: i32, pitch: i32, scale: f32, n: i32): void {
  for (let k = 0; k < n; k++) {
    const from = at(batch + 8 * k + half);
    const to = at(rows + k);
    const step = at(pitch);
    store<f32>(to, scale * load<f32>(from));
    store<f32>(to + step, scale * load<f32>(from, 4));
    store<f32>(to + 2 * step, scale * load<f32>(from, 8));
    store<f32>(to + 3 * step, scale * load<f32>(from, 12));
  }
}

/**
 * Parts the spectra of two real signals that went through one transform as real and imaginary part: for frequencies k
 * in [0, half], `first` = (Z[k] + conj Z[n - k]) / 2, `second` = (Z[k] - conj Z[n - k]) / 2i. All are batches.
 */
export function partReal(batch: i32, first: i32, second: i32, n: i32, half: i32): void {
  const one = f32x4.splat(0.5);
  for (let k = 0; k <= half; k++) {
    const a = at(batch + 8 * k);
    const b = at(batch + 8 * (k === 0 ? 0 : n - k));
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    v128.store(at(first + 8 * k), f32x4.mul(one, f32x4.add(ar, br)));
    v128.store(at(first + 8 * k), f32x4.mul(one, f32x4.sub(ai, bi)), 16);
    v128.store(at(second + 8 * k), f32x4.mul(one, f32x4.add(ai, bi)));
    v128.store(at(second + 8 * k), f32x4.mul(one, f32x4.sub(br, ar)), 16);
  }
}

/** The reverse of `partReal`: Z[k] = first[k] + i second[k], Z[n - k] = conj first[k] + i conj second[k]. */
export function joinReal(batch: i32, first: i32, second: i32, n: i32, half: i32): void {
  for (let k = 0; k <= half; k++) {
    const fr = v128.load(at(first + 8 * k));
    const fi = v128.load(at(first + 8 * k), 16);
    const sr = v128.load(at(second + 8 * k));
    const si = v128.load(at(second + 8 * k), 16);
    if (k > 0) {
      const mirror = at(batch + 8 * (n - k));
      v128.store(mirror, f32x4.add(fr, si));
      v128.store(mirror, f32x4.sub(sr, fi), 16);
    }
    const to = at(batch + 8 * k);
    v128.store(to, f32x4.sub(fr, si));
    v128.store(to, f32x4.add(fi, sr), 16);
  }
}
