/** Widths of a convex polygon. */
export interface Calipers {
  /** Largest distance of two vertices. */
  readonly max: number;
  /** Direction of that distance, as a vector; of several the first found. */
  readonly maxX: number;
  readonly maxY: number;
  /** Smallest distance of two parallel lines that hold the polygon between them. */
  readonly min: number;
}

/**
 * Rotating calipers (Shamos 1978; Toussaint 1983): one walk around the polygon in which the vertex opposite to each edge
 * moves on. Vertices x, y in order (either way round), `count` of them, no three on a line.
 */
export function calipers(x: Float64Array, y: Float64Array, count: number): Calipers {
  let max = -1;
  let maxX = 0;
  let maxY = 0;
  let min = Number.POSITIVE_INFINITY;
  const meet = (i: number, k: number) => {
    const dx = x[k] - x[i];
    const dy = y[k] - y[i];
    const square = dx * dx + dy * dy;
    if (square > max) {
      max = square;
      maxX = dx;
      maxY = dy;
    }
  };
  const distance = (i: number, j: number, k: number) =>
    Math.abs((x[j] - x[i]) * (y[k] - y[i]) - (y[j] - y[i]) * (x[k] - x[i]));
  let k = count > 1 ? 1 : 0;
  for (let i = 0; i < count; i++) {
    const j = i + 1 < count ? i + 1 : 0;
    for (let next = k + 1 < count ? k + 1 : 0; distance(i, j, next) > distance(i, j, k); ) {
      k = next;
      next = k + 1 < count ? k + 1 : 0;
    }
    const after = k + 1 < count ? k + 1 : 0;
    meet(i, k);
    meet(j, k);
    meet(i, after);
    meet(j, after);
    min = Math.min(min, distance(i, j, k) / Math.hypot(x[j] - x[i], y[j] - y[i]));
  }
  return { max: Math.sqrt(max), maxX, maxY, min };
}
