import { type Contour, contourCentroid, resampleContour } from '../../math/contour.ts';
import { polygonSpans } from '../../math/raster/polygon.ts';
import { sharedArea } from '../../math/raster/set-operations.ts';
import { areaOf, type Spans } from '../../math/raster/spans.ts';
import { kernel, type Work } from '../../ports/work.ts';
import { packContours } from './contours.ts';
import { solveLeastSquares } from './least-squares.ts';
import { normalised, type SuperEllipse, superEllipseContour, superEllipseRadius } from './super-ellipse-model.ts';

export interface SuperEllipseFit extends SuperEllipse {
  /** Root mean square distance of the outline from the model along rays, over the size. */
  readonly rms: number;
  /** Overlap of particle and re-simulated outline: intersection over union of their areas. */
  readonly jaccard: number;
}

/** Points of the outline that are fitted. */
const samples = 96;
/** Most major axes that are tried. */
const mostAxes = 6;
/** A larger number of axes must fit better by this factor in rms than a smaller one. */
const worth = 0.9;
/** Numbers of axes whose best start is worse than the best of all by this factor, in squares, are not followed. */
const hopeless = 12;
const starts = { p: [0.9, 2.2, 5], ratio: [1.02, 1.6], phases: 8 } as const;
/** Bounds of the curvature that is told from corners of a few points. */
const curvatures = [0.5, 40] as const;
const ratios = [0.2, 5] as const;

/**
 * Fits a super-ellipse to an outline by direct least squares: number of axes d by trying 1..6, all else (p, L, phi, size, place) by
 * Levenberg and Marquardt's method on the distances along rays, from several starts. Lengths in px. Null for outlines of no area.
 */
export function fitSuperEllipse(contour: Contour): SuperEllipseFit | null {
  if (contour.length < 12) return null;
  const points = resampleContour(contour, samples);
  const centre = contourCentroid(contour);
  const radii = Float64Array.from({ length: samples }, (_, i) =>
    Math.hypot(points[2 * i] - centre.x, points[2 * i + 1] - centre.y),
  );
  const size = radii.reduce((sum, r) => sum + r, 0) / samples;
  if (!(size > 0)) return null;
  // In units of the mean radius about the centroid.
  const scaled = points.map((v, i) => (v - (i % 2 === 0 ? centre.x : centre.y)) / size);
  const tried = Array.from({ length: mostAxes }, (_, i) => startsWith(scaled, i + 1));
  const least = Math.min(...tried.map(([first]) => first.squares));
  let best: { shape: SuperEllipse; rms: number } | null = null;
  for (let d = 1; d <= mostAxes; d++) {
    const [first] = tried[d - 1];
    if (first.squares > hopeless * least) continue;
    const found = followed(scaled, d, tried[d - 1]);
    if (best === null || found.rms < worth * best.rms) best = found;
  }
  if (best === null) return null;
  const { shape, rms } = best;
  const placed = { ...shape, size: shape.size * size, x: centre.x + size * shape.x, y: centre.y + size * shape.y };
  return { ...normalised(placed), rms: rms / shape.size, jaccard: jaccardOf(contour, superEllipseContour(placed)) };
}

const shapeOf = (u: ArrayLike<number>, d: number): SuperEllipse => ({
  size: Math.exp(u[0]),
  p: Math.exp(Math.min(Math.log(curvatures[1]), Math.max(Math.log(curvatures[0]), u[1]))),
  ratio: Math.exp(Math.min(Math.log(ratios[1]), Math.max(Math.log(ratios[0]), u[2]))),
  phi: u[3],
  x: u[4],
  y: u[5],
  d,
});

/** Distances of the points from the model along rays from its own centre. */
function residuals(points: Float64Array, shape: SuperEllipse, out: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < samples; i++) {
    const dx = points[2 * i] - shape.x;
    const dy = points[2 * i + 1] - shape.y;
    out[i] = Math.sqrt(dx * dx + dy * dy) - shape.size * superEllipseRadius(shape, Math.atan2(dy, dx));
    squares += out[i] * out[i];
  }
  return squares;
}

