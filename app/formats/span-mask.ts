import type { RunMask } from '../domain/instance.ts';

/** Collects pieces of image rows, in any order and overlapping, and makes the mask of all their pixels. */
export class SpanMask {
  readonly #rows = new Map<number, number[]>();

  /** Adds pixels [from, to) of `row`. */
  add(row: number, from: number, to: number): void {
    if (to <= from) return;
    const pieces = this.#rows.get(row);
    if (pieces === undefined) this.#rows.set(row, [from, to]);
    else pieces.push(from, to);
  }

  /** Null when no pixel was added. */
  mask(): RunMask | null {
    const rows = [...this.#rows.keys()].sort((a, b) => a - b);
    if (rows.length === 0) return null;
    const merged = rows.map((row) => united(this.#rows.get(row) as number[]));
    let left = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let pieces = 0;
    for (const row of merged) {
      left = Math.min(left, row[0]);
      right = Math.max(right, row[row.length - 1]);
      pieces += row.length;
    }
    const top = rows[0];
    const width = right - left;
    const runs = new Uint32Array(pieces);
    let at = 0;
    merged.forEach((row, i) => {
      for (let k = 0; k < row.length; k += 2) {
        runs[at++] = (rows[i] - top) * width + row[k] - left;
        runs[at++] = row[k + 1] - row[k];
      }
    });
    return { x: left, y: top, width, height: rows[rows.length - 1] - top + 1, runs };
  }
}

/** Pieces (from, to, from, to ...) in ascending order, those that meet joined. */
function united(pieces: number[]): number[] {
  if (pieces.length === 2) return pieces;
  const order = Array.from({ length: pieces.length / 2 }, (_, i) => 2 * i).sort((a, b) => pieces[a] - pieces[b]);
  const out: number[] = [];
  for (const i of order) {
    const last = out.length - 1;
    if (last > 0 && pieces[i] <= out[last]) out[last] = Math.max(out[last], pieces[i + 1]);
    else out.push(pieces[i], pieces[i + 1]);
  }
  return out;
}
