import type { BinaryImage, GreyImage } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';

/** Whether particles are brighter or darker than what is around them. */
export type Polarity = 'bright' | 'dark';

const aboveValue = kernel(
  'segmentation/above-value',
  (start: number, end: number, pixels: Float32Array, threshold: number, sign: number, out: Uint8Array) => {
    const limit = sign * threshold;
    if (sign > 0) for (let i = start; i < end; i++) out[i] = pixels[i] > limit ? 1 : 0;
    else for (let i = start; i < end; i++) out[i] = -pixels[i] > limit ? 1 : 0;
  },
);

const abovePlane = kernel(
  'segmentation/above-plane',
  (start: number, end: number, pixels: Float32Array, thresholds: Float32Array, out: Uint8Array) => {
    for (let i = start; i < end; i++) out[i] = pixels[i] > thresholds[i] ? 1 : 0;
  },
);

/** 1 where the image is above the threshold (bright) or below it (dark). */
export function aboveThreshold(image: GreyImage, threshold: number, polarity: Polarity, work: Work): BinaryImage {
  const { width, height } = image;
  const { threads } = work;
  const data = threads.allocate('uint8', width * height, 'any');
  const pixels = onSharedMemory('float32', image.data, threads);
  threads.forBands(aboveValue, pixels.length, pixels, threshold, polarity === 'bright' ? 1 : -1, data);
  return { width, height, data };
}

/** 1 where the image is above the threshold of that pixel. */
export function aboveThresholds(image: GreyImage, thresholds: GreyImage, work: Work): BinaryImage {
  const { width, height } = image;
  const { threads } = work;
  const data = threads.allocate('uint8', width * height, 'any');
  const pixels = onSharedMemory('float32', image.data, threads);
  const limits = onSharedMemory('float32', thresholds.data, threads);
  threads.forBands(abovePlane, pixels.length, pixels, limits, data);
  return { width, height, data };
}

export const binarizeKernels = [aboveValue, abovePlane];
