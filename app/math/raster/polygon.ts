import { SpanList, type Spans } from './spans.ts';

/** Which parts of a polygon that crosses itself are inside: even-odd = those that an odd number of edges parts from outside. */
export type FillRule = 'even-odd' | 'non-zero';

/**
 * Where the line from (x0, y0) up to (x1, y1), y0 < y1, passes row y: the first column whose centre is on or right of it. Two polygons
 * that share an edge share no pixel and leave none out, whichever way round they name it.
 */
function columnAt(x0: number, y0: number, x1: number, y1: number, y: number): number {
  const x = x0 + ((y - y0) * (x1 - x0)) / (y1 - y0);
  const near = Math.round(x);
  if (Math.abs(x - near) > 1e-6) return Math.ceil(x);
  // Too close to call from a rounded quotient: which side of the line the centre lies on.
  return (near - x0) * (y1 - y0) >= (y - y0) * (x1 - x0) ? near : near + 1;
}

/**
 * The pixels whose centre lies inside a closed polygon; the last point is joined to the first. A centre on the boundary belongs to
 * the polygon on its right (below it, on a horizontal edge), so that neighbours part the plane.
 * @param points (x, y) in turn, px; whole numbers are pixel centres
 */
export function polygonSpans(points: ArrayLike<number>, rule: FillRule = 'even-odd'): Spans {
  const corners = points.length >> 1;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let k = 1; k < points.length; k += 2) {
    if (points[k] < low) low = points[k];
    if (points[k] > high) high = points[k];
  }
  if (corners < 3 || !(high > low)) return new SpanList().take();
  const top = Math.ceil(low);
  const rows = Math.max(0, Math.ceil(high) - top);
  const start = new Int32Array(rows + 1);
  eachCrossing(points, top, (row) => start[row]++);
  let total = 0;
  for (let row = 0; row <= rows; row++) {
    const here = start[row];
    start[row] = total;
    total += here;
  }
  const column = new Int32Array(total);
  const turn = new Int8Array(total);
  const next = start.slice();
  // Sorted as they come: nearly always only a few edges pass a row.
  eachCrossing(points, top, (row, x, way) => {
    let at = next[row]++;
    for (; at > start[row] && column[at - 1] > x; at--) {
      column[at] = column[at - 1];
      turn[at] = turn[at - 1];
    }
    column[at] = x;
    turn[at] = way;
  });
  const list = new SpanList();
  for (let row = 0; row < rows; row++) {
    let winding = 0;
    for (let k = start[row]; k + 1 < start[row + 1]; k++) {
      winding += turn[k];
      const inside = rule === 'even-odd' ? ((k - start[row]) & 1) === 0 : winding !== 0;
      if (inside) list.push(top + row, column[k], column[k + 1]);
    }
  }
  return list.take();
}

function eachCrossing(
  points: ArrayLike<number>,
  top: number,
  visit: (row: number, column: number, way: number) => void,
): void {
  for (let k = 0, j = points.length - 2; k < points.length; j = k, k += 2) {
    const down = points[j + 1] < points[k + 1];
    const a = down ? j : k;
    const b = down ? k : j;
    const end = Math.ceil(points[b + 1]);
    for (let y = Math.ceil(points[a + 1]); y < end; y++)
      visit(y - top, columnAt(points[a], points[a + 1], points[b], points[b + 1], y), down ? 1 : -1);
  }
}

/** The pixels whose centre lies in the rectangle between two opposite corners, its edges included. */
export function rectangleSpans(x0: number, y0: number, x1: number, y1: number): Spans {
  const from = Math.ceil(Math.min(x0, x1));
  const to = Math.floor(Math.max(x0, x1)) + 1;
  const bottom = Math.floor(Math.max(y0, y1));
  const list = new SpanList();
  for (let y = Math.ceil(Math.min(y0, y1)); y <= bottom; y++) list.push(y, from, to);
  return list.take();
}

export interface Ellipse {
  readonly x: number;
  readonly y: number;
  /** Half axes, px, over 0. */
  readonly rx: number;
  readonly ry: number;
  /** Angle from the x axis to the axis of `rx`, rad, towards +y. */
  readonly angle?: number;
}

/** The pixels whose centre lies in an ellipse, its boundary included. */
export function ellipseSpans({ x, y, rx, ry, angle = 0 }: Ellipse): Spans {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  // In the form a dx² + b dx dy + c dy² <= 1.
  const a = (cos / rx) ** 2 + (sin / ry) ** 2;
  const b = 2 * cos * sin * (1 / (rx * rx) - 1 / (ry * ry));
  const c = (sin / rx) ** 2 + (cos / ry) ** 2;
  const inside = (column: number, row: number): boolean => {
    const dx = column - x;
    const dy = row - y;
    const u = dx * cos + dy * sin;
    const v = dy * cos - dx * sin;
    return u * u * ry * ry + v * v * rx * rx <= rx * rx * ry * ry;
  };
  const reach = Math.hypot(rx * sin, ry * cos);
  const list = new SpanList();
  for (let row = Math.ceil(y - reach - 1e-6); row <= y + reach + 1e-6; row++) {
    const dy = row - y;
    const root = b * b * dy * dy - 4 * a * (c * dy * dy - 1);
    const half = Math.sqrt(Math.max(0, root)) / (2 * a);
    const middle = x - (b * dy) / (2 * a);
    let from = Math.ceil(middle - half - 1e-6);
    let to = Math.floor(middle + half + 1e-6) + 1;
    while (from < to && !inside(from, row)) from++;
    while (from < to && !inside(to - 1, row)) to--;
    list.push(row, from, to);
  }
  return list.take();
}
