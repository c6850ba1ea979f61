import { choice, number } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import { kernel, type Work } from '../ports/work.ts';
import { percentilesOf } from './histogram.ts';
import { sharedPixels } from './planes.ts';

/** Mean of the up to eight neighbours inside the image; the pixel itself where there is none. */
function neighbourMean(src: Float32Array, width: number, height: number, x: number, y: number): number {
  const own = src[y * width + x];
  let sum = -own;
  let count = -1;
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
      sum += src[v * width + u];
      count++;
    }
  }
  return count > 0 ? sum / count : own;
}

/** Rows [start, end) of dst: pixels of src above `limit` replaced by the mean of their neighbours inside the image. */
const replaceHot = kernel(
  'image/replace-hot',
  (start: number, end: number, src: Float32Array, dst: Float32Array, width: number, height: number, limit: number) => {
    for (let y = start; y < end; y++) {
      dst.set(src.subarray(y * width, (y + 1) * width), y * width);
      for (let x = 0; x < width; x++)
        if (src[y * width + x] > limit) dst[y * width + x] = neighbourMean(src, width, height, x, y);
    }
  },
);

/**
 * Removes hits of X-rays and hot pixels: every pixel above `limit` becomes the mean of its eight neighbours, twice, so
 * that small clusters go too (preprocessing of Cho et al. 2024). Neighbours outside the image are left out.
 */
export function removeHotPixels(image: GreyImage, limit: number, work: Work): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const once = threads.allocate('float32', width * height, 'any');
  threads.forBands(replaceHot, height, sharedPixels(image, threads), once, width, height, limit);
  const twice = threads.allocate('float32', width * height, 'any');
  threads.forBands(replaceHot, height, once, twice, width, height, limit);
  threads.release(once);
  return { width, height, data: twice };
}

/** median + excess, with `excess` in file units or in robust standard deviations (1.4826 x the quartile distance / 2). */
export function hotPixelLimit(image: GreyImage, excess: number, unit: 'counts' | 'deviations', work: Work): number {
  const [lower, middle, upper] = percentilesOf(image, [25, 50, 75], work);
  return middle + excess * (unit === 'counts' ? 1 : 0.7413 * (upper - lower));
}

export const hotPixelsStep = step({
  id: 'hot-pixels',
  version: 1,
  title: 'Remove hot pixels',
  help: 'Replaces pixels far above the median (X-ray hits) by the mean of their neighbours, in two passes.',
  from: 'image',
  to: 'image',
  params: {
    excess: number({
      title: 'Above the median by',
      help: 'Pixels more than this above the median of the image are replaced.',
      default: 10,
      min: 0,
      max: 65535,
      step: 1,
    }),
    unit: choice({
      title: 'Counted in',
      help: 'Robust standard deviations of the image, or values as in the file.',
      default: 'deviations',
      options: [
        ['deviations', 'Standard deviations'],
        ['counts', 'File values'],
      ],
    }),
  },
  run: (image, { excess, unit }, scene) => {
    const limit = hotPixelLimit(image, excess, unit === 'counts' ? 'counts' : 'deviations', scene.work);
    scene.resolve('hotPixelLimit', limit);
    return removeHotPixels(image, limit, scene.work);
  },
});

export const hotPixelKernels = [replaceHot];
