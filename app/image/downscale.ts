import type { GreyImage } from '../domain/plane.ts';
import { kernel, type Work } from '../ports/work.ts';
import { newImage, sharedPixels } from './planes.ts';

/** Rows [start, end) of the small image: means of factor x factor blocks, cut at the image's border. */
const blockMean = kernel(
  'image/block-mean',
  (
    start: number,
    end: number,
    src: Float32Array,
    width: number,
    height: number,
    factor: number,
    dst: Float32Array,
    smallWidth: number,
  ) => {
    const sums = new Float64Array(smallWidth);
    for (let y = start; y < end; y++) {
      sums.fill(0);
      const top = y * factor;
      const bottom = Math.min(height, top + factor);
      for (let row = top; row < bottom; row++) {
        for (let x = 0, i = row * width; x < smallWidth; x++) {
          const stop = Math.min(row * width + width, i + factor);
          let sum = 0;
          for (; i < stop; i++) sum += src[i];
          sums[x] += sum;
        }
      }
      for (let x = 0; x < smallWidth; x++)
        dst[y * smallWidth + x] = sums[x] / ((bottom - top) * (Math.min(width, (x + 1) * factor) - x * factor));
    }
  },
);

/**
 * The image shrunk `factor` times by block means; the last row and column average what is left of their blocks.
 * Pixel i of the result is centred on (i + 1/2) factor - 1/2.
 */
export function downscale(image: GreyImage, factor: number, work: Work): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const small = newImage(Math.ceil(width / factor), Math.ceil(height / factor), threads);
  const pixels = sharedPixels(image, threads);
  threads.forBands(blockMean, small.height, pixels, width, height, factor, small.data, small.width);
  return small;
}

export const downscaleKernels = [blockMean];
