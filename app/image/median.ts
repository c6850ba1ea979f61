import { integer } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { median3 } from './median3.ts';
import { emptyImage, sharedPixels } from './planes.ts';

export function median(image: GreyImage, size: number, work: Work): GreyImage {
  const { width, height } = image;
  const out = emptyImage(width, height, work.threads);
  const pixels = sharedPixels(image, work.threads);
  if (size !== 3) throw new Error('not yet');
  work.threads.forBands(median3, height, pixels, out.data, width, height);
  return out;
}

export const medianStep = step({
  id: 'median',
  version: 1,
  title: 'Median',
  help: 'Removes single outlying pixels and keeps edges: the median of a square around each pixel.',
  from: 'image',
  to: 'image',
  params: { size: integer({ title: 'Size', help: 'Side of the square.', default: 3, min: 1, max: 101, unit: 'px' }) },
  run: (image, { size }, { work }) => median(image, size, work),
});
