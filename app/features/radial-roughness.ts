import type { RowRuns } from '../math/row-runs.ts';
import { ringArea, traceFrom } from '../math/trace.ts';

/** Directions in which the outline's distance is sampled. */
const directions = 256;
/** Highest Fourier order that counts as shape; what is above counts as roughness. */
export const shapeOrder = 8;

const radius = new Float64Array(directions);
let plane = new Uint8Array(1024);

/** The outer ring with the most area of a set of pixels; coordinates from one pixel left of and above its box. */
function largestRing(rows: RowRuns, left: number, right: number): Int32Array | undefined {
  const stride = right - left + 2;
  const needed = stride * (rows.height + 2);
  if (needed > plane.length) plane = new Uint8Array(2 * needed);
  const fill = (value: number) => {
    for (let row = 0; row < rows.height; row++) {
      const line = (row + 1) * stride + 1 - left;
      for (let k = rows.start[row]; k < rows.start[row + 1]; k++) {
        plane.fill(value, line + rows.from[k], line + rows.to[k]);
      }
    }
  };
  fill(1);
  let largest: Int32Array | undefined;
  let largestArea = 0;
  for (let row = 0; row < rows.height; row++) {
    const line = (row + 1) * stride + 1 - left;
    for (let k = rows.start[row]; k < rows.start[row + 1]; k++) {
      if (plane[line + rows.from[k]] !== 1) continue;
      const ring = traceFrom(plane, stride, line + rows.from[k]);
      const area = ringArea(ring);
      if (area > largestArea) {
        largest = ring;
        largestArea = area;
      }
    }
  }
  fill(0);
  return largest;
}

/**
 * Fills `radius` with the outermost distance of the outline from (x, y) in each direction. The outline is the polygon
 * through the mid-points of the pixel edges along the ring; distances between two mid-points are interpolated in angle.
 */
function sampleRadius(ring: Int32Array, x: number, y: number, aspect: number): void {
  radius.fill(Number.NaN);
  const perTurn = directions / (2 * Math.PI);
  let px = 0;
  let py = 0;
  let lastAngle = Number.NaN;
  let lastRadius = 0;
  const visit = (mx: number, my: number) => {
    const dx = mx - x;
    const dy = (my - y) * aspect;
    const r = Math.hypot(dx, dy);
    let angle = Math.atan2(dy, dx) * perTurn;
    if (!Number.isNaN(lastAngle)) {
      // The shorter way round.
      while (angle - lastAngle > directions / 2) angle -= directions;
      while (lastAngle - angle > directions / 2) angle += directions;
      const low = Math.min(angle, lastAngle);
      const high = Math.max(angle, lastAngle);
      for (let d = Math.ceil(low); d <= high; d++) {
        const between =
          angle === lastAngle ? r : lastRadius + ((r - lastRadius) * (d - lastAngle)) / (angle - lastAngle);
        const at = ((d % directions) + directions) % directions;
        if (!(radius[at] >= between)) radius[at] = between;
      }
    }
    lastAngle = angle;
    lastRadius = r;
  };
  // One edge more than the ring has, so that the last mid-point is joined to the first.
  px = ring[ring.length - 2];
  py = ring[ring.length - 1];
  let firstX = Number.NaN;
  let firstY = Number.NaN;
  for (let i = 0; i < ring.length; i += 2) {
    const stepX = Math.sign(ring[i] - px);
    const stepY = Math.sign(ring[i + 1] - py);
    while (px !== ring[i] || py !== ring[i + 1]) {
      const mx = px + stepX / 2;
      const my = py + stepY / 2;
      if (Number.isNaN(firstX)) {
        firstX = mx;
        firstY = my;
      }
      visit(mx, my);
      px += stepX;
      py += stepY;
    }
  }
  visit(firstX, firstY);
}

/**
 * Radial roughness: the r.m.s. difference between the outline's distance from the centroid, r(theta), and its Fourier
 * series up to order 8, after the Fourier analysis of grain outlines (Ehrlich and Weinberg, J. Sediment. Petrol. 40, 205,
 * 1970), which takes low orders for the shape and high ones for the texture. In columns. By Parseval's theorem the
 * residual's mean square is that of r less the power of the orders kept. Pixels alone give about 0.2.
 * NaN when the centroid lies outside the outline, so that some direction meets nothing.
 * @param x centroid column, pixel centres at whole numbers
 * @param y centroid row
 */
export function radialRoughness(
  rows: RowRuns,
  left: number,
  right: number,
  x: number,
  y: number,
  aspect: number,
): number {
  const ring = largestRing(rows, left, right);
  if (ring === undefined) return Number.NaN;
  // Ring coordinates: corners, from one pixel outside the box; the centre of a pixel is half a pixel inside.
  sampleRadius(ring, x - left + 1.5, y - rows.top + 1.5, aspect);
  let mean = 0;
  for (let d = 0; d < directions; d++) mean += radius[d];
  mean /= directions;
  let power = 0;
  for (let d = 0; d < directions; d++) power += (radius[d] - mean) ** 2;
  power /= directions;
  for (let order = 1; order <= shapeOrder; order++) {
    let re = 0;
    let im = 0;
    for (let d = 0; d < directions; d++) {
      const at = (d * order) % directions;
      re += radius[d] * cosine[at];
      im += radius[d] * sine[at];
    }
    power -= (2 * (re * re + im * im)) / (directions * directions);
  }
  return Math.sqrt(Math.max(0, power));
}

const cosine = Float64Array.from({ length: directions }, (_, d) => Math.cos((2 * Math.PI * d) / directions));
const sine = Float64Array.from({ length: directions }, (_, d) => Math.sin((2 * Math.PI * d) / directions));
