import { choice } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';
import type { Polarity } from './binarize.ts';
import { greyRange } from './histogram.ts';

const mirrorValues = kernel(
  'segmentation/mirror-values',
  (start: number, end: number, pixels: Float32Array, top: number, out: Float32Array) => {
    for (let i = start; i < end; i++) out[i] = top - pixels[i];
  },
);

/** The image with particles bright: as it is, or its maximum minus it when they are dark. */
export function withBrightParticles(image: GreyImage, polarity: Polarity, work: Work): GreyImage {
  if (polarity === 'bright') return image;
  const { threads } = work;
  const pixels = onSharedMemory('float32', image.data, threads);
  const data = threads.allocate('float32', pixels.length, 'any');
  threads.forBands(mirrorValues, pixels.length, pixels, greyRange(image, work).max, data);
  return { width: image.width, height: image.height, data };
}

/** `auto` is replaced by the pipeline with what it guesses from the image that the step sees. */
export const polarityParam = choice({
  title: 'Particles are',
  help: 'Whether particles are brighter or darker than their background.',
  default: 'auto',
  options: [
    ['auto', 'Found automatically'],
    ['bright', 'Bright'],
    ['dark', 'Dark'],
  ],
});

export const brightParticlesStep = step({
  id: 'bright-particles',
  version: 1,
  title: 'Make particles bright',
  help: 'Turns the image when particles are dark, so that the steps after it need not know.',
  from: 'image',
  to: 'image',
  params: { polarity: polarityParam },
  run: (image, { polarity }, { work }) => withBrightParticles(image, polarity === 'dark' ? 'dark' : 'bright', work),
});

export const brightParticlesKernels = [mirrorValues];
