/** How an image continues beyond its border, in SciPy's words: nearest = a a a | a b c d | d d d, reflect = b a | a b c d | d c. */
export type Edge = 'nearest' | 'reflect';

/** The row or column inside [0, length) that stands for `at`. */
export function insideIndex(at: number, length: number, edge: Edge): number {
  if (at >= 0 && at < length) return at;
  if (edge === 'nearest') return at < 0 ? 0 : length - 1;
  const period = 2 * length;
  const phase = ((at % period) + period) % period;
  return phase < length ? phase : period - 1 - phase;
}

/**
 * Copies columns [from, from + count) of row `y` of an image of this width into `scratch` at `to`; columns and rows
 * outside the image are made up as `edge` says.
 */
export function loadRow(
  scratch: Float32Array,
  to: number,
  data: Float32Array,
  width: number,
  height: number,
  y: number,
  from: number,
  count: number,
  edge: Edge,
): void {
  const row = insideIndex(y, height, edge) * width;
  const first = Math.max(0, from);
  const last = Math.min(width, from + count);
  if (last > first) scratch.set(data.subarray(row + first, row + last), to + first - from);
  for (let x = from; x < Math.min(first, from + count); x++)
    scratch[to + x - from] = data[row + insideIndex(x, width, edge)];
  for (let x = Math.max(last, from); x < from + count; x++)
    scratch[to + x - from] = data[row + insideIndex(x, width, edge)];
}
