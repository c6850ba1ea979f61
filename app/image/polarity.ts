import type { GreyImage } from '../domain/plane.ts';
import type { Work } from '../ports/work.ts';
import { fitBackground } from './background-fit.ts';
import { downscale } from './downscale.ts';
import { gaussian } from './gaussian.ts';
import { evaluateSurface } from './surface.ts';

/** Whether particles are brighter (dark field) or darker (bright field) than their background. */
export interface PolarityGuess {
  readonly polarity: 'bright' | 'dark';
  /** 0 = a coin's throw, 1 = everything that stands out does so on one side. */
  readonly confidence: number;
}

/** Longest side at which the image is looked at. */
const lookSide = 512;
/** Standard deviations of the background beyond which a pixel stands out. */
const standsOut = 3;

const centres = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => (2 * i + 1) / n - 1);

/** Robust spread of the background about 0, from the side of the residuals with the shorter tail. */
function backgroundSpread(sorted: Float32Array): number {
  const split = sorted.findIndex((v) => v >= 0);
  const zero = split < 0 ? sorted.length : split;
  const below = zero > 0 ? -sorted[zero >> 1] : Number.POSITIVE_INFINITY;
  const above = zero < sorted.length ? sorted[(zero + sorted.length) >> 1] : Number.POSITIVE_INFINITY;
  return 1.4826 * Math.min(below, above);
}

function skewness(values: Float32Array): number {
  let mean = 0;
  for (const v of values) mean += v;
  mean /= values.length;
  let second = 0;
  let third = 0;
  for (const v of values) {
    second += (v - mean) ** 2;
    third += (v - mean) ** 3;
  }
  const variance = second / values.length;
  return variance > 0 ? third / values.length / variance ** 1.5 : 0;
}

/**
 * Guesses from the image alone on which side of the background the particles lie. The smooth background is fitted and
 * taken away at 512 px a side; what stands out of its noise is weighed on both sides (area times contrast), with the
 * skewness of all residuals as a second voice (the only one where nothing stands out).
 */
export function guessPolarity(image: GreyImage, work: Work): PolarityGuess {
  const factor = Math.max(1, Math.round(Math.max(image.width, image.height) / lookSide));
  const small = gaussian(factor > 1 ? downscale(image, factor, work) : image, 1, work);
  const grid = downscale(small, 4, work);
  const fit = fitBackground(grid.data, centres(grid.width), centres(grid.height), 2);
  const background = evaluateSurface(fit.surface, centres(small.width), centres(small.height));
  const residuals = small.data.map((v, i) => v - background[i]);
  const limit = standsOut * backgroundSpread(residuals.slice().sort());
  let bright = 0;
  let dark = 0;
  for (const r of residuals) {
    if (r > limit) bright += r;
    else if (r < -limit) dark -= r;
  }
  const skew = Math.tanh(skewness(residuals));
  const weight = bright + dark > 0 ? 0.7 : 0;
  const score = weight * (bright + dark > 0 ? (bright - dark) / (bright + dark) : 0) + (1 - weight) * skew;
  return { polarity: score >= 0 ? 'bright' : 'dark', confidence: Math.min(1, Math.abs(score)) };
}
