import { paintSpans } from './grid.ts';
import { boundsOf, isEmpty, SpanList, type Spans } from './spans.ts';

/** Links of a pixel to the neighbours that come after it: right, below left, below, below right. */
const linkX = Int8Array.from([1, -1, 0, 1]);
const linkY = Int8Array.from([0, 1, 1, 1]);

/** Far under any drawn precision: moves lines off pixel centres, so that no centre lies on a line. */
const nudgeX = 1.234567e-7;
const nudgeY = 2.718281e-7;

/**
 * Marks in `cut` (one bit a link, at its upper or left pixel) the links between neighbouring pixel centres that a segment crosses. The
 * plane starts at (left, top).
 */
function markCrossed(
  cut: Uint8Array,
  left: number,
  top: number,
  width: number,
  height: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): void {
  const side = (x: number, y: number): boolean => (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0;
  const y1 = Math.min(height - 1, Math.ceil(Math.max(ay, by)) - top);
  for (let v = Math.max(0, Math.floor(Math.min(ay, by)) - 1 - top); v <= y1; v++) {
    // Columns near the part of the segment between this row and the next.
    const y = top + v;
    let t0 = 0;
    let t1 = 1;
    if (Math.abs(by - ay) > 1e-9) {
      const s0 = (y - 1 - ay) / (by - ay);
      const s1 = (y + 2 - ay) / (by - ay);
      t0 = Math.max(0, Math.min(s0, s1));
      t1 = Math.min(1, Math.max(s0, s1));
      if (t0 > t1) continue;
    }
    const x0 = ax + t0 * (bx - ax);
    const x1 = ax + t1 * (bx - ax);
    const end = Math.min(width - 1, Math.ceil(Math.max(x0, x1)) + 1 - left);
    for (let u = Math.max(0, Math.floor(Math.min(x0, x1)) - 1 - left); u <= end; u++) {
      const x = left + u;
      const here = side(x, y);
      for (let link = 0; link < 4; link++) {
        const dx = linkX[link];
        const dy = linkY[link];
        if (side(x + dx, y + dy) === here) continue;
        const beforeA = dx * (ay - y) - dy * (ax - x) > 0;
        const beforeB = dx * (by - y) - dy * (bx - x) > 0;
        if (beforeA !== beforeB) cut[v * width + u] |= 1 << link;
      }
    }
  }
}

/**
 * Splits a set along a drawn line: neighbouring pixels (8 neighbours) between whose centres the line passes no longer hang together.
 * The parts in order of their first pixel (row-major), each pixel in exactly one; as many as `partsOf` finds when the line parts
 * nothing.
 * @param line (x, y) of its points in turn, px; not closed
 */
export function cutAlong(spans: Spans, line: ArrayLike<number>): Spans[] {
  if (isEmpty(spans)) return [];
  const bounds = boundsOf(spans);
  // One empty pixel around, so that neighbours need no bounds.
  const left = bounds.x - 1;
  const top = bounds.y - 1;
  const width = bounds.width + 2;
  const height = bounds.height + 2;
  const unvisited = -1;
  const part = new Int32Array(width * height);
  paintSpans(spans, { width, height, data: part }, unvisited, left, top);
  const cut = new Uint8Array(width * height);
  for (let k = 0; k + 3 < line.length; k += 2) {
    const ax = line[k] + nudgeX;
    const ay = line[k + 1] + nudgeY;
    markCrossed(cut, left, top, width, height, ax, ay, line[k + 2] + nudgeX, line[k + 3] + nudgeY);
  }
  const open = new Int32Array(part.length);
  const steps = Int32Array.from(linkX, (dx, link) => linkY[link] * width + dx);
  let count = 0;
  for (let first = 0; first < part.length; first++) {
    if (part[first] !== unvisited) continue;
    part[first] = ++count;
    open[0] = first;
    for (let size = 1; size > 0; ) {
      const here = open[--size];
      for (let link = 0; link < 4; link++) {
        const bit = 1 << link;
        const after = here + steps[link];
        if (part[after] === unvisited && (cut[here] & bit) === 0) {
          part[after] = count;
          open[size++] = after;
        }
        const before = here - steps[link];
        if (part[before] === unvisited && (cut[before] & bit) === 0) {
          part[before] = count;
          open[size++] = before;
        }
      }
    }
  }
  const lists = Array.from({ length: count }, () => new SpanList());
  for (let v = 0; v < height; v++) {
    const row = v * width;
    for (let i = row; i < row + width; ) {
      const own = part[i];
      const from = i;
      while (i < row + width && part[i] === own) i++;
      if (own > 0) lists[own - 1].push(top + v, left + from - row, left + i - row);
    }
  }
  return lists.map((list) => list.take());
}
