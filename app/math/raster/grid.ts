import { type Box, boundsOf, firstOfRow, SpanList, type Spans } from './spans.ts';

export type GridData = Uint8Array | Uint16Array | Uint32Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Values of pixels (0, 0) .. (width - 1, height - 1), row-major (y, x). */
export interface Grid<Data extends GridData = GridData> {
  readonly width: number;
  readonly height: number;
  readonly data: Data;
}

/** The part of `box` that lies in a grid; the whole grid without a box. */
export function boxIn({ width, height }: Grid, box?: Box): Box {
  if (box === undefined) return { x: 0, y: 0, width, height };
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(width, box.x + box.width) - x),
    height: Math.max(0, Math.min(height, box.y + box.height) - y),
  };
}

/** The pixels whose value lies in [low, high], in the whole grid or in a box. NaN lies in no range. */
export function spansInRange(grid: Grid, low: number, high: number, box?: Box): Spans {
  const { width, data } = grid;
  const part = boxIn(grid, box);
  const list = new SpanList();
  const stop = part.y + part.height;
  for (let y = part.y; y < stop; y++) {
    const row = y * width;
    const end = row + part.x + part.width;
    for (let i = row + part.x; i < end; i++) {
      if (!(data[i] >= low && data[i] <= high)) continue;
      const from = i;
      while (i < end && data[i] >= low && data[i] <= high) i++;
      list.push(y, from - row, i - row);
    }
  }
  return list.take();
}

/** The pixels with a value, in the whole grid or in a box. */
export const spansOfValue = (grid: Grid, value: number, box?: Box): Spans => spansInRange(grid, value, value, box);

/** The pixels of `spans` whose value lies in [low, high]: what a brush limited to a range paints. */
export function limitedToRange(spans: Spans, grid: Grid, low: number, high: number): Spans {
  const { width, height, data } = grid;
  const { rows } = spans;
  const list = new SpanList();
  for (let k = firstOfRow(spans, 0); k < rows.length && rows[k] < height; k += 3) {
    const row = rows[k] * width;
    const end = row + Math.min(width, rows[k + 2]);
    for (let i = row + Math.max(0, rows[k + 1]); i < end; i++) {
      if (!(data[i] >= low && data[i] <= high)) continue;
      const from = i;
      while (i < end && data[i] >= low && data[i] <= high) i++;
      list.push(rows[k], from - row, i - row);
    }
  }
  return list.take();
}

/** Writes `value` on the pixels of `spans` that lie in the grid; (x, y) is the place of the grid's first pixel. */
export function paintSpans({ rows }: Spans, grid: Grid, value: number, x = 0, y = 0): void {
  const { width, height, data } = grid;
  for (let k = 0; k < rows.length; k += 3) {
    const row = rows[k] - y;
    if (row < 0 || row >= height) continue;
    const from = Math.max(0, rows[k + 1] - x);
    const to = Math.min(width, rows[k + 2] - x);
    if (to > from) data.fill(value, row * width + from, row * width + to);
  }
}

/** A set of pixels as runs in its own bounding box: pairs (first index in the box, row-major; length), none over a row's end. */
export interface BoxRuns extends Box {
  readonly runs: Uint32Array;
}

/** The set as runs in its bounding box; null for the empty set. */
export function runsOfSpans(spans: Spans): BoxRuns | null {
  const { rows } = spans;
  if (rows.length === 0) return null;
  const box = boundsOf(spans);
  const runs = new Uint32Array((rows.length / 3) * 2);
  for (let k = 0, r = 0; k < rows.length; k += 3, r += 2) {
    runs[r] = (rows[k] - box.y) * box.width + rows[k + 1] - box.x;
    runs[r + 1] = rows[k + 2] - rows[k + 1];
  }
  return { ...box, runs };
}

export function spansOfRuns({ x, y, width, runs }: BoxRuns): Spans {
  const list = new SpanList();
  for (let r = 0; r < runs.length; r += 2) {
    const row = Math.floor(runs[r] / width);
    const from = x + runs[r] - row * width;
    list.push(y + row, from, from + runs[r + 1]);
  }
  return list.take();
}
