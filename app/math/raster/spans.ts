// Sets of pixels as row spans. Coordinates are whole numbers and may be negative; the centre of pixel (x, y) is the point (x, y).

/** A set of pixels. */
export interface Spans {
  /**
   * Triples (y, from, to): columns [from, to) of row y. Ascending by y, then by `from`; between two spans of a row at least one
   * column is empty, so that equal sets have equal arrays.
   */
  readonly rows: Int32Array;
}

/** A rectangle of pixels: columns [x, x + width), rows [y, y + height). */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const noSpans: Spans = { rows: new Int32Array(0) };

/** Collects spans that come in order (by row, then by column); such as touch or overlap are joined. */
export class SpanList {
  #rows = new Int32Array(96);
  #length = 0;

  /** Adds [from, to) of row y; nothing when it is empty. `from` must not lie before that of the row's last span. */
  push(y: number, from: number, to: number): void {
    if (to <= from) return;
    const rows = this.#rows;
    const end = this.#length;
    if (end > 0 && rows[end - 3] === y && from <= rows[end - 1]) {
      if (to > rows[end - 1]) rows[end - 1] = to;
      return;
    }
    if (end === rows.length) {
      this.#rows = new Int32Array(end * 2);
      this.#rows.set(rows);
    }
    this.#rows[end] = y;
    this.#rows[end + 1] = from;
    this.#rows[end + 2] = to;
    this.#length = end + 3;
  }

  /** What was collected, and starts anew. */
  take(): Spans {
    const rows = this.#rows.slice(0, this.#length);
    this.#length = 0;
    return { rows };
  }
}

export const isEmpty = ({ rows }: Spans): boolean => rows.length === 0;

/** Number of pixels. */
export function areaOf({ rows }: Spans): number {
  let area = 0;
  for (let k = 0; k < rows.length; k += 3) area += rows[k + 2] - rows[k + 1];
  return area;
}

/** The smallest box that holds all pixels; a box of no pixels for the empty set. */
export function boundsOf({ rows }: Spans): Box {
  if (rows.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let left = rows[1];
  let right = rows[2];
  for (let k = 3; k < rows.length; k += 3) {
    if (rows[k + 1] < left) left = rows[k + 1];
    if (rows[k + 2] > right) right = rows[k + 2];
  }
  return { x: left, y: rows[0], width: right - left, height: rows[rows.length - 3] - rows[0] + 1 };
}

/** Index into `rows` of the first span that starts in a row from y on; `rows.length` when there is none. */
export function firstOfRow({ rows }: Spans, y: number): number {
  let low = 0;
  let high = rows.length / 3;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[3 * middle] < y) low = middle + 1;
    else high = middle;
  }
  return 3 * low;
}

/** Whether pixel (x, y) is in the set. */
export function hasPixel(spans: Spans, x: number, y: number): boolean {
  const { rows } = spans;
  for (let k = firstOfRow(spans, y); k < rows.length && rows[k] === y && rows[k + 1] <= x; k += 3)
    if (x < rows[k + 2]) return true;
  return false;
}

/** The pixels that lie in a box. */
export function clipped(spans: Spans, box: Box): Spans {
  const { rows } = spans;
  const list = new SpanList();
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  for (let k = firstOfRow(spans, box.y); k < rows.length && rows[k] < bottom; k += 3)
    list.push(rows[k], Math.max(box.x, rows[k + 1]), Math.min(right, rows[k + 2]));
  return list.take();
}

/** The set moved by (dx, dy) whole pixels. */
export function shifted({ rows }: Spans, dx: number, dy: number): Spans {
  const moved = new Int32Array(rows.length);
  for (let k = 0; k < rows.length; k += 3) {
    moved[k] = rows[k] + dy;
    moved[k + 1] = rows[k + 1] + dx;
    moved[k + 2] = rows[k + 2] + dx;
  }
  return { rows: moved };
}

/** Mean of the pixel centres, px; undefined for the empty set. */
export function centroidOf({ rows }: Spans): { x: number; y: number } | undefined {
  let area = 0;
  let sumX = 0;
  let sumY = 0;
  for (let k = 0; k < rows.length; k += 3) {
    const length = rows[k + 2] - rows[k + 1];
    area += length;
    sumX += (length * (rows[k + 1] + rows[k + 2] - 1)) / 2;
    sumY += length * rows[k];
  }
  return area === 0 ? undefined : { x: sumX / area, y: sumY / area };
}
