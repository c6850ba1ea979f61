import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../domain/plane.ts';
import { forwardFft2 } from '../math/fft-2d.ts';
import { quietWork as work } from '../ports/work.ts';
import { ballByTiles } from './ball.ts';
import { equaliseAdaptively } from './clahe.ts';
import { normalise, stretchContrast } from './contrast.ts';
import { largestDifference } from './fixtures/images.ts';
import reference from './fixtures/reference.json' with { type: 'json' };
import { gaussian } from './gaussian.ts';
import { histogram, percentile } from './histogram.ts';
import { meanFilter } from './mean.ts';
import { median } from './median.ts';
import { greyClosing, greyDilation, greyErosion, greyOpening, whiteTopHat } from './morphology.ts';
import { rollingBall } from './rolling-ball.ts';
import { differenceOfGaussians, unsharp } from './sharpen.ts';

// Numbers of SciPy 1.10, scikit-image 0.19 and NumPy 1.24 (fixtures/reference.py).

const { cases, sources, percentiles } = reference;
type Parameters = Readonly<Record<string, number>>;

function unpack(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
}

const sourceImage = (name: string): GreyImage => {
  const { width, height, data } = sources[name as keyof typeof sources];
  return { width, height, data: unpack(data) };
};

/** Every third pixel of every third row: what is kept of the wide image. */
function thinned({ width, height, data }: GreyImage): Float32Array {
  return data.filter((_, i) => (i % width) % 3 === 0 && Math.floor(i / width) % 3 === 0 && i < width * height);
}

const spectrum = (image: GreyImage, part: 're' | 'im'): Float32Array => {
  const half = forwardFft2(image.data, image.width, image.height, work.threads);
  const sign = part === 're' ? 1 : -1;
  return image.data.map((_, i) => {
    const [u, v] = [i % image.width, Math.floor(i / image.width)];
    if (u < half.columns) return half[part][v * half.columns + u];
    return sign * half[part][((image.height - v) % image.height) * half.columns + image.width - u];
  });
};

/** Our filter for each kind of case, and the largest error allowed, in file units (values run from 1,200 to 3,000). */
const filters: Readonly<Record<string, [(image: GreyImage, p: Parameters) => Float32Array, tolerance: number]>> = {
  gaussian: [(i, p) => gaussian(i, p['sigma'], work).data, 2e-3],
  // Within 2e-5 of the value range.
  wide: [(i, p) => thinned(gaussian(i, p['sigma'], work)), 0.036],
  median: [(i, p) => median(i, p['size'], work).data, 0],
  mean: [(i, p) => meanFilter(i, p['size'], work).data, 2e-3],
  erosion: [(i, p) => greyErosion(i, p['size'], work).data, 0],
  dilation: [(i, p) => greyDilation(i, p['size'], work).data, 0],
  opening: [(i, p) => greyOpening(i, p['size'], work).data, 0],
  closing: [(i, p) => greyClosing(i, p['size'], work).data, 0],
  'top-hat': [(i, p) => whiteTopHat(i, p['size'], work).data, 0],
  ball: [(i, p) => rollingBall(i, p['radius'], work).data, 3e-4],
  clahe: [(i, p) => equaliseAdaptively(i, p['tileWidth'], p['tileHeight'], p['clipLimit'], work).data, 1e-6],
  stretch: [(i, p) => stretchContrast(i, p['low'], p['high'], work).data, 5e-5],
  dog: [(i, p) => differenceOfGaussians(i, p['low'], p['high'], work).data, 2e-3],
  unsharp: [(i, p) => unsharp(i, p['sigma'], p['amount'], work).data, 2e-3],
  normalise: [(i) => normalise(i, work).data, 2e-6],
  // The largest value of the spectrum is 2.3 million.
  'fft re': [(i) => spectrum(i, 're'), 0.5],
  'fft im': [(i) => spectrum(i, 'im'), 0.5],
};

describe('filters give the numbers of the reference implementations', () => {
  it.each(Object.entries(cases))('%s', (name, { source, parameters, result }) => {
    const kind = name.startsWith('fft') ? name : name.split(' ')[0];
    const [filter, tolerance] = filters[kind];
    const image = sourceImage(source);
    expect(largestDifference(filter(image, parameters as unknown as Parameters), unpack(result))).toBeLessThanOrEqual(
      tolerance,
    );
  });

  it('balls of every radius, by tiles', () => {
    for (const radius of [4.5, 12, 25, 60]) {
      const { result } = cases[`ball ${radius}` as keyof typeof cases];
      const image = sourceImage('grey');
      const ball = ballByTiles(image.data, image.width, image.height, radius, work.threads);
      expect(largestDifference(ball, unpack(result))).toBeLessThanOrEqual(3e-4);
    }
  });

  it('percentiles of whole numbers, exactly', () => {
    const values = histogram(sourceImage(percentiles.of), work);
    expect(values.exact).toBe(true);
    for (const [i, percent] of percentiles.percents.entries())
      expect(percentile(values, percent)).toBeCloseTo(percentiles.values[i], 9);
  });

  it('percentiles of other numbers, to a bin', () => {
    const image = sourceImage('grey');
    const values = histogram(image, work);
    const sorted = image.data.slice().sort();
    for (const percent of [0, 10, 50, 99, 100]) {
      const at = sorted[Math.round((percent / 100) * (sorted.length - 1))];
      expect(Math.abs(percentile(values, percent) - at)).toBeLessThan(3);
    }
    expect(values.exact).toBe(false);
    expect(percentile(values, 0)).toBeGreaterThanOrEqual(sorted[0]);
  });
});
