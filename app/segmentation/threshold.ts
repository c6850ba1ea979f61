import { Failure } from '../domain/failure.ts';
import { choice, integer, number } from '../domain/param.ts';
import type { BinaryImage, GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import { kernel, type Work } from '../ports/work.ts';
import { aboveThreshold, aboveThresholds, type Polarity } from './binarize.ts';
import { polarityParam, withBrightParticles } from './bright-particles.ts';
import {
  isodataThreshold,
  liThreshold,
  meanThreshold,
  minimumThreshold,
  otsuThreshold,
  triangleThreshold,
  yenThreshold,
} from './global-threshold.ts';
import { coarsened, fineHistogram, greyRange, type Histogram, mirrored } from './histogram.ts';
import { localOtsu } from './local-otsu.ts';
import { localGaussian, localMean, niblackThresholds, sauvolaThresholds } from './local-threshold.ts';

interface GlobalMethod {
  readonly title: string;
  readonly of: (histogram: Histogram) => number;
}

/** One number for the whole image. Methods that need smooth counts see 256 bins, as in scikit-image. */
const globalMethods: Readonly<Record<string, GlobalMethod>> = {
  otsu: { title: 'Otsu', of: (h) => otsuThreshold(coarsened(h)) },
  li: { title: 'Li', of: liThreshold },
  yen: { title: 'Yen', of: (h) => yenThreshold(coarsened(h)) },
  mean: { title: 'Mean', of: meanThreshold },
  minimum: { title: 'Minimum', of: (h) => minimumThreshold(coarsened(h)) },
  isodata: { title: 'Isodata', of: (h) => isodataThreshold(coarsened(h)) },
  triangle: { title: 'Triangle', of: (h) => triangleThreshold(coarsened(h)) },
};

export interface LocalSettings {
  /** Odd side of the square, or diameter of the disk, px. */
  readonly window: number;
  readonly k: number;
}

interface LocalMethod {
  readonly title: string;
  /** `image` shows particles bright. */
  readonly of: (image: GreyImage, settings: LocalSettings, work: Work) => BinaryImage;
}

/** A threshold that follows the image. */
const localMethods: Readonly<Record<string, LocalMethod>> = {
  local: {
    title: 'Local (Gaussian mean)',
    of: (image, { window }, work) => aboveThresholds(image, localGaussian(image, window, work), work),
  },
  'local-mean': {
    title: 'Local mean',
    of: (image, { window }, work) => aboveThresholds(image, localMean(image, window, work), work),
  },
  'local-otsu': {
    title: 'Local Otsu',
    of: (image, { window }, work) => localOtsu(image, window >> 1, work),
  },
  'otsu-and-local-otsu': {
    title: 'Otsu and local Otsu',
    of: (image, { window }, work) => {
      const everywhere = aboveThreshold(image, globalThreshold(image, 'otsu', 'bright', work), 'bright', work);
      return both(everywhere, localOtsu(image, window >> 1, work), work);
    },
  },
  niblack: {
    title: 'Niblack',
    of: (image, { window, k }, work) => aboveThresholds(image, niblackThresholds(image, window, k, work), work),
  },
  sauvola: {
    title: 'Sauvola',
    of: (image, { window, k }, work) => {
      const { min, max } = greyRange(image, work);
      return aboveThresholds(image, sauvolaThresholds(image, window, k, (max - min) / 2 || 1, work), work);
    },
  },
};

const intersect = kernel(
  'segmentation/intersect',
  (start: number, end: number, a: Uint8Array, b: Uint8Array, out: Uint8Array) => {
    for (let i = start; i < end; i++) out[i] = a[i] & b[i];
  },
);

function both(a: BinaryImage, b: BinaryImage, { threads }: Work): BinaryImage {
  const data = threads.allocate('uint8', a.data.length);
  threads.forBands(intersect, data.length, a.data, b.data, data);
  return { width: a.width, height: a.height, data };
}

/**
 * The threshold that a global method finds, in file units. For dark particles the method sees the image with its sign
 * turned, and particles are the pixels below the threshold. Throws `Failure` invalid-input (minimum method without two peaks).
 */
export function globalThreshold(image: GreyImage, method: string, polarity: Polarity, work: Work): number {
  const found = globalMethods[method];
  if (found === undefined)
    throw new Failure(
      'invalid-input',
      `No global threshold method is named ${method}.`,
      `Choose one of ${Object.keys(globalMethods).join(', ')}.`,
    );
  const histogram = fineHistogram(image, work);
  return polarity === 'bright' ? found.of(histogram) : -found.of(mirrored(histogram));
}

/** 1 where a local method finds particles. Throws `Failure` invalid-input for an unknown method. */
export function localThreshold(
  image: GreyImage,
  method: string,
  settings: LocalSettings,
  polarity: Polarity,
  work: Work,
): BinaryImage {
  const found = localMethods[method];
  if (found === undefined)
    throw new Failure(
      'invalid-input',
      `No local threshold method is named ${method}.`,
      `Choose one of ${Object.keys(localMethods).join(', ')}.`,
    );
  const bright = withBrightParticles(image, polarity, work);
  const particles = found.of(bright, settings, work);
  if (bright !== image) work.threads.release(bright.data);
  return particles;
}

export const thresholdStep = step({
  id: 'threshold',
  version: 1,
  title: 'Threshold',
  help: 'Takes the pixels beyond a grey value as particles.',
  from: 'image',
  to: 'binary',
  params: {
    method: choice({
      title: 'Method',
      help: 'How the threshold is found. Local methods follow an uneven background.',
      default: 'li',
      options: [
        ...Object.entries(globalMethods).map(([value, { title }]) => [value, title] as const),
        ...Object.entries(localMethods).map(([value, { title }]) => [value, title] as const),
        ['fixed', 'Fixed value'] as const,
      ],
    }),
    polarity: polarityParam,
    value: number({
      title: 'Value',
      help: 'Threshold of the fixed method, in the units of the image at this step.',
      when: { param: 'method', in: ['fixed'] },
      default: 0,
      min: -1e12,
      max: 1e12,
      step: 1,
    }),
    window: integer({
      title: 'Window',
      help: 'Side of the square, or diameter of the disk, that local methods look at.',
      when: { param: 'method', in: Object.keys(localMethods) },
      default: 51,
      min: 3,
      max: 2001,
      step: 2,
      odd: true,
      unit: 'px',
    }),
    k: number({
      title: 'k',
      help: 'Weight of the standard deviation in the Niblack and Sauvola methods.',
      when: { param: 'method', in: ['niblack', 'sauvola'] },
      default: 0.2,
      min: -2,
      max: 2,
      step: 0.05,
    }),
  },
  run: (image, { method, polarity, value, window, k }, { work, resolve }) => {
    const particles: Polarity = polarity === 'dark' ? 'dark' : 'bright';
    if (method in localMethods) return localThreshold(image, method, { window, k }, particles, work);
    const threshold = method === 'fixed' ? value : globalThreshold(image, method, particles, work);
    resolve('threshold', threshold);
    return aboveThreshold(image, threshold, particles, work);
  },
});

export const thresholdKernels = [intersect];
