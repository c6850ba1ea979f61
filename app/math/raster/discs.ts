import { SpanList, type Spans } from './spans.ts';

/** How near a computed boundary comes to a pixel centre before the pixel is decided by the exact rule, px. */
const doubt = 1e-4;

/** A capsule whose radius goes evenly from a to b: the union of all discs between (ax, ay, ar) and (bx, by, br). */
export interface Capsule {
  readonly ax: number;
  readonly ay: number;
  readonly ar: number;
  readonly bx: number;
  readonly by: number;
  readonly br: number;
}

/** Whether a point lies in a capsule, its boundary included. */
export function inCapsule({ ax, ay, ar, bx, by, br }: Capsule, x: number, y: number): boolean {
  const px = x - ax;
  const py = y - ay;
  const qx = x - bx;
  const qy = y - by;
  if (px * px + py * py <= ar * ar || qx * qx + qy * qy <= br * br) return true;
  const dx = bx - ax;
  const dy = by - ay;
  const dr = br - ar;
  const length2 = dx * dx + dy * dy;
  // One disc holds the other: there is nothing between them.
  if (length2 <= dr * dr) return false;
  const along = px * dx + py * dy;
  const across = Math.abs(px * dy - py * dx);
  if (dr === 0) return along >= 0 && along <= length2 && across * across <= ar * ar * length2;
  // The disc that comes nearest to the point stands where the line from the point meets the axis at the angle of the flanks.
  const slope = dr / Math.sqrt(length2 - dr * dr);
  const t = (along + across * slope) / length2;
  if (t <= 0 || t >= 1) return false;
  const hx = px - t * dx;
  const hy = py - t * dy;
  const r = ar + t * dr;
  return hx * hx + hy * hy <= r * r;
}

/** The columns of each row of one capsule; filled again for every capsule. */
export class CapsuleRows {
  /** First row, and the row after the last. */
  top = 0;
  bottom = 0;
  #shape: Capsule = { ax: 0, ay: 0, ar: 0, bx: 0, by: 0, br: 0 };
  /** Corners of the quadrilateral between the points where the flanks touch the discs: x and y in turn; flat: no flanks. */
  readonly #flanks = new Float64Array(8);
  #flat = true;
  /** Columns [from, to) of the row that was asked for last. */
  from = 0;
  to = 0;

  set(shape: Capsule): void {
    this.#shape = shape;
    const { ax, ay, ar, bx, by, br } = shape;
    this.top = Math.ceil(Math.min(ay - ar, by - br) - doubt);
    this.bottom = Math.floor(Math.max(ay + ar, by + br) + doubt) + 1;
    const dx = bx - ax;
    const dy = by - ay;
    const dr = br - ar;
    const length2 = dx * dx + dy * dy;
    this.#flat = length2 <= dr * dr;
    if (this.#flat) return;
    // Unit vectors from the centres to the points of contact: the axis turned by the angle whose cosine is -dr / length.
    const cos = -dr / length2;
    const sin = Math.sqrt(length2 - dr * dr) / length2;
    const f = this.#flanks;
    const ux = dx * cos - dy * sin;
    const uy = dy * cos + dx * sin;
    const vx = dx * cos + dy * sin;
    const vy = dy * cos - dx * sin;
    f[0] = ax + ar * ux;
    f[1] = ay + ar * uy;
    f[2] = bx + br * ux;
    f[3] = by + br * uy;
    f[4] = bx + br * vx;
    f[5] = by + br * vy;
    f[6] = ax + ar * vx;
    f[7] = ay + ar * vy;
  }

  /** Sets `from` and `to` for row y; from = to when the row holds no pixel centre of the capsule. */
  row(y: number): void {
    const { ax, ay, ar, bx, by, br } = this.#shape;
    let left = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    // A little larger, so that a row that only touches is decided below.
    const ha = ar * ar - (y - ay) * (y - ay) + doubt * doubt;
    if (ha >= 0) {
      const half = Math.sqrt(ha);
      left = ax - half;
      right = ax + half;
    }
    const hb = br * br - (y - by) * (y - by) + doubt * doubt;
    if (hb >= 0) {
      const half = Math.sqrt(hb);
      if (bx - half < left) left = bx - half;
      if (bx + half > right) right = bx + half;
    }
    if (!this.#flat) {
      const f = this.#flanks;
      for (let k = 0; k < 8; k += 2) {
        const y0 = f[k + 1];
        const y1 = f[(k + 3) & 7];
        if ((y0 < y && y1 < y) || (y0 > y && y1 > y) || y0 === y1) continue;
        const x = f[k] + ((y - y0) / (y1 - y0)) * (f[(k + 2) & 7] - f[k]);
        if (x < left) left = x;
        if (x > right) right = x;
      }
    }
    if (left > right) {
      this.from = this.to = 0;
      return;
    }
    this.from = Math.ceil(left - doubt);
    this.to = Math.floor(right + doubt) + 1;
    if (this.from - left < doubt) while (this.from < this.to && !inCapsule(this.#shape, this.from, y)) this.from++;
    if (right - this.to + 1 < doubt) while (this.from < this.to && !inCapsule(this.#shape, this.to - 1, y)) this.to--;
  }
}

/** The pixels whose centre lies in a capsule. */
export function capsule(shape: Capsule): Spans {
  const rows = new CapsuleRows();
  const list = new SpanList();
  rows.set(shape);
  for (let y = rows.top; y < rows.bottom; y++) {
    rows.row(y);
    list.push(y, rows.from, rows.to);
  }
  return list.take();
}

/** The pixels whose centre is at most `r` px from the point (x, y). */
export const disc = (x: number, y: number, r: number): Spans => capsule({ ax: x, ay: y, ar: r, bx: x, by: y, br: r });
