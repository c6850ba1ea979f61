import { subtract, union } from './set-operations.ts';
import { type Box, boundsOf, clipped, isEmpty, noSpans, SpanList, type Spans } from './spans.ts';

/** A box with `margin` px more on every side, cut to `within`. */
export function widened({ x, y, width, height }: Box, margin: number, within?: Box): Box {
  const wide = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
  if (within === undefined) return wide;
  const left = Math.max(wide.x, within.x);
  const top = Math.max(wide.y, within.y);
  const right = Math.min(wide.x + wide.width, within.x + within.width);
  const bottom = Math.min(wide.y + wide.height, within.y + within.height);
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** The pixels of a box that are not in the set. */
export function complement(spans: Spans, { x, y, width, height }: Box): Spans {
  const list = new SpanList();
  for (let row = y; row < y + height; row++) list.push(row, x, x + width);
  return subtract(list.take(), spans);
}

/** Half the width of row d of a disc of radius r: the largest whole w with w² + d² <= r². */
function discRows(r: number): Int32Array {
  return Int32Array.from({ length: Math.floor(r) + 1 }, (_, d) => {
    let w = Math.floor(Math.sqrt(r * r - d * d));
    while ((w + 1) * (w + 1) + d * d <= r * r) w++;
    while (w > 0 && w * w + d * d > r * r) w--;
    return w;
  });
}

/**
 * Every pixel at most `r` px (Euclidean, between centres) from the set: dilation by a disc. Nothing grows out of `within`, the image.
 * Two walks over the box: distances along the columns, then each row is the union of the discs' rows that reach it.
 */
export function grown(spans: Spans, r: number, within?: Box): Spans {
  const inside = within === undefined ? spans : clipped(spans, within);
  if (isEmpty(inside) || !(r >= 1)) return inside;
  const half = discRows(r);
  const far = half.length;
  const { x: left, y: top, width, height } = widened(boundsOf(inside), far - 1, within);
  // Rows down to the nearest pixel of the set; `far` when it is too far.
  const below = new Uint16Array(width * height).fill(far);
  const { rows } = inside;
  for (let k = 0; k < rows.length; k += 3) {
    const row = (rows[k] - top) * width - left;
    below.fill(0, row + rows[k + 1], row + rows[k + 2]);
  }
  for (let i = width * (height - 1) - 1; i >= 0; i--) if (below[i + width] < below[i]) below[i] = below[i + width] + 1;
  const above = new Uint16Array(width).fill(far);
  const froms = new Int32Array(width);
  const tos = new Int32Array(width);
  const list = new SpanList();
  for (let row = 0; row < height; row++) {
    const origin = row * width;
    let count = 0;
    for (let x = 0; x < width; x++) {
      const down = below[origin + x];
      let d = above[x];
      d = down === 0 ? 0 : d < far ? d + 1 : far;
      above[x] = d;
      if (down < d) d = down;
      if (d === far) continue;
      let from = x - half[d];
      let to = x + half[d] + 1;
      // Mostly the row's last span only gets longer.
      while (count > 0 && tos[count - 1] >= from) {
        count--;
        if (froms[count] < from) from = froms[count];
        if (tos[count] > to) to = tos[count];
      }
      froms[count] = from;
      tos[count++] = to;
    }
    for (let k = 0; k < count; k++) list.push(top + row, left + Math.max(0, froms[k]), left + Math.min(width, tos[k]));
  }
  return list.take();
}

/**
 * The pixels of the set that are more than `r` px from every pixel outside it: erosion by a disc. What lies outside `within`, the
 * image, is neither in nor out: a set does not shrink away from the image's edge.
 */
export function shrunk(spans: Spans, r: number, within?: Box): Spans {
  const inside = within === undefined ? spans : clipped(spans, within);
  if (isEmpty(inside)) return noSpans;
  if (!(r >= 1)) return inside;
  const box = widened(boundsOf(inside), 1, within);
  return subtract(inside, grown(complement(inside, box), r, box));
}

/** Without what a disc of radius r that stays inside can't reach: bridges and tips thinner than it. */
export const opened = (spans: Spans, r: number, within?: Box): Spans => grown(shrunk(spans, r, within), r, within);

/** With all that a disc of radius r that stays outside can't reach: cracks, notches and pinholes. */
export const closed = (spans: Spans, r: number, within?: Box): Spans => shrunk(grown(spans, r, within), r, within);

/**
 * The set with a smoother outline: a pixel is in when more than half of the pixels within r of it are (a tie leaves it as it was).
 * Straight outlines stay where they are, so that areas hardly change; what is thinner than about r goes.
 */
export function smoothed(spans: Spans, r: number, within?: Box): Spans {
  const inside = within === undefined ? spans : clipped(spans, within);
  if (isEmpty(inside) || !(r >= 1)) return inside;
  const half = discRows(r);
  const reach = half.length - 1;
  const core = shrunk(inside, r, within);
  const band = subtract(grown(inside, r, within), core);
  const { x: left, y: top, width, height } = widened(boundsOf(inside), 2 * reach + 1, within);
  // Number of pixels of the set before each column of a row.
  const pitch = width + 1;
  const before = new Int32Array(pitch * height);
  const { rows } = inside;
  for (let k = 0; k < rows.length; k += 3) {
    const row = (rows[k] - top) * pitch + 1 - left;
    before.fill(1, row + rows[k + 1], row + rows[k + 2]);
  }
  for (let row = 0; row < before.length; row += pitch)
    for (let i = row + 1; i < row + pitch; i++) before[i] += before[i - 1];
  const list = new SpanList();
  for (let k = 0; k < band.rows.length; k += 3) {
    const y = band.rows[k] - top;
    const first = Math.max(-reach, -y);
    const last = Math.min(reach, height - 1 - y);
    for (let x = band.rows[k + 1] - left; x < band.rows[k + 2] - left; x++) {
      let own = 0;
      let all = 0;
      for (let d = first; d <= last; d++) {
        const w = half[d < 0 ? -d : d];
        const from = x > w ? x - w : 0;
        const to = x + w + 1 < width ? x + w + 1 : width;
        own += before[(y + d) * pitch + to] - before[(y + d) * pitch + from];
        all += to - from;
      }
      const was = before[y * pitch + x + 1] - before[y * pitch + x];
      if (2 * own > all || (2 * own === all && was === 1)) list.push(top + y, left + x, left + x + 1);
    }
  }
  return union(core, list.take());
}
