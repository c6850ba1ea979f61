import { number } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { percentilesOf, valueRange } from './histogram.ts';
import { newImage, sharedPixels } from './planes.ts';
import { applyAffine } from './pointwise.ts';
import { meanAndDeviation } from './statistics.ts';

function affine(image: GreyImage, gain: number, offset: number, work: Work, limits?: readonly [number, number]) {
  const out = newImage(image.width, image.height, work.threads);
  applyAffine(sharedPixels(image, work.threads), gain, offset, out.data, work.threads, limits);
  return out;
}

/** The largest pixel minus each pixel: dark particles become bright; the brightest pixel becomes 0. */
export function invert(image: GreyImage, work: Work): GreyImage {
  const { max } = valueRange(image, work);
  return affine(image, -1, max, work);
}

/**
 * Values from the `low`-th to the `high`-th percentile stretched to 0..1, the rest cut off there (scikit-image
 * `rescale_intensity` with these percentiles as input range). An image of one value becomes 0.
 */
export function stretchContrast(image: GreyImage, low: number, high: number, work: Work): GreyImage {
  const [from, to] = percentilesOf(image, [low, high], work);
  const gain = to > from ? 1 / (to - from) : 0;
  return affine(image, gain, -from * gain, work, [0, 1]);
}

/** Zero mean and unit standard deviation (of the population). An image of one value becomes 0. */
export function normalise(image: GreyImage, work: Work): GreyImage {
  const { mean, deviation } = meanAndDeviation(image, work);
  const gain = deviation > 0 ? 1 / deviation : 0;
  return affine(image, gain, -mean * gain, work);
}

export const invertStep = step({
  id: 'invert',
  version: 1,
  title: 'Invert',
  help: 'Turns dark particles into bright ones: the largest value minus each value.',
  from: 'image',
  to: 'image',
  params: {},
  run: (image, _, { work }) => invert(image, work),
});

export const stretchContrastStep = step({
  id: 'contrast-stretch',
  version: 1,
  title: 'Contrast stretch',
  help: 'Stretches the values between two percentiles to 0..1 and cuts off the rest.',
  from: 'image',
  to: 'image',
  params: {
    low: number({
      title: 'Low percentile',
      help: 'Becomes 0.',
      default: 1,
      min: 0,
      max: 50,
      step: 0.1,
      unit: '%',
    }),
    high: number({
      title: 'High percentile',
      help: 'Becomes 1.',
      default: 99,
      min: 50,
      max: 100,
      step: 0.1,
      unit: '%',
    }),
  },
  run: (image, { low, high }, { work }) => stretchContrast(image, low, high, work),
});

export const normaliseStep = step({
  id: 'normalise',
  version: 1,
  title: 'Normalise',
  help: 'Brings the image to zero mean and unit standard deviation.',
  from: 'image',
  to: 'image',
  params: {},
  run: (image, _, { work }) => normalise(image, work),
});
