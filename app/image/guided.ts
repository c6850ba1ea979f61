import { integer, number } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import { kernel, type Work } from '../ports/work.ts';
import { meanFilter } from './mean.ts';
import { newImage, sharedPixels } from './planes.ts';
import { applyAffine } from './pointwise.ts';
import { meanAndDeviation } from './statistics.ts';

/** Rows [start, end): sum over x of |response| of the 3 x 3 difference of Laplacians, which smooth grey does not excite. */
const noiseRows = kernel(
  'image/noise-rows',
  (start: number, end: number, pixels: Float32Array, width: number, sums: Float64Array) => {
    for (let y = start; y < end; y++) {
      let sum = 0;
      for (let x = 1, i = (y + 1) * width + 1; x < width - 1; x++, i++) {
        const corners = pixels[i - width - 1] + pixels[i - width + 1] + pixels[i + width - 1] + pixels[i + width + 1];
        const sides = pixels[i - width] + pixels[i - 1] + pixels[i + 1] + pixels[i + width];
        sum += Math.abs(corners - 2 * sides + 4 * pixels[i]);
      }
      sums[y] = sum;
    }
  },
);

/**
 * Standard deviation of the pixel noise, from how much neighbours differ beyond any smooth grey (Immerkaer 1996). Too high where the
 * image is full of fine detail; 0 for images under 3 px a side.
 */
export function noiseDeviation(image: GreyImage, { threads }: Work): number {
  const [width, height] = [image.width - 2, image.height - 2];
  if (width < 1 || height < 1) return 0;
  const sums = threads.allocate('float64', height);
  threads.forBands(noiseRows, height, sharedPixels(image, threads), image.width, sums);
  return (Math.sqrt(Math.PI / 2) * sums.reduce((total, sum) => total + sum, 0)) / (6 * width * height);
}

const square = kernel('image/square', (start: number, end: number, src: Float32Array, dst: Float32Array) => {
  for (let i = start; i < end; i++) dst[i] = src[i] * src[i];
});

/** Pixels [start, end): from local means of v and v^2 to the local line slope * v + offset, in place of both. */
const localLine = kernel(
  'image/local-line',
  (start: number, end: number, means: Float32Array, squares: Float32Array, noise: number) => {
    for (let i = start; i < end; i++) {
      const mean = means[i];
      const variance = Math.max(0, squares[i] - mean * mean);
      const slope = variance + noise > 0 ? variance / (variance + noise) : 0;
      means[i] = slope;
      squares[i] = mean * (1 - slope);
    }
  },
);

const applyLine = kernel(
  'image/apply-line',
  (
    start: number,
    end: number,
    src: Float32Array,
    slopes: Float32Array,
    offsets: Float32Array,
    level: number,
    dst: Float32Array,
  ) => {
    for (let i = start; i < end; i++) dst[i] = slopes[i] * src[i] + offsets[i] + level;
  },
);

/**
 * Edge-preserving smoothing (guided filter with the image as its own guide; He, Sun and Tang 2010): where the grey varies less than
 * `deviation` within the size x size square, its mean; where it varies more, the pixel itself; in between, a mixture.
 */
export function guidedFilter(image: GreyImage, size: number, deviation: number, work: Work): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const count = width * height;
  // About the mean of the image, so that squares keep their digits.
  const level = meanAndDeviation(image, work).mean;
  const centred = newImage(width, height, threads);
  applyAffine(sharedPixels(image, threads), 1, -level, centred.data, threads);
  const squared = newImage(width, height, threads);
  threads.forBands(square, count, centred.data, squared.data);
  const means = meanFilter(centred, size, work);
  const squares = meanFilter(squared, size, work);
  threads.release(squared.data);
  work.check();
  threads.forBands(localLine, count, means.data, squares.data, deviation * deviation);
  const slopes = meanFilter(means, size, work);
  const offsets = meanFilter(squares, size, work);
  threads.forBands(applyLine, count, centred.data, slopes.data, offsets.data, level, centred.data);
  for (const used of [means, squares, slopes, offsets]) threads.release(used.data);
  return centred;
}

export const guidedStep = step({
  id: 'guided',
  version: 1,
  title: 'Edge-preserving smoothing',
  help: 'Smooths noise inside particles and background and keeps the edges between them (guided filter).',
  from: 'image',
  to: 'image',
  params: {
    size: integer({ title: 'Size', help: 'Side of the square.', default: 7, min: 3, max: 101, unit: 'px' }),
    strength: number({
      title: 'Strength',
      help: 'Contrast that is smoothed away, in standard deviations of the noise.',
      default: 2,
      min: 0,
      max: 20,
      step: 0.1,
    }),
  },
  run: (image, { size, strength }, scene) => {
    const noise = noiseDeviation(image, scene.work);
    scene.resolve('noise', noise);
    return guidedFilter(image, size, strength * noise, scene.work);
  },
});

export const guidedKernels = [noiseRows, square, localLine, applyLine];
