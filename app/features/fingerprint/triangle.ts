import { type Contour, contourCentroid, type Point, resampleContour } from '../../math/contour.ts';

/** The ideal triangle around a truncated triangular particle. Lengths in px. */
export interface Triangle {
  /** Corners of the ideal triangle. */
  readonly vertices: readonly [Point, Point, Point];
  /** Sides of the ideal triangle; side k lies across from vertex k. */
  readonly edges: readonly [number, number, number];
  /** Distance from each ideal corner to the particle. */
  readonly truncations: readonly [number, number, number];
  /** Mean side, and mean truncation. */
  readonly edge: number;
  readonly truncation: number;
  /** Root mean square distance of the contour's long edges from their lines. */
  readonly rms: number;
}

const samples = 360;
/** Points on either side over which the direction of the contour is taken. */
const reach = 6;
/** Normals may stray that much from those of a side, radians. */
const stray = (20 * Math.PI) / 180;
/** Least share of the contour on the shortest of the three sides. */
const leastSide = 0.08;
/** An ideal corner has 60 degrees; one of less or more than this, radians, belongs to no triangle that grew with threefold symmetry. */
const corners = [(35 * Math.PI) / 180, (85 * Math.PI) / 180] as const;

/** A line n · (x, y) = c with its outward unit normal, and how many points it fits how well. */
interface Line {
  readonly nx: number;
  readonly ny: number;
  readonly c: number;
  readonly count: number;
  readonly squares: number;
}

/**
 * Fits the three long edges of a triangular outline (total least squares), extends them to the ideal triangle, and measures edge length
 * and truncation: how far each ideal corner is from the particle (Yao et al., Nanoscale 2022). Null for outlines without three long
 * straight edges about 60 degrees apart.
 */
export function fitTriangle(contour: Contour): Triangle | null {
  if (contour.length < 6) return null;
  const points = resampleContour(contour, samples);
  const normals = outwardNormals(points, contourCentroid(contour));
  const first = threefoldDirection(normals);
  const lines = [0, 1, 2].map((k) => fitSide(points, normals, first + (2 * Math.PI * k) / 3));
  if (lines.some((line) => line === null || line.count < leastSide * samples)) return null;
  const [a, b, c] = lines as Line[];
  const vertices = [crossing(b, c), crossing(c, a), crossing(a, b)] as const;
  const edges = [0, 1, 2].map((k) => distance(vertices[(k + 1) % 3], vertices[(k + 2) % 3]));
  for (let k = 0; k < 3; k++) {
    const [p, q] = [edges[(k + 1) % 3], edges[(k + 2) % 3]];
    const angle = Math.acos((p * p + q * q - edges[k] * edges[k]) / (2 * p * q));
    if (!(angle > corners[0] && angle < corners[1])) return null;
  }
  const truncations = vertices.map((vertex) => distanceTo(contour, vertex));
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / 3;
  const fitted = a.count + b.count + c.count;
  return {
    vertices: [...vertices],
    edges: edges as unknown as Triangle['edges'],
    truncations: truncations as unknown as Triangle['truncations'],
    edge: mean(edges),
    truncation: mean(truncations),
    rms: Math.sqrt((a.squares + b.squares + c.squares) / fitted),
  };
}

/** Direction of the outward normal at each point, radians. */
function outwardNormals(points: Float64Array, centre: Point): Float64Array {
  return Float64Array.from({ length: samples }, (_, i) => {
    const [p, q] = [(i - reach + samples) % samples, (i + reach) % samples];
    const nx = points[2 * q + 1] - points[2 * p + 1];
    const ny = points[2 * p] - points[2 * q];
    const outward = nx * (points[2 * i] - centre.x) + ny * (points[2 * i + 1] - centre.y) >= 0 ? 1 : -1;
    return Math.atan2(outward * ny, outward * nx);
  });
}

/** The direction in which normals, turned by thirds onto each other, agree best: mode of a smoothed histogram of one degree. */
function threefoldDirection(normals: Float64Array): number {
  const bins = new Float64Array(120);
  for (const normal of normals) {
    const degree = Math.round((normal * 180) / Math.PI);
    for (let d = -8; d <= 8; d++) bins[(((degree + d) % 120) + 120) % 120] += Math.exp((-d * d) / 32);
  }
  let best = 0;
  for (let k = 1; k < 120; k++) if (bins[k] > bins[best]) best = k;
  return (best * Math.PI) / 180;
}

const apart = (a: number, b: number) => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

/** The line through the points whose normals look in a direction, fitted anew to those near it. */
function fitSide(points: Float64Array, normals: Float64Array, direction: number): Line | null {
  let members = Array.from(normals.keys()).filter((i) => apart(normals[i], direction) < stray);
  let line: Line | null = null;
  for (let round = 0; round < 4; round++) {
    if (members.length < 5) return null;
    line = lineThrough(points, members, direction);
    const { nx, ny, c } = line;
    const along = Math.atan2(ny, nx);
    const near = Math.max(0.7, 2 * Math.sqrt(line.squares / line.count));
    members = Array.from(normals.keys()).filter(
      (i) =>
        apart(normals[i], along) < stray / 1.5 && Math.abs(nx * points[2 * i] + ny * points[2 * i + 1] - c) <= near,
    );
  }
  return line;
}

/** Total least squares through points, normal turned towards `direction`. */
function lineThrough(points: Float64Array, members: readonly number[], direction: number): Line {
  const n = members.length;
  let mx = 0;
  let my = 0;
  for (const i of members) {
    mx += points[2 * i] / n;
    my += points[2 * i + 1] / n;
  }
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const i of members) {
    const dx = points[2 * i] - mx;
    const dy = points[2 * i + 1] - my;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  // Direction of the larger principal axis; the normal stands on it.
  const axis = 0.5 * Math.atan2(2 * xy, xx - yy);
  let [nx, ny] = [-Math.sin(axis), Math.cos(axis)];
  if (nx * Math.cos(direction) + ny * Math.sin(direction) < 0) [nx, ny] = [-nx, -ny];
  const squares = Math.max(0, (xx + yy - Math.hypot(xx - yy, 2 * xy)) / 2);
  return { nx, ny, c: nx * mx + ny * my, count: n, squares };
}

function crossing(a: Line, b: Line): Point {
  const det = a.nx * b.ny - a.ny * b.nx;
  return { x: (a.c * b.ny - b.c * a.ny) / det, y: (a.nx * b.c - b.nx * a.c) / det };
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

/** Distance from a point to the nearest place of a closed polygon. */
function distanceTo(contour: Contour, { x, y }: Point): number {
  let least = Number.POSITIVE_INFINITY;
  const n = contour.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const [ax, ay] = [contour[j], contour[j + 1]];
    const [ex, ey] = [contour[i] - ax, contour[i + 1] - ay];
    const length = ex * ex + ey * ey;
    const t = length > 0 ? Math.min(1, Math.max(0, ((x - ax) * ex + (y - ay) * ey) / length)) : 0;
    least = Math.min(least, Math.hypot(ax + t * ex - x, ay + t * ey - y));
  }
  return least;
}
