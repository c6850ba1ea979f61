import type { Frame } from './scene.ts';

const side = 8;

/** Rows of the orthonormal cosine transform of eight points. */
const cosines = Float64Array.from({ length: side * side }, (_, i) => {
  const [u, x] = [Math.floor(i / side), i % side];
  return (u === 0 ? Math.sqrt(1 / side) : Math.sqrt(2 / side)) * Math.cos(((2 * x + 1) * u * Math.PI) / (2 * side));
});

/** out = m a m^T, or m^T a m when `back`. */
function transform(a: Float64Array, between: Float64Array, back: boolean): void {
  for (let r = 0; r < side; r++)
    for (let u = 0; u < side; u++) {
      let sum = 0;
      for (let x = 0; x < side; x++) sum += a[r * side + x] * cosines[back ? x * side + u : u * side + x];
      between[r * side + u] = sum;
    }
  for (let v = 0; v < side; v++)
    for (let u = 0; u < side; u++) {
      let sum = 0;
      for (let y = 0; y < side; y++) sum += between[y * side + u] * cosines[back ? y * side + v : v * side + y];
      a[v * side + u] = sum;
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
      transform(block, between, false);
      for (let i = 0; i < block.length; i++) block[i] = Math.round(block[i] / steps[i]) * steps[i];
      transform(block, between, true);
      for (let y = 0; y < side && by + y < height; y++)
        for (let x = 0; x < side && bx + x < width; x++)
          out[(by + y) * width + bx + x] = Math.min(255, Math.max(0, Math.round(block[y * side + x] + 128)));
    }
  return out;
}
