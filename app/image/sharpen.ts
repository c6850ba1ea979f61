import { number } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { gaussian } from './gaussian.ts';
import { sharedPixels } from './planes.ts';
import { applyBlend } from './pointwise.ts';

/** A narrow Gaussian blur minus a wide one: a band-pass (scikit-image `difference_of_gaussians`). */
export function differenceOfGaussians(image: GreyImage, low: number, high: number, work: Work): GreyImage {
  const fine = gaussian(image, low, work);
  work.check();
  const coarse = gaussian(image, high, work);
  applyBlend(fine.data, coarse.data, 1, -1, fine.data, work.threads);
  work.threads.release(coarse.data);
  return fine;
}

/** image + amount * (image - its Gaussian blur), not cut off (scikit-image `unsharp_mask`, range preserved, but for the border). */
export function unsharp(image: GreyImage, sigma: number, amount: number, work: Work): GreyImage {
  const blurred = gaussian(image, sigma, work);
  const pixels = sharedPixels(image, work.threads);
  applyBlend(pixels, blurred.data, 1 + amount, -amount, blurred.data, work.threads);
  return blurred;
}

const sigma = (title: string, help: string, preset: number) =>
  number({ title, help, default: preset, min: 0, max: 500, step: 0.1, unit: 'px' });

export const differenceOfGaussiansStep = step({
  id: 'difference-of-gaussians',
  version: 1,
  title: 'Difference of Gaussians',
  help: 'Keeps detail between two sizes: a narrow blur minus a wide one.',
  from: 'image',
  to: 'image',
  params: {
    low: sigma('Narrow sigma', 'Finer detail is smoothed away.', 1),
    high: sigma('Wide sigma', 'Coarser detail is subtracted; larger than the narrow sigma.', 10),
  },
  run: (image, { low, high }, { work }) => differenceOfGaussians(image, low, high, work),
});

export const unsharpStep = step({
  id: 'unsharp',
  version: 1,
  title: 'Unsharp mask',
  help: 'Sharpens edges by adding what a Gaussian blur takes away.',
  from: 'image',
  to: 'image',
  params: {
    sigma: sigma('Sigma', 'Scale of the detail that is strengthened.', 2),
    amount: number({ title: 'Amount', help: 'How much of it is added.', default: 1, min: 0, max: 10, step: 0.1 }),
  },
  run: (image, params, { work }) => unsharp(image, params.sigma, params.amount, work),
});
