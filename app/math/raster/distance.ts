/** Distance along a column where there is nothing to measure to, px; its square and that of an image's side add up in 32 bits. */
const endless = 30_000;

/**
 * Exact squared Euclidean distance of every pixel to the nearest pixel of value `target`, px²; at least 9e8 where there is none.
 * Distances along the columns first, then for every row the lower envelope of the parabolas that stand on them. P. Felzenszwalb and
 * D. Huttenlocher, Theory of Computing 8 (2012) 415; A. Meijster et al. (2000).
 * @param plane row-major, sides under 23,000
 */
export function squaredDistances(plane: Uint8Array, width: number, height: number, target: number): Int32Array {
  const out = new Int32Array(width * height);
  for (let x = 0; x < width; x++) {
    let distance = endless;
    for (let i = x; i < out.length; i += width) {
      distance = plane[i] === target ? 0 : distance < endless ? distance + 1 : endless;
      out[i] = distance;
    }
    for (let i = out.length - width + x; i >= 0; i -= width) {
      distance = out[i] === 0 ? 0 : distance < endless ? distance + 1 : endless;
      if (distance < out[i]) out[i] = distance;
    }
  }
  const square = new Int32Array(width);
  const vertex = new Int32Array(width);
  const begin = new Int32Array(width);
  for (let row = 0; row < out.length; row += width) {
    for (let x = 0; x < width; x++) square[x] = out[row + x] * out[row + x];
    let top = 0;
    vertex[0] = 0;
    begin[0] = 0;
    for (let x = 1; x < width; x++) {
      while (top >= 0) {
        const at = begin[top];
        const old = at - vertex[top];
        const own = at - x;
        if (old * old + square[vertex[top]] <= own * own + square[x]) break;
        top--;
      }
      if (top < 0) {
        top = 0;
        vertex[0] = x;
        begin[0] = 0;
        continue;
      }
      const v = vertex[top];
      const from = 1 + Math.floor(((x - v) * (x + v) + square[x] - square[v]) / (2 * (x - v)));
      if (from < width) {
        top++;
        vertex[top] = x;
        begin[top] = from;
      }
    }
    for (let x = width - 1; x >= 0; x--) {
      const d = x - vertex[top];
      out[row + x] = d * d + square[vertex[top]];
      if (x === begin[top]) top--;
    }
  }
  return out;
}
