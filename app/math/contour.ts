import { polygonSpans } from './raster/polygon.ts';

/** A closed polygon as (x, y) in turn; the last point is joined to the first. */
export type Contour = Float64Array;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Centroid of the area inside a closed polygon; the mean of its points when it encloses none. NaN for no points. */
export function contourCentroid(points: ArrayLike<number>): Point {
  const n = points.length;
  if (n === 0) return { x: Number.NaN, y: Number.NaN };
  // Around the first point, so that nothing is lost far away from the origin.
  const ox = points[0];
  const oy = points[1];
  let area = 0;
  let x = 0;
  let y = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const ax = points[j] - ox;
    const ay = points[j + 1] - oy;
    const bx = points[i] - ox;
    const by = points[i + 1] - oy;
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
    sumX += bx;
    sumY += by;
  }
  const flat = Math.abs(area) < 1e-12 * (1 + sumX * sumX + sumY * sumY);
  if (flat) return { x: ox + (2 * sumX) / n, y: oy + (2 * sumY) / n };
  return { x: ox + x / (3 * area), y: oy + y / (3 * area) };
}

/**
 * Centroid of the pixels whose centres (whole numbers) lie inside a closed polygon. Centres on the polygon count where it lies on
 * their left or above, as in MATLAB's poly2mask, with which published fingerprints were made: about half a pixel away from the
 * centroid of the area where the corners stand on pixel centres. Null when no centre is inside.
 */
export function pixelCentroid(points: ArrayLike<number>): Point | null {
  // polygonSpans gives centres on an edge to the polygon on the right and below; turned by 180 degrees it is left and above.
  const turned = Float64Array.from(points, (v) => -v);
  const { rows } = polygonSpans(turned);
  let count = 0;
  let [x, y] = [0, 0];
  for (let k = 0; k < rows.length; k += 3) {
    const [row, from, to] = [rows[k], rows[k + 1], rows[k + 2]];
    count += to - from;
    x += ((to - from) * (from + to - 1)) / 2;
    y += (to - from) * row;
  }
  return count === 0 ? null : { x: -x / count, y: -y / count };
}

/**
 * The middles of all unit edges of a boundary that runs along pixel edges (`traceBoundaries`): the boundary at half level between the
 * centres of pixels inside and outside, as marching squares gives it. Cuts the corners of stairs, keeps straight sides where they are.
 */
export function edgeMiddles(ring: ArrayLike<number>): Contour {
  let length = 0;
  const n = ring.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2)
    length += Math.abs(ring[i] - ring[j]) + Math.abs(ring[i + 1] - ring[j + 1]);
  const points = new Float64Array(2 * length);
  let at = 0;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const [dx, dy] = [ring[i] - ring[j], ring[i + 1] - ring[j + 1]];
    const steps = Math.abs(dx) + Math.abs(dy);
    for (let s = 0; s < steps; s++) {
      points[at++] = ring[j] + (dx * (s + 0.5)) / steps;
      points[at++] = ring[j + 1] + (dy * (s + 0.5)) / steps;
    }
  }
  return points;
}

/**
 * A contour of evenly spaced points with the steps of the pixel grid taken out: G (2 - G) for a Gaussian G of `sigma` steps, which
 * leaves parabolas as they are, so that smooth outlines keep their size. With `edgeMiddles` and 2 steps the radius of a disk comes
 * out to 0.1 px on average, in place of 0.24 px along the pixels' edges. Short contours are smoothed less.
 */
export function smoothContour(points: Contour, sigma = 2): Contour {
  const n = points.length / 2;
  const reach = Math.min(sigma, n / 20);
  if (!(reach > 0.3)) return points.slice();
  const weights = gaussianWeights(reach);
  const once = convolved(points, weights);
  const twice = convolved(once, weights);
  return once.map((v, i) => 2 * v - twice[i]);
}

/** Weights at 0, 1, 2 ... steps; those at negative steps are the same. Together 1. */
function gaussianWeights(sigma: number): Float64Array {
  const weights = Float64Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, k) =>
    Math.exp((-k * k) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((total, w, k) => total + (k === 0 ? w : 2 * w), 0);
  return weights.map((w) => w / sum);
}

function convolved(points: Contour, weights: Float64Array): Contour {
  const n = points.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = weights[0] * points[i];
    for (let k = 1; k < weights.length; k++)
      sum += weights[k] * (points[(i + 2 * k) % n] + points[(i - 2 * k + 2 * n) % n]);
    out[i] = sum;
  }
  return out;
}

/** `count` points at equal steps along a closed contour, beginning at its first point. */
export function resampleContour(points: ArrayLike<number>, count: number): Contour {
  const n = points.length / 2;
  const along = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    along[i + 1] = along[i] + Math.hypot(points[2 * j] - points[2 * i], points[2 * j + 1] - points[2 * i + 1]);
  }
  const out = new Float64Array(2 * count);
  for (let k = 0, i = 0; k < count; k++) {
    const at = (along[n] * k) / count;
    while (i < n - 1 && along[i + 1] <= at) i++;
    const part = along[i + 1] > along[i] ? (at - along[i]) / (along[i + 1] - along[i]) : 0;
    const j = (i + 1) % n;
    out[2 * k] = points[2 * i] + part * (points[2 * j] - points[2 * i]);
    out[2 * k + 1] = points[2 * i + 1] + part * (points[2 * j + 1] - points[2 * i + 1]);
  }
  return out;
}
