import { Failure } from '../domain/failure.ts';
import { choice, number } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { complexFft2, forwardFft2 } from '../math/fft-2d.ts';
import { step } from '../ports/step.ts';
import { kernel, type Work } from '../ports/work.ts';
import { gaussian } from './gaussian.ts';
import { median } from './median.ts';
import { removeBorderCross } from './periodic.ts';
import { sharedPixels } from './planes.ts';
import { meanAndDeviation } from './statistics.ts';

/** Side of the median that stands for the spectrum's smooth part, px. */
const medianSide = 25;
/** Columns of negative frequency kept beside the half spectrum, so that the median sees both sides of zero. */
const overlap = medianSide >> 1;

/** Rows [start, end), v from -height / 2 on: log power at u = -overlap .. width / 2. */
const logPower = kernel(
  'image/bragg-log-power',
  (
    start: number,
    end: number,
    re: Float32Array,
    im: Float32Array,
    columns: number,
    height: number,
    least: number,
    dst: Float32Array,
  ) => {
    const wide = columns + overlap;
    const middle = height >> 1;
    for (let row = start; row < end; row++) {
      const positive = ((row - middle + height) % height) * columns;
      const negative = ((middle - row + height) % height) * columns;
      for (let j = 0; j < wide; j++) {
        const u = j - overlap;
        const i = u >= 0 ? positive + u : negative + Math.min(columns - 1, -u);
        dst[row * wide + j] = Math.log(re[i] * re[i] + im[i] * im[i] + least);
      }
    }
  },
);

/**
 * Rows [start, end) of the full complex spectrum, v as in it: frequencies of one half plane (u > 0, or u = 0 and v > 0)
 * whose log power stands out and that lie in the ring, twice; all others 0.
 */
const keepPeaks = kernel(
  'image/bragg-keep',
  (
    start: number,
    end: number,
    re: Float32Array,
    im: Float32Array,
    excess: Float32Array,
    limit: number,
    least: number,
    most: number,
    width: number,
    height: number,
    fullRe: Float32Array,
    fullIm: Float32Array,
  ) => {
    const columns = (width >> 1) + 1;
    const wide = columns + overlap;
    const middle = height >> 1;
    for (let v = start; v < end; v++) {
      const signed = v < (height + 1) >> 1 ? v : v - height;
      const row = (((signed + middle) % height) + height) % height;
      for (let u = signed > 0 ? 0 : 1; u < columns; u++) {
        const frequency = Math.hypot(u / width, signed / height);
        if (frequency < least || frequency > most || excess[row * wide + u + overlap] <= limit) continue;
        fullRe[v * width + u] = 2 * re[v * columns + u];
        fullIm[v * width + u] = 2 * im[v * columns + u];
      }
    }
  },
);

const modulus = kernel('image/modulus', (start: number, end: number, re: Float32Array, im: Float32Array) => {
  for (let i = start; i < end; i++) re[i] = Math.sqrt(re[i] * re[i] + im[i] * im[i]);
});

/**
 * Where the image is crystalline: the amplitude of its lattice fringes (Fourier filtering of Groschner 2021). The log power spectrum
 * minus its 25 px median is cut at `cut` standard deviations; what stands out between the two periods is transformed
 * back, and the modulus is smoothed. One half plane of frequencies gives the fringes' amplitude without the fringes.
 * @param finest shortest period kept, px, > 0
 * @param coarsest longest period kept, px
 * @param sigma of the final Gaussian, px
 * @returns amplitude in file units
 */
export function braggFilter(
  image: GreyImage,
  finest: number,
  coarsest: number,
  cut: number,
  sigma: number,
  work: Work,
): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const pixels = sharedPixels(image, threads);
  const spectrum = forwardFft2(pixels, width, height, threads);
  removeBorderCross(pixels, spectrum);
  work.progress(0.3, 'Finding spots of the power spectrum');
  const { re, im, columns } = spectrum;
  const wide = columns + overlap;
  const log: GreyImage = { width: wide, height, data: threads.allocate('float32', wide * height, 'any') };
  threads.forBands(logPower, height, re, im, columns, height, 1e-20, log.data);
  work.check();
  const smooth = median(log, medianSide, work);
  for (let i = 0; i < log.data.length; i++) log.data[i] -= smooth.data[i];
  threads.release(smooth.data);
  const { deviation } = meanAndDeviation(log, work);
  work.check();
  work.progress(0.8, 'Transforming back');
  const fullRe = threads.allocate('float32', width * height);
  const fullIm = threads.allocate('float32', width * height);
  const [least, most] = [1 / coarsest, 1 / finest];
  threads.forBands(keepPeaks, height, re, im, log.data, cut * deviation, least, most, width, height, fullRe, fullIm);
  complexFft2(fullRe, fullIm, width, height, 'inverse', threads);
  threads.forBands(modulus, width * height, fullRe, fullIm);
  const envelope = gaussian({ width, height, data: fullRe }, sigma, work);
  for (const used of [re, im, log.data, fullRe, fullIm]) threads.release(used);
  return envelope;
}

export const braggStep = step({
  id: 'bragg',
  version: 1,
  title: 'Bragg filter',
  help: 'Shows where the image is crystalline: the amplitude of its lattice fringes.',
  from: 'image',
  to: 'image',
  params: {
    finest: number({
      title: 'Finest spacing',
      help: 'Lattice spacings from here on are kept.',
      default: 2.5,
      min: 0.01,
      max: 1000,
      step: 0.01,
    }),
    coarsest: number({
      title: 'Coarsest spacing',
      help: 'Lattice spacings up to here are kept.',
      default: 20,
      min: 0.01,
      max: 1000,
      step: 0.01,
    }),
    unit: choice({
      title: 'Spacings in',
      help: 'Pixels, or nanometres where the image is calibrated.',
      default: 'px',
      options: [
        ['px', 'Pixels'],
        ['nm', 'Nanometres'],
      ],
    }),
    cut: number({
      title: 'Cut',
      help: 'A spot must stand out of the spectrum by this many standard deviations.',
      default: 2,
      min: 0,
      max: 10,
      step: 0.1,
    }),
    sigma: number({
      title: 'Smoothing',
      help: 'Standard deviation of the final Gaussian; a few lattice spacings.',
      default: 5,
      min: 0,
      max: 100,
      step: 0.5,
      unit: 'px',
    }),
  },
  run: (image, { finest, coarsest, unit, cut, sigma }, { work, pixelSize }) => {
    if (unit === 'nm' && pixelSize === null) {
      throw new Failure(
        'no-calibration',
        'The Bragg filter was asked for spacings in nanometres, but the image has no pixel size.',
        'Calibrate the image, or give the spacings in pixels.',
      );
    }
    const scale = unit === 'nm' && pixelSize !== null ? 1 / pixelSize : 1;
    return braggFilter(image, finest * scale, coarsest * scale, cut, sigma, work);
  },
});

export const braggKernels = [logPower, keepPeaks, modulus];
