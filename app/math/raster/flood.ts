import { boxIn, type Grid } from './grid.ts';
import { type Box, boundsOf, noSpans, type Spans } from './spans.ts';

/** Spans found, row by row in any order, and those whose neighbours are still to be looked at; both grow by doubling. */
class Frontier {
  count = 0;
  /** Sextuples (y, from, to; from, to of the span above or below that led here, and on which side it lies: -1, 1 or 0). */
  data = new Int32Array(6 * 1024);

  push(y: number, from: number, to: number, knownFrom: number, knownTo: number, side: number): void {
    let at = 6 * this.count++;
    if (at === this.data.length) {
      const larger = new Int32Array(2 * at);
      larger.set(this.data);
      this.data = larger;
    }
    const { data } = this;
    data[at++] = y;
    data[at++] = from;
    data[at++] = to;
    data[at++] = knownFrom;
    data[at++] = knownTo;
    data[at] = side;
  }
}

/**
 * The pixels that hang together (over edges) with pixel (x, y) and have its value; empty when it lies outside. With a box only
 * pixels in it count. Every row of the region is scanned once, span by span.
 */
export function floodRegion(grid: Grid, x: number, y: number, box?: Box): Spans {
  const { width, data } = grid;
  const part = boxIn(grid, box);
  const right = part.x + part.width;
  const bottom = part.y + part.height;
  if (!(x >= part.x && x < right && y >= part.y && y < bottom)) return noSpans;
  const value = data[y * width + x];
  const seen = new Uint8Array(part.width * part.height);
  const frontier = new Frontier();
  const { x: left, y: top } = part;

  // Long rows of bytes are looked at four at a time.
  const words =
    data instanceof Uint8Array && data.byteOffset % 4 === 0
      ? new Uint32Array(data.buffer, data.byteOffset, data.length >> 2)
      : null;
  const four = Math.imul(value, 0x01010101) >>> 0;
  /** Where the pixels of this value end that begin at or before index `i`; at most `end`. */
  const endOf = (i: number, end: number): number => {
    let at = i;
    if (words !== null) {
      while (at < end && (at & 3) !== 0 && data[at] === value) at++;
      if ((at & 3) === 0) {
        const last = end >> 2;
        let word = at >> 2;
        while (word < last && words[word] === four) word++;
        at = word << 2;
      }
    }
    while (at < end && data[at] === value) at++;
    return at;
  };

  /** Takes the whole span through (column, row) of a row and returns its end. */
  const take = (column: number, row: number, knownFrom: number, knownTo: number, side: number): number => {
    const origin = row * width;
    let from = column;
    let to = column + 1;
    while (from > left && data[origin + from - 1] === value) from--;
    to = endOf(origin + to, origin + right) - origin;
    const mark = (row - top) * part.width - left;
    seen.fill(1, mark + from, mark + to);
    frontier.push(row, from, to, knownFrom, knownTo, side);
    return to;
  };
  /** Takes what touches columns [from, to) of a row. */
  const look = (row: number, from: number, to: number, knownFrom: number, knownTo: number, side: number): void => {
    if (row < top || row >= bottom) return;
    const origin = row * width;
    const mark = (row - top) * part.width - left;
    for (let c = from; c < to; c++) {
      if (data[origin + c] === value && seen[mark + c] === 0) c = take(c, row, knownFrom, knownTo, side);
    }
  };

  take(x, y, 0, 0, 0);
  for (let k = 0; k < frontier.count; k++) {
    const at = 6 * k;
    const row = frontier.data[at];
    const from = frontier.data[at + 1];
    const to = frontier.data[at + 2];
    const knownFrom = frontier.data[at + 3];
    const knownTo = frontier.data[at + 4];
    const side = frontier.data[at + 5];
    for (let way = -1; way <= 1; way += 2) {
      if (side !== way) look(row + way, from, to, from, to, -way);
      else {
        // Over the columns of the span that led here everything on its side is known.
        look(row + way, from, Math.min(to, knownFrom), from, to, -way);
        look(row + way, Math.max(from, knownTo), to, from, to, -way);
      }
    }
  }
  return inOrder(frontier, top, part.height);
}

/**
 * The hole at a pixel: the pixels that hang together with it and have its value, when they reach no edge of the grid, so that something
 * else encloses them; else empty.
 */
export function enclosedRegion(grid: Grid, x: number, y: number): Spans {
  const region = floodRegion(grid, x, y);
  const box = boundsOf(region);
  const open = box.x === 0 || box.y === 0 || box.x + box.width === grid.width || box.y + box.height === grid.height;
  return open ? noSpans : region;
}

/** Sorts spans by row (counting), then by column within a row. */
function inOrder({ data, count }: Frontier, top: number, height: number): Spans {
  const start = new Int32Array(height + 1);
  for (let k = 0; k < count; k++) start[data[6 * k] - top + 1]++;
  for (let row = 0; row < height; row++) start[row + 1] += start[row];
  const next = start.slice(0, height);
  const rows = new Int32Array(3 * count);
  for (let k = 0; k < count; k++) {
    const y = data[6 * k];
    const from = data[6 * k + 1];
    const first = 3 * start[y - top];
    let at = 3 * next[y - top]++;
    for (; at > first && rows[at - 2] > from; at -= 3) {
      rows[at] = rows[at - 3];
      rows[at + 1] = rows[at - 2];
      rows[at + 2] = rows[at - 1];
    }
    rows[at] = y;
    rows[at + 1] = from;
    rows[at + 2] = data[6 * k + 2];
  }
  return { rows };
}
