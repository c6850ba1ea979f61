import type { GreyImage } from '../domain/plane.ts';
import { kernel, type Work } from '../ports/work.ts';
import { sharedPixels } from './planes.ts';

/** Rows [start, end): the sum of each row and of its squared differences from the row's mean. */
const rowMoments = kernel(
  'image/row-moments',
  (start: number, end: number, pixels: Float32Array, width: number, sums: Float64Array, squares: Float64Array) => {
    for (let y = start; y < end; y++) {
      const from = y * width;
      let sum = 0;
      for (let i = from; i < from + width; i++) sum += pixels[i];
      const mean = sum / width;
      let square = 0;
      for (let i = from; i < from + width; i++) square += (pixels[i] - mean) * (pixels[i] - mean);
      sums[y] = sum;
      squares[y] = square;
    }
  },
);

/** Mean and standard deviation (of the population), in double precision, the same for any number of threads. */
export function meanAndDeviation(image: GreyImage, work: Work): { readonly mean: number; readonly deviation: number } {
  const { width, height } = image;
  const { threads } = work;
  const sums = threads.allocate('float64', height);
  const squares = threads.allocate('float64', height);
  threads.forBands(rowMoments, height, sharedPixels(image, threads), width, sums, squares);
  const count = width * height;
  const mean = sums.reduce((total, sum) => total + sum, 0) / count;
  let variance = 0;
  for (let y = 0; y < height; y++) variance += squares[y] + width * (sums[y] / width - mean) ** 2;
  return { mean, deviation: Math.sqrt(variance / count) };
}

export const statisticsKernels = [rowMoments];
