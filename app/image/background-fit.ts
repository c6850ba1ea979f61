import { evaluateSurface, fitSurface, type Surface } from './surface.ts';

/** Rounds of fitting and rejecting at most; the set of background points is stable before. */
const rounds = 24;
/** Share of points that may still change sides when the fit counts as settled. */
const settled = 0.005;
/** Points further than this many standard deviations from the background are particles. */
const cut = 2.5;

/** The centre of the densest half of sorted values, found by halving again and again (half-sample mode, Bickel 2006). */
function densest(sorted: Float32Array): number {
  let from = 0;
  let to = sorted.length;
  while (to - from > 3) {
    const half = (to - from + 1) >> 1;
    let best = from;
    for (let i = from; i + half <= to; i++)
      if (sorted[i + half - 1] - sorted[i] < sorted[best + half - 1] - sorted[best]) best = i;
    [from, to] = [best, best + half];
  }
  return sorted[(from + to - 1) >> 1];
}

/** Robust standard deviation about `centre` from the side with the shorter tail (the other one holds the particles). */
function spread(sorted: Float32Array, centre: number): number {
  let split = 0;
  while (split < sorted.length && sorted[split] < centre) split++;
  const below = split > 0 ? centre - sorted[split >> 1] : Number.POSITIVE_INFINITY;
  const above = split < sorted.length ? sorted[(split + sorted.length) >> 1] - centre : Number.POSITIVE_INFINITY;
  return 1.4826 * Math.min(below, above);
}

export interface BackgroundFit {
  readonly surface: Surface;
  /** 1 where a point was taken for background, 0 where for a particle. */
  readonly background: Float32Array;
}

/** Fits and rejects in turns from `surface` on, one order more each round, until the points stay where they are. */
function refine(values: Float32Array, xs: Float64Array, ys: Float64Array, order: number, from: Surface): BackgroundFit {
  const weights = new Float32Array(values.length);
  let surface = from;
  for (let round = 0; round < rounds; round++) {
    const model = evaluateSurface(surface, xs, ys);
    const residuals = model;
    for (let i = 0; i < residuals.length; i++) residuals[i] = values[i] - model[i];
    const sorted = residuals.slice().sort();
    const centre = densest(sorted);
    const limit = cut * Math.max(spread(sorted, centre), 1e-6 * Math.abs(surface.coefficients[0]));
    let moved = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = Math.abs(residuals[i] - centre) <= limit ? 1 : 0;
      if (weight !== weights[i]) moved++;
      weights[i] = weight;
    }
    const next = Math.min(order, surface.order + 1);
    if (moved <= settled * weights.length && next === surface.order) break;
    surface = fitSurface(values, weights, xs, ys, next);
  }
  return { surface, background: weights };
}

/**
 * Fits a smooth surface to the background of an image that particles cover in part (up to about half, all darker or
 * all brighter or both). Starts at order 0 and adds orders while rejecting points far from the densest residual; first
 * on every second point, then on all.
 * @param values block means, row-major, at columns xs and rows ys (-1..1 over the image)
 */
export function fitBackground(values: Float32Array, xs: Float64Array, ys: Float64Array, order: number): BackgroundFit {
  const [fewXs, fewYs] = [xs.filter((_, i) => i % 2 === 0), ys.filter((_, i) => i % 2 === 0)];
  const few = new Float32Array(fewXs.length * fewYs.length);
  for (let y = 0; y < fewYs.length; y++)
    for (let x = 0; x < fewXs.length; x++) few[y * fewXs.length + x] = values[2 * y * xs.length + 2 * x];
  const start = fitSurface(few, new Float32Array(few.length).fill(1), fewXs, fewYs, 0);
  const { surface } = refine(few, fewXs, fewYs, order, start);
  return refine(values, xs, ys, order, surface);
}
