import { union } from './set-operations.ts';
import { boundsOf, hasPixel, noSpans, SpanList, type Spans } from './spans.ts';

/** Which pixels are neighbours: 4 = those that share an edge, 8 = corners too. */
export type Neighbours = 4 | 8;

/** The parts of a set: span k (its triple starts at 3 k) belongs to part of[k], 0..count - 1, numbered by first pixel. */
export interface PartNumbers {
  readonly count: number;
  readonly of: Int32Array;
}

function rootOf(parent: Int32Array, k: number): number {
  let at = k;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

/** Which spans hang together (union-find over neighbouring rows; a part's root is its first span). */
export function numberParts({ rows }: Spans, neighbours: Neighbours): PartNumbers {
  const spans = rows.length / 3;
  const reach = neighbours === 8 ? 1 : 0;
  const parent = new Int32Array(spans);
  for (let k = 0; k < spans; k++) parent[k] = k;
  let above = 0;
  for (let k = 0; k < spans; k++) {
    const y = rows[3 * k];
    const from = rows[3 * k + 1] - reach;
    const to = rows[3 * k + 2] + reach;
    while (above < k && (rows[3 * above] < y - 1 || (rows[3 * above] === y - 1 && rows[3 * above + 2] <= from)))
      above++;
    for (let a = above; a < k && rows[3 * a] === y - 1 && rows[3 * a + 1] < to; a++) {
      const p = rootOf(parent, a);
      const q = rootOf(parent, k);
      if (p < q) parent[q] = p;
      else parent[p] = q;
    }
  }
  const of = new Int32Array(spans);
  let count = 0;
  for (let k = 0; k < spans; k++) of[k] = parent[k] === k ? count++ : of[rootOf(parent, k)];
  return { count, of };
}

/** Number of pixels of each part. */
export function partAreas({ rows }: Spans, { count, of }: PartNumbers): Float64Array {
  const areas = new Float64Array(count);
  for (let k = 0; k < of.length; k++) areas[of[k]] += rows[3 * k + 2] - rows[3 * k + 1];
  return areas;
}

/** The spans whose part is wanted (1), in one set. */
export function keptParts({ rows }: Spans, { of }: PartNumbers, wanted: Uint8Array): Spans {
  let spans = 0;
  for (let k = 0; k < of.length; k++) spans += wanted[of[k]];
  const kept = new Int32Array(3 * spans);
  let at = 0;
  for (let k = 0; k < of.length; k++) {
    if (wanted[of[k]] === 0) continue;
    kept[at++] = rows[3 * k];
    kept[at++] = rows[3 * k + 1];
    kept[at++] = rows[3 * k + 2];
  }
  return { rows: kept };
}

/** The connected parts of a set, in order of their first pixel (row-major). */
export function partsOf(spans: Spans, neighbours: Neighbours = 8): Spans[] {
  const { rows } = spans;
  const { count, of } = numberParts(spans, neighbours);
  const sizes = new Int32Array(count);
  for (let k = 0; k < of.length; k++) sizes[of[k]] += 3;
  const parts = Array.from(sizes, (size) => new Int32Array(size));
  const filled = sizes.fill(0);
  for (let k = 0; k < of.length; k++) {
    const part = of[k];
    parts[part].set(rows.subarray(3 * k, 3 * k + 3), filled[part]);
    filled[part] += 3;
  }
  return parts.map((part) => ({ rows: part }));
}

/** The connected part that holds pixel (x, y); empty when the set does not. */
export function partAt(spans: Spans, x: number, y: number, neighbours: Neighbours = 8): Spans {
  if (!hasPixel(spans, x, y)) return noSpans;
  const { rows } = spans;
  const numbers = numberParts(spans, neighbours);
  const wanted = new Uint8Array(numbers.count);
  for (let k = 0; k < numbers.of.length; k++)
    if (rows[3 * k] === y && rows[3 * k + 1] <= x && x < rows[3 * k + 2]) wanted[numbers.of[k]] = 1;
  return keptParts(spans, numbers, wanted);
}

/** The largest connected part; of equal ones the first. */
export function largestPart(spans: Spans, neighbours: Neighbours = 8): Spans {
  const numbers = numberParts(spans, neighbours);
  const areas = partAreas(spans, numbers);
  const wanted = new Uint8Array(numbers.count);
  let largest = 0;
  for (let part = 1; part < areas.length; part++) if (areas[part] > areas[largest]) largest = part;
  if (areas.length > 0) wanted[largest] = 1;
  return keptParts(spans, numbers, wanted);
}

/** The set without connected parts of fewer than `pixels` pixels. */
export function withoutSpecks(spans: Spans, pixels: number, neighbours: Neighbours = 8): Spans {
  const numbers = numberParts(spans, neighbours);
  const wanted = Uint8Array.from(partAreas(spans, numbers), (area) => (area < pixels ? 0 : 1));
  return keptParts(spans, numbers, wanted);
}

/**
 * The holes of a set: pixels outside it that no path over `neighbours` (of the outside) leads out of. With 4, the default, a set whose
 * pixels meet at corners encloses; SciPy's `binary_fill_holes` does the same.
 */
export function holesOf(spans: Spans, neighbours: Neighbours = 4): Spans {
  const { rows } = spans;
  const { x, y, width, height } = boundsOf(spans);
  // All that is not in the set, in a box one pixel larger on every side: its first part surrounds the set.
  const list = new SpanList();
  let k = 0;
  for (let row = y - 1; row <= y + height; row++) {
    let at = x - 1;
    for (; k < rows.length && rows[k] === row; k += 3) {
      list.push(row, at, rows[k + 1]);
      at = rows[k + 2];
    }
    list.push(row, at, x + width + 1);
  }
  const outside = list.take();
  const numbers = numberParts(outside, neighbours);
  const wanted = new Uint8Array(numbers.count).fill(1);
  wanted[0] = 0;
  return keptParts(outside, numbers, wanted);
}

/** The set with its holes of at most `largest` pixels filled. */
export function holesFilled(spans: Spans, largest = Number.POSITIVE_INFINITY): Spans {
  const holes = holesOf(spans);
  const numbers = numberParts(holes, 4);
  const wanted = Uint8Array.from(partAreas(holes, numbers), (area) => (area <= largest ? 1 : 0));
  return union(spans, keptParts(holes, numbers, wanted));
}
