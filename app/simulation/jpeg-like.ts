import type { Frame } from './scene.ts';

const side = 8;

/** Rows of the orthonormal cosine transform of eight points. */
const cosines = Float64Array.from({ length: side * side }, (_, i) => {
  const [u, x] = [Math.floor(i / side), i % side];
  return (u === 0 ? Math.sqrt(1 / side) : Math.sqrt(2 / side)) * Math.cos(((2 * x + 1) * u * Math.PI) / (2 * side));
});

/** The same, transposed: what takes coefficients back to points. */
const transposed = Float64Array.from(cosines, (_, i) => cosines[(i % side) * side + Math.floor(i / side)]);

/** a becomes m a m^T; eight products at once keep the row in registers. */
function transform(a: Float64Array, between: Float64Array, m: Float64Array): void {
  for (let pass = 0; pass < 2; pass++) {
    const [src, dst] = pass === 0 ? [a, between] : [between, a];
    for (let r = 0; r < side; r++) {
      const o = r * side;
      const [a0, a1, a2, a3] = [src[o], src[o + 1], src[o + 2], src[o + 3]];
      const [a4, a5, a6, a7] = [src[o + 4], src[o + 5], src[o + 6], src[o + 7]];
      // written as a column, so that the second pass works on the other axis and turns the block back
      for (let u = 0, w = 0; u < side; u++, w += side)
        dst[u * side + r] =
          a0 * m[w] +
          a1 * m[w + 1] +
          a2 * m[w + 2] +
          a3 * m[w + 3] +
          a4 * m[w + 4] +
          a5 * m[w + 5] +
          a6 * m[w + 6] +
          a7 * m[w + 7];
    }
  }
}

/**
 * What block-wise compression leaves of grey levels 0..255: each 8 x 8 block's cosine coefficients are rounded to multiples that grow with
 * frequency, as JPEG does. `loss` 1 is hardly seen, 8 shows blocks. Rounded to whole levels.
 */
export function compressed(data: Float32Array, { width, height }: Frame, loss: number): Float32Array {
  const out = new Float32Array(data.length);
  const steps = Float64Array.from({ length: side * side }, (_, i) => {
    const order = Math.floor(i / side) + (i % side);
    return loss * (2 + 0.9 * order + 0.11 * order * order);
  });
  const block = new Float64Array(side * side);
  const between = new Float64Array(side * side);
  for (let by = 0; by < height; by += side)
    for (let bx = 0; bx < width; bx += side) {
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++)
          block[y * side + x] = data[Math.min(height - 1, by + y) * width + Math.min(width - 1, bx + x)] - 128;
      transform(block, between, cosines);
      for (let i = 0; i < block.length; i++) block[i] = Math.round(block[i] / steps[i]) * steps[i];
      transform(block, between, transposed);
      for (let y = 0; y < side && by + y < height; y++)
        for (let x = 0; x < side && bx + x < width; x++)
          out[(by + y) * width + bx + x] = Math.min(255, Math.max(0, Math.round(block[y * side + x] + 128)));
    }
  return out;
}
