/** An image of another size, straight between the nearest four pixels; shrink by at most two without blurring first. */
export function resize(src: Float32Array, width: number, height: number, w: number, h: number): Float32Array {
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    const v = Math.min(height - 1.001, Math.max(0, ((y + 0.5) * height) / h - 0.5));
    const row = Math.floor(v);
    const tv = v - row;
    for (let x = 0; x < w; x++) {
      const u = Math.min(width - 1.001, Math.max(0, ((x + 0.5) * width) / w - 0.5));
      const column = Math.floor(u);
      const tu = u - column;
      const at = row * width + column;
      out[y * w + x] =
        (src[at] * (1 - tu) + src[at + 1] * tu) * (1 - tv) +
        (src[at + width] * (1 - tu) + src[at + width + 1] * tu) * tv;
    }
  }
  return out;
}
