import { integer } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { medianBlockSide, medianOfBlocks } from './median-kernel.ts';
import { median3 } from './median3.ts';
import { newImage, sharedPixels } from './planes.ts';

/**
 * Median over the size x size square around each pixel, the border continued by reflection (SciPy `median_filter`): exact for any
 * values. An even size looks one pixel further up and left, and of the two middle values takes the larger. Sizes up to
 * 129 px; the time of a pixel grows with the size, not its square.
 */
export function median(image: GreyImage, size: number, work: Work): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const out = newImage(width, height, threads);
  const pixels = sharedPixels(image, threads);
  if (size === 1) out.data.set(pixels);
  else if (size === 3) threads.forBands(median3, height, pixels, out.data, width, height);
  else {
    const blocks = Math.ceil(width / medianBlockSide) * Math.ceil(height / medianBlockSide);
    threads.forBands(medianOfBlocks, blocks, pixels, out.data, width, height, size);
  }
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
