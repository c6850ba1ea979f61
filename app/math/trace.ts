// Boundaries of a binary plane along the edges of its pixels ("cracks"). Vertices are pixel corners: pixel (x, y) has
// the corners (x, y) .. (x + 1, y + 1).

const inside = 1;
/** The pixel's left edge already belongs to a traced boundary. */
const seen = 2;

/**
 * Boundaries of the pixels with value 1, outer ones and those of holes, each as closed polygon [x0, y0, x1, y1, ...]
 * whose first vertex is not repeated; vertices stand only where the direction changes. The pixels lie on the right of
 * the way (y down), so outer boundaries run clockwise as displayed and holes run the other way.
 * Pixels hang together over 4 neighbours: where two touch at a corner only, the boundary keeps them apart.
 * Order: by the first pixel (row-major) whose left edge is on the boundary.
 *
 * `plane` is row-major with `stride` values a row and must have a margin of zeros one pixel wide on every side; its
 * values 1 are changed to 1 or 3. Coordinates count from the plane's first pixel.
 */
export function traceBoundaries(plane: Uint8Array, stride: number): Int32Array<ArrayBuffer>[] {
  const rings: Int32Array<ArrayBuffer>[] = [];
  for (let i = 1; i < plane.length; i++) {
    if (plane[i] === inside && plane[i - 1] === 0) rings.push(traceFrom(plane, stride, i));
  }
  return rings;
}

/**
 * The boundary through the left edge of pixel index `start`, which must have its left neighbour empty; see
 * `traceBoundaries`. Marks the left edges that it passes.
 */
export function traceFrom(plane: Uint8Array, stride: number, start: number): Int32Array<ArrayBuffer> {
  const vertices: number[] = [];
  const startX = start % stride;
  const startY = (start - startX) / stride;
  // Upwards along the left edge of the start pixel: from its lower left to its upper left corner.
  let x = startX;
  let y = startY + 1;
  let dx = 0;
  let dy = -1;
  do {
    if (dy === -1) plane[(y - 1) * stride + x] |= seen;
    x += dx;
    y += dy;
    // Of the four pixels around the corner, the one ahead on the right and the one ahead on the left.
    const right = plane[(y + ((dy - 1 + dx) >> 1)) * stride + x + ((dx - 1 - dy) >> 1)];
    const left = plane[(y + ((dy - 1 - dx) >> 1)) * stride + x + ((dx - 1 + dy) >> 1)];
    if (right === 0) {
      vertices.push(x, y);
      const turned = dx;
      dx = -dy;
      dy = turned;
    } else if (left !== 0) {
      vertices.push(x, y);
      const turned = dx;
      dx = dy;
      dy = -turned;
    }
  } while (!(x === startX && y === startY + 1 && dx === 0 && dy === -1));
  return Int32Array.from(vertices);
}

/** Signed area of a closed polygon [x0, y0, ...], positive when it runs clockwise as displayed (y down). */
export function ringArea(ring: ArrayLike<number>): number {
  let twice = 0;
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    const j = i + 2 < n ? i + 2 : 0;
    twice += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
  }
  return twice / 2;
}
