import { CapsuleRows } from './discs.ts';
import { type Box, boundsOf, SpanList, type Spans } from './spans.ts';

/** What a new point added to a stroke. */
export interface StrokeGrowth {
  /** Pixels that were not in the stroke before. */
  readonly added: Spans;
  /** The smallest box around them. */
  readonly dirty: Box;
}

/**
 * The pixels whose centre is within r of a polyline, r going evenly from one point's radius to the next one's. Grows point by point
 * and says what each point adds. Coordinates and radii in px.
 */
export class Stroke {
  /** For each row from `#top`: ends of its spans (from, to, from, to ...), ascending, non-touching. */
  #rows: number[][] = [];
  #top = 0;
  #last: { x: number; y: number; r: number } | undefined;
  readonly #capsule = new CapsuleRows();
  readonly #added = new SpanList();

  /** Goes on to (x, y) with radius r. */
  add(x: number, y: number, r: number): StrokeGrowth {
    this.#cover(x, y, r, this.#added);
    const added = this.#added.take();
    return { added, dirty: boundsOf(added) };
  }

  /** As `add`, without saying what is new. */
  extend(x: number, y: number, r: number): void {
    this.#cover(x, y, r, undefined);
  }

  /** All pixels so far. */
  spans(): Spans {
    const list = new SpanList();
    for (let i = 0; i < this.#rows.length; i++) {
      const row = this.#rows[i];
      for (let k = 0; k < row.length; k += 2) list.push(this.#top + i, row[k], row[k + 1]);
    }
    return list.take();
  }

  #cover(x: number, y: number, r: number, added: SpanList | undefined): void {
    const last = this.#last ?? { x, y, r };
    const rows = this.#capsule;
    rows.set({ ax: last.x, ay: last.y, ar: last.r, bx: x, by: y, br: r });
    this.#last = { x, y, r };
    if (rows.bottom <= rows.top) return;
    this.#reach(rows.top, rows.bottom);
    for (let row = rows.top; row < rows.bottom; row++) {
      rows.row(row);
      if (rows.to > rows.from) coverRow(this.#rows[row - this.#top], row, rows.from, rows.to, added);
    }
  }

  /** Makes room for rows [top, bottom). */
  #reach(top: number, bottom: number): void {
    if (this.#rows.length === 0) this.#top = top;
    if (top < this.#top) {
      const before = Array.from({ length: this.#top - top }, (): number[] => []);
      this.#rows = before.concat(this.#rows);
      this.#top = top;
    }
    while (this.#top + this.#rows.length < bottom) this.#rows.push([]);
  }
}

/** Joins [from, to) into the spans of a row and pushes what they did not hold. */
function coverRow(row: number[], y: number, from: number, to: number, added: SpanList | undefined): void {
  let k = 0;
  while (k < row.length && row[k + 1] < from) k += 2;
  if (k < row.length && row[k] <= from && to <= row[k + 1]) return;
  let at = from;
  let start = from;
  let stop = to;
  let end = k;
  while (end < row.length && row[end] <= to) {
    added?.push(y, at, Math.min(to, row[end]));
    at = Math.max(at, row[end + 1]);
    start = Math.min(start, row[end]);
    stop = Math.max(stop, row[end + 1]);
    end += 2;
  }
  added?.push(y, at, to);
  if (end === k + 2) {
    row[k] = start;
    row[k + 1] = stop;
  } else row.splice(k, end - k, start, stop);
}

/**
 * The pixels whose centre is within r of a polyline (a disc for one point).
 * @param points (x, y) in turn, px
 * @param radius one for all points, or one for each; between two points it changes evenly, px
 */
export function strokeSpans(points: ArrayLike<number>, radius: number | ArrayLike<number>): Spans {
  const stroke = new Stroke();
  for (let k = 0; k + 1 < points.length; k += 2)
    stroke.extend(points[k], points[k + 1], typeof radius === 'number' ? radius : radius[k / 2]);
  return stroke.spans();
}