interface Start {
  readonly u: Float64Array;
  readonly squares: number;
}

/** The two most promising starts with `d` axes, of different curvature. */
function startsWith(points: Float64Array, d: number): readonly [Start, Start] {
  const scratch = new Float64Array(samples);
  const tried: Start[] = [];
  for (const p of starts.p) {
    for (const ratio of starts.ratio) {
      for (let k = 0; k < starts.phases; k++) {
        const phi = (2 * Math.PI * k) / (starts.phases * d);
        const squares = residuals(points, { size: 1, p, ratio, phi, x: 0, y: 0, d }, scratch);
        // The size that makes the mean distance nought, and about what is left of the squares then.
        const excess = scratch.reduce((sum, r) => sum + r, 0) / samples;
        const u = Float64Array.of(Math.log(Math.max(0.2, 1 + excess)), Math.log(p), Math.log(ratio), phi, 0, 0);
        tried.push({ u, squares: squares - samples * excess * excess });
      }
    }
  }
  tried.sort((a, b) => a.squares - b.squares);
  return [tried[0], tried.find((t) => t.u[1] !== tried[0].u[1]) ?? tried[1]];
}

/** The better end of two starts. */
function followed(
  points: Float64Array,
  d: number,
  from: readonly [Start, Start],
): { shape: SuperEllipse; rms: number } {
  const ends = from.map(({ u }) =>
    solveLeastSquares(u, samples, (v, out) => residuals(points, shapeOf(v, d), out), 25),
  );
  const end = ends[0].squares <= ends[1].squares ? ends[0] : ends[1];
  return { shape: shapeOf(end.solution, d), rms: Math.sqrt(end.squares / samples) };
}

/** Intersection over union of the areas inside two polygons, on a grid on which the first is about 200 px wide. */
export function jaccardOf(a: Contour, b: Contour): number {
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < a.length; i += 2) {
    left = Math.min(left, a[i]);
    right = Math.max(right, a[i]);
  }
  const scale = 200 / Math.max(1e-9, right - left);
  const spans = (c: Contour): Spans => polygonSpans(c.map((v) => v * scale));
  const [one, other] = [spans(a), spans(b)];
  const shared = sharedArea(one, other);
  const either = areaOf(one) + areaOf(other) - shared;
  return either === 0 ? 0 : shared / either;
}

/** Numbers of a fit in a row of the table of `fitSuperEllipses`. */
export const superEllipseColumns = ['p', 'd', 'L', 'phi', 'size', 'x', 'y', 'rms', 'jaccard'] as const;

/** Fits all contours, on all threads: a row of `superEllipseColumns` each (px, radians), NaN where nothing can be fitted. Throws stopped. */
export function fitSuperEllipses(contours: readonly Contour[], work: Work): Float64Array {
  const { threads } = work;
  const { points, starts: begins, count } = packContours(contours, threads);
  const width = superEllipseColumns.length;
  const out = threads.allocate('float64', width * count);
  for (let first = 0; first < count; first += 256) {
    work.check();
    work.progress(first / count, 'Fitting super-ellipses');
    threads.forBands(superEllipseKernel, Math.min(256, count - first), first, points, begins, out);
  }
  const values = Float64Array.from(out);
  for (const array of [points, begins, out]) threads.release(array);
  return values;
}

export const superEllipseKernel = kernel(
  'features/super-ellipse',
  (start: number, end: number, first: number, points: Float64Array, begins: Int32Array, out: Float64Array) => {
    for (let i = first + start; i < first + end; i++) {
      const fit = fitSuperEllipse(points.slice(begins[i], begins[i + 1]));
      const row =
        fit === null
          ? superEllipseColumns.map(() => Number.NaN)
          : [fit.p, fit.d, fit.ratio, fit.phi, fit.size, fit.x, fit.y, fit.rms, fit.jaccard];
      out.set(row, superEllipseColumns.length * i);
    }
  },
);
