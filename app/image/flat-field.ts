import { choice, integer, number } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { fitBackground } from './background-fit.ts';
import { type CoarseImage, coarseMargin, enlargeCoarse } from './coarse.ts';
import { downscale } from './downscale.ts';
import { gaussian } from './gaussian.ts';
import { newImage, sharedPixels } from './planes.ts';
import { applyRatio } from './pointwise.ts';
import { meanAndDeviation } from './statistics.ts';
import { evaluateSurface } from './surface.ts';

/** Longest side of the grid on which the background is estimated. */
const gridSide = 128;

/** How the background is estimated. */
export type BackgroundModel =
  | { readonly kind: 'polynomial'; readonly order: number }
  | { readonly kind: 'gaussian'; readonly sigma: number };

export interface Background {
  /** The background as cubic B-spline coefficients on a coarse grid (`enlargeCoarse` gives the full image). */
  readonly coarse: CoarseImage;
  /** Its mean over the pixels taken for background. */
  readonly level: number;
}

/** Centres of the coarse pixels from -margin on, in -1..1 over the image. */
function centres(count: number, margin: number, factor: number, length: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => ((2 * (i - margin) + 1) * factor) / length - 1);
}

/** `values` with `coarseMargin` more pixels on every side, repeating the nearest one. */
function withMargin(values: GreyImage): Float32Array {
  const width = values.width + 2 * coarseMargin;
  const out = new Float32Array(width * (values.height + 2 * coarseMargin));
  for (let y = 0; y < values.height + 2 * coarseMargin; y++) {
    const row = Math.min(values.height - 1, Math.max(0, y - coarseMargin)) * values.width;
    for (let x = 0; x < width; x++)
      out[y * width + x] = values.data[row + Math.min(values.width - 1, Math.max(0, x - coarseMargin))];
  }
  return out;
}

/** Gaussian mean of the background points alone; where there are none within reach, the fitted surface shows through. */
function maskedGaussian(means: GreyImage, background: Float32Array, model: Float32Array, sigma: number, work: Work) {
  const like = (data: Float32Array): GreyImage => ({ width: means.width, height: means.height, data });
  const residual = work.threads.allocate('float32', model.length);
  const weight = work.threads.allocate('float32', model.length);
  for (let i = 0; i < model.length; i++) {
    residual[i] = background[i] * (means.data[i] - model[i]);
    weight[i] = background[i];
  }
  const sums = gaussian(like(residual), sigma, work).data;
  const shares = gaussian(like(weight), sigma, work).data;
  return like(model.map((v, i) => v + sums[i] / (shares[i] + 0.02)));
}

/**
 * Estimates the uneven background of an image under its particles, from block means on a grid of at most 128 points a side.
 * polynomial: a surface fitted to the points that are background. gaussian: their Gaussian mean, for unevenness that
 * no low-order surface follows.
 */
export function estimateBackground(image: GreyImage, model: BackgroundModel, work: Work): Background {
  const { width, height } = image;
  const levels = Math.max(1, Math.ceil(Math.log2(Math.max(width, height) / gridSide)));
  const factor = 2 ** levels;
  const means = downscale(image, factor, work);
  const xs = centres(means.width, 0, factor, width);
  const ys = centres(means.height, 0, factor, height);
  const fit = fitBackground(means.data, xs, ys, model.kind === 'polynomial' ? model.order : 2);
  const surface = evaluateSurface(fit.surface, xs, ys);
  let level = 0;
  let count = 0;
  for (let i = 0; i < surface.length; i++) {
    level += fit.background[i] * surface[i];
    count += fit.background[i];
  }
  level /= count;
  const grid = { levels, width: means.width + 2 * coarseMargin, height: means.height + 2 * coarseMargin };
  const data = work.threads.allocate('float32', grid.width * grid.height);
  if (model.kind === 'polynomial') {
    const wide = centres(grid.width, coarseMargin, factor, width);
    const tall = centres(grid.height, coarseMargin, factor, height);
    data.set(evaluateSurface(fit.surface, wide, tall));
  } else {
    data.set(withMargin(maskedGaussian(means, fit.background, surface, model.sigma / factor, work)));
  }
  return { coarse: { ...grid, data }, level };
}

/**
 * Divides the image by its background (or subtracts it) and restores the background's mean level, so values stay in
 * file units. A divisor under 5 % of the level counts as 5 %; a level that is not positive can only be subtracted.
 */
export function flattenField(
  image: GreyImage,
  model: BackgroundModel,
  operation: 'divide' | 'subtract',
  work: Work,
): GreyImage {
  const { width, height } = image;
  const { coarse, level } = estimateBackground(image, model, work);
  work.check();
  const data = enlargeCoarse(coarse, width, height, work.threads, {
    operation: level > 0 ? operation : 'subtract',
    pixels: sharedPixels(image, work.threads),
    level,
  });
  return { width, height, data };
}

/**
 * image * mean(reference) / reference: the correction by a measured gain image of the same size.
 * Reference pixels under 1 % of the mean (dead ones) count as 1 % of it.
 */
export function divideByReference(image: GreyImage, reference: GreyImage, work: Work): GreyImage {
  const { mean } = meanAndDeviation(reference, work);
  const out = newImage(image.width, image.height, work.threads);
  const gain = sharedPixels(reference, work.threads);
  applyRatio(sharedPixels(image, work.threads), gain, mean, 0.01 * mean, out.data, work.threads);
  return out;
}

export const flatFieldStep = step({
  id: 'flat-field',
  version: 1,
  title: 'Flat field',
  help: 'Evens out uneven illumination: fits the smooth background beside the particles and divides by it.',
  from: 'image',
  to: 'image',
  params: {
    model: choice({
      title: 'Background',
      help: 'A polynomial surface, or a wide Gaussian mean of the background pixels.',
      default: 'polynomial',
      options: [
        ['polynomial', 'Polynomial surface'],
        ['gaussian', 'Gaussian mean'],
      ],
    }),
    order: integer({
      title: 'Order',
      help: 'Of the polynomial surface.',
      when: { param: 'model', in: ['polynomial'] },
      default: 3,
      min: 1,
      max: 8,
    }),
    sigma: number({
      title: 'Sigma',
      help: 'Of the Gaussian mean; larger than the largest particle.',
      when: { param: 'model', in: ['gaussian'] },
      default: 200,
      min: 10,
      max: 2000,
      step: 10,
      unit: 'px',
    }),
    operation: choice({
      title: 'Correction',
      help: 'Divide for uneven illumination, subtract for added light.',
      default: 'divide',
      options: [
        ['divide', 'Divide'],
        ['subtract', 'Subtract'],
      ],
    }),
  },
  run: (image, { model, order, sigma, operation }, { work }) =>
    flattenField(
      image,
      model === 'gaussian' ? { kind: 'gaussian', sigma } : { kind: 'polynomial', order },
      operation === 'subtract' ? 'subtract' : 'divide',
      work,
    ),
});
