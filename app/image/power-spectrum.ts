import { Failure } from '../domain/failure.ts';
import type { GreyImage } from '../domain/plane.ts';
import { forwardFft2 } from '../math/fft-2d.ts';
import { kernel, type Work } from '../ports/work.ts';
import { sharedPixels } from './planes.ts';
import type { Region } from './region.ts';

/** One period of a Hann window of this length. */
const hann = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length));

/** Rows [start, end) of the square patch: the region minus its mean, windowed, zero elsewhere. */
const windowPatch = kernel(
  'image/window-patch',
  (
    start: number,
    end: number,
    pixels: Float32Array,
    imageWidth: number,
    patch: Float32Array,
    size: number,
    x0: number,
    y0: number,
    across: Float32Array,
    down: Float32Array,
    mean: number,
  ) => {
    for (let y = start; y < end; y++) {
      const from = (y0 + y) * imageWidth + x0;
      for (let x = 0; x < across.length; x++) patch[y * size + x] = (pixels[from + x] - mean) * across[x] * down[y];
    }
  },
);

/** Rows [start, end) of a half spectrum: |X|^2, into `re`. */
const squareRows = kernel(
  'image/spectrum-power',
  (start: number, end: number, re: Float32Array, im: Float32Array, columns: number) => {
    for (let i = start * columns; i < end * columns; i++) re[i] = re[i] * re[i] + im[i] * im[i];
  },
);

const logRows = kernel(
  'image/spectrum-log',
  (start: number, end: number, power: Float32Array, columns: number, least: number) => {
    for (let i = start * columns; i < end * columns; i++) power[i] = Math.log10(power[i] + least);
  },
);

/** Rows [start, end) of the whole spectrum, frequency 0 in the middle, from the half along x. */
const centreRows = kernel(
  'image/spectrum-centre',
  (start: number, end: number, half: Float32Array, columns: number, dst: Float32Array, size: number) => {
    const middle = size / 2;
    for (let v = start; v < end; v++) {
      const positive = ((v - middle + size) % size) * columns;
      const negative = ((middle - v + size) % size) * columns;
      for (let u = 0; u < middle; u++) dst[v * size + u] = half[negative + middle - u];
      for (let u = middle; u < size; u++) dst[v * size + u] = half[positive + u - middle];
    }
  },
);

/** The part of the region that is transformed: at most `size` px along each side, about its middle. */
function centrePart(region: Region, size: number): Region {
  const width = Math.min(size, region.width);
  const height = Math.min(size, region.height);
  return {
    x: region.x + ((region.width - width) >> 1),
    y: region.y + ((region.height - height) >> 1),
    width,
    height,
  };
}

/**
 * log10 of the power spectrum of a region, size x size px, frequency 0 at pixel (size / 2, size / 2).
 * Pixel (u, v) stands for the frequency ((u - size / 2) / size, (v - size / 2) / size) in cycles a pixel of the image, so its
 * spacing is size / hypot(u - size / 2, v - size / 2) px, times the pixel size in nm (`spacingAt` of app/math/spacing.ts).
 *
 * The region's mean is subtracted and a Hann window applied, so that the border makes no cross. A region larger than
 * `size` is cut about its middle (shrinking would lose the fine spacings), a smaller one padded with zeros.
 * The value is log10(power + 1e-9 mean power); 0 everywhere for a region of one value.
 * @param region null = the whole image
 * @param size side of the transform, px, even; any even size works, powers of two are fastest
 */
export function powerSpectrum(image: GreyImage, region: Region | null, size: number, work: Work): GreyImage {
  const whole = { x: 0, y: 0, width: image.width, height: image.height };
  const part = centrePart(region ?? whole, size);
  const inside =
    part.x >= 0 && part.y >= 0 && part.x + part.width <= image.width && part.y + part.height <= image.height;
  if (size < 2 || size % 2 !== 0 || !inside || part.width < 1 || part.height < 1) {
    throw new Failure(
      'wrong-usage',
      `No spectrum of ${size} px can be made of ${part.width} x ${part.height} px at (${part.x}, ${part.y}).`,
      'Choose an even size and a region inside the image.',
    );
  }
  const { threads } = work;
  const pixels = sharedPixels(image, threads);
  let sum = 0;
  for (let y = 0; y < part.height; y++) {
    const from = (part.y + y) * image.width + part.x;
    for (let i = from; i < from + part.width; i++) sum += pixels[i];
  }
  const mean = sum / (part.width * part.height);
  const patch = threads.allocate('float32', size * size);
  const [across, down] = [hann(part.width), hann(part.height)];
  threads.forBands(windowPatch, part.height, pixels, image.width, patch, size, part.x, part.y, across, down, mean);
  work.check();
  const { re, im, columns } = forwardFft2(patch, size, size, threads);
  threads.forBands(squareRows, size, re, im, columns);
  let total = 0;
  for (let i = 0; i < re.length; i++) total += re[i];
  if (total > 0) threads.forBands(logRows, size, re, columns, (1e-9 * total) / re.length);
  threads.forBands(centreRows, size, re, columns, patch, size);
  threads.release(re);
  threads.release(im);
  return { width: size, height: size, data: patch };
}

export const powerSpectrumKernels = [windowPatch, squareRows, logRows, centreRows];
