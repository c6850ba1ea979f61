import { Failure } from '../../domain/failure.ts';
import type { RunMask } from '../../domain/instance.ts';
import { SpanMask } from '../span-mask.ts';

/** ImageJ's nudge to the left, which decides pixel centres that lie on a side. */
const nudge = 1e-8;
/** Crossings of rings with rows that no outline drawn by a person has. */
const mostCrossings = 30_000_000;

/**
 * The pixels whose centres lie inside rings [x0, y0, x1, y1, ...] by the even-odd rule, so that rings inside rings are
 * holes, clipped to [0, width) x [0, height). Coordinates are on pixel corners: pixel (x, y) covers (x, y) to (x + 1,
 * y + 1). Centres on a left or upper side count as outside, on a right or lower one as inside, as in ImageJ.
 */
export function fillRings(rings: readonly ArrayLike<number>[], width: number, height: number): RunMask | null {
  const crossings = new Map<number, number[]>();
  let free = mostCrossings;
  for (const ring of rings) {
    free -= addCrossings(ring, height, crossings, free);
    if (free < 0)
      throw new Failure('too-large', 'An outline crosses millions of pixel rows.', 'Draw it with fewer corners.');
  }
  const spans = new SpanMask();
  const column = (x: number) => Math.min(width, Math.max(0, Math.floor(x + nudge + 0.5)));
  for (const [row, xs] of crossings) {
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) spans.add(row, column(xs[i]), column(xs[i + 1]));
  }
  return spans.mask();
}

/** Adds where the sides of a ring cross the middle lines of pixel rows, by row; their number, stops when over `most`. */
function addCrossings(ring: ArrayLike<number>, height: number, crossings: Map<number, number[]>, most: number): number {
  let added = 0;
  const corners = ring.length >> 1;
  for (let i = 0; i < corners; i++) {
    const next = (i + 1) % corners;
    const down = ring[2 * i + 1] <= ring[2 * next + 1];
    const [a, b] = down ? [i, next] : [next, i];
    const [x0, y0, x1, y1] = [ring[2 * a], ring[2 * a + 1], ring[2 * b], ring[2 * b + 1]];
    const first = Math.max(0, Math.floor(y0 + 0.5));
    const last = Math.min(height, Math.floor(y1 + 0.5));
    const slope = (x1 - x0) / (y1 - y0);
    added += Math.max(0, last - first);
    if (added > most) break;
    for (let row = first; row < last; row++) {
      const x = x0 + (row + 0.5 - y0) * slope;
      const xs = crossings.get(row);
      if (xs === undefined) crossings.set(row, [x]);
      else xs.push(x);
    }
  }
  return added;
}

/** The pixels whose centres lie in or on the ellipse that fills a box, clipped to [0, width) x [0, height). */
export function fillOval(
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  width: number,
  height: number,
): RunMask | null {
  const [a, b] = [box.width / 2, box.height / 2];
  const spans = new SpanMask();
  for (let y = 0; y < box.height; y++) {
    const row = box.y + y;
    if (row < 0 || row >= height) continue;
    const dy = (y + 0.5 - b) / b;
    let half = Math.floor(a * Math.sqrt(Math.max(0, 1 - dy * dy)) + 1);
    const inside = (x: number) => (x + 0.5 - a) ** 2 / (a * a) + dy * dy <= 1;
    let from = Math.max(0, Math.floor(a) - half);
    while (from < a && !inside(from)) from++;
    half = box.width - from;
    if (inside(from)) spans.add(row, Math.max(0, box.x + from), Math.min(width, box.x + half));
  }
  return spans.mask();
}
