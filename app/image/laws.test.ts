import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../domain/plane.ts';
import { quietWork as work } from '../ports/work.ts';
import { ballByTiles } from './ball.ts';
import { downscale } from './downscale.ts';
import { drawn, largestDifference, noise, particles, randomNumbers } from './fixtures/images.ts';
import { gaussian } from './gaussian.ts';
import { guidedFilter, noiseDeviation } from './guided.ts';
import { hotPixelLimit, removeHotPixels } from './hot-pixels.ts';
import { meanFilter, ringMean } from './mean.ts';
import { median } from './median.ts';
import { greyClosing, greyDilation, greyErosion, greyOpening } from './morphology.ts';
import { rollingBall, subtractRollingBall } from './rolling-ball.ts';

const images = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 40 }),
    seed: fc.nat(),
    levels: fc.constantFrom(3, 256, 1e6),
  })
  .map(({ width, height, seed, levels }): GreyImage => {
    const random = randomNumbers(seed);
    return drawn(width, height, () => Math.floor(random() * levels));
  });
const runs = { numRuns: 40 };

describe('smoothing', () => {
  it.each([0.5, 2, 7.9, 8, 30])('Gaussian %d keeps a constant, the mean inside and linearity', (sigma) => {
    expect(
      largestDifference(
        gaussian(
          drawn(70, 50, () => 1000),
          sigma,
          work,
        ).data,
        new Float32Array(3500).fill(1000),
      ),
    ).toBeLessThan(1e-3);
    const a = particles(60, 50, 300, 1);
    const b = particles(60, 50, -200, 2);
    const sum = drawn(60, 50, (x, y) => 2 * a.data[y * 60 + x] - 3 * b.data[y * 60 + x]);
    const [sa, sb] = [gaussian(a, sigma, work).data, gaussian(b, sigma, work).data];
    expect(
      largestDifference(
        gaussian(sum, sigma, work).data,
        sa.map((v, i) => 2 * v - 3 * sb[i]),
      ),
    ).toBeLessThan(0.02);
  });

  it('a wide Gaussian of a point is a Gaussian', () => {
    const [side, sigma] = [301, 20];
    const point = drawn(side, side, (x, y) => (x === 150 && y === 150 ? 1e6 : 0));
    const peak = 1e6 / (2 * Math.PI * sigma * sigma);
    const expected = drawn(
      side,
      side,
      (x, y) => peak * Math.exp(-((x - 150) ** 2 + (y - 150) ** 2) / (2 * sigma * sigma)),
    );
    expect(largestDifference(gaussian(point, sigma, work).data, expected.data)).toBeLessThan(2e-3 * peak);
  });

  it('sigma 0 changes nothing', () => {
    const image = particles(20, 30, 100, 5);
    expect(gaussian(image, 0, work).data).toEqual(image.data);
  });

  it('a mean over the ring is the mean of its pixels', () => {
    const image = particles(41, 37, 300, 4);
    const [inner, outer, x0, y0] = [3, 7, 20, 18];
    let [sum, count] = [0, 0];
    for (let y = y0 - outer; y <= y0 + outer; y++) {
      for (let x = x0 - outer; x <= x0 + outer; x++) {
        if (Math.max(Math.abs(x - x0), Math.abs(y - y0)) <= inner) continue;
        sum += image.data[y * 41 + x];
        count++;
      }
    }
    expect(ringMean(image, inner, outer, work).data[y0 * 41 + x0]).toBeCloseTo(sum / count, 2);
  });

  it('block means keep the mean of the image', () => {
    fc.assert(
      fc.property(images, fc.integer({ min: 1, max: 9 }), (image, factor) => {
        const small = downscale(image, factor, work);
        let sum = 0;
        for (let y = 0; y < small.height; y++) {
          for (let x = 0; x < small.width; x++) {
            const pixels =
              (Math.min(image.width, (x + 1) * factor) - x * factor) *
              (Math.min(image.height, (y + 1) * factor) - y * factor);
            sum += small.data[y * small.width + x] * pixels;
          }
        }
        const mean = image.data.reduce((a, b) => a + b, 0) / image.data.length;
        expect(sum / image.data.length).toBeCloseTo(mean, mean > 1e4 ? 0 : 3);
      }),
      runs,
    );
  });

  it('mean and median keep a constant', () => {
    const flat = drawn(33, 21, () => 5);
    for (const size of [2, 3, 4, 7, 30]) {
      expect(largestDifference(meanFilter(flat, size, work).data, flat.data)).toBeLessThan(1e-5);
      expect(median(flat, size, work).data).toEqual(flat.data);
    }
  });

  it('a median of any size is the middle of its window', () => {
    fc.assert(
      fc.property(images, fc.integer({ min: 2, max: 9 }), (image, size) => {
        const { width, height, data } = image;
        const out = median(image, size, work).data;
        const mirror = (i: number, n: number) => {
          const phase = ((i % (2 * n)) + 2 * n) % (2 * n);
          return phase < n ? phase : 2 * n - 1 - phase;
        };
        for (const [x, y] of [
          [0, 0],
          [width - 1, height - 1],
          [width >> 1, height >> 1],
        ]) {
          const window: number[] = [];
          for (let v = 0; v < size; v++)
            for (let u = 0; u < size; u++)
              window.push(data[mirror(y + v - (size >> 1), height) * width + mirror(x + u - (size >> 1), width)]);
          window.sort((a, b) => a - b);
          expect(out[y * width + x]).toBe(window[(size * size) >> 1]);
        }
      }),
      runs,
    );
  });
});

describe('edge-preserving smoothing', () => {
  const random = randomNumbers(11);
  const clean = (x: number) => (x < 60 ? 1000 : 1400);
  const image = drawn(120, 80, (x) => clean(x) + 30 * noise(random));

  it('measures the noise beside edges', () => {
    expect(noiseDeviation(image, work)).toBeGreaterThan(28);
    expect(noiseDeviation(image, work)).toBeLessThan(33);
    expect(
      noiseDeviation(
        drawn(50, 40, (x, y) => 3 * x - 2 * y),
        work,
      ),
    ).toBeLessThan(1e-3);
    expect(
      noiseDeviation(
        drawn(2, 40, (x) => x),
        work,
      ),
    ).toBe(0);
  });

  it('takes noise away and leaves a step standing', () => {
    const smooth = guidedFilter(image, 7, 60, work).data;
    const rms = (from: number, to: number, data: Float32Array) => {
      let sum = 0;
      for (let y = 0; y < 80; y++) for (let x = from; x < to; x++) sum += (data[y * 120 + x] - clean(x)) ** 2;
      return Math.sqrt(sum / (80 * (to - from)));
    };
    expect(rms(5, 50, smooth)).toBeLessThan(rms(5, 50, image.data) / 3);
    expect(rms(57, 63, smooth)).toBeLessThan(rms(57, 63, image.data));
    expect(rms(57, 63, meanFilter(image, 7, work).data)).toBeGreaterThan(2 * rms(57, 63, smooth));
    expect(largestDifference(guidedFilter(image, 7, 0, work).data, image.data)).toBeLessThan(1e-2);
  });
});

describe('morphology', () => {
  const sizes = fc.integer({ min: 1, max: 60 });

  it('an opening is idempotent and below the image, a closing above', () => {
    fc.assert(
      fc.property(images, sizes, (image, size) => {
        const opened = greyOpening(image, size, work);
        expect(largestDifference(greyOpening(opened, size, work).data, opened.data)).toBe(0);
        expect(opened.data.every((v, i) => v <= image.data[i])).toBe(true);
        const closed = greyClosing(image, size, work);
        expect(largestDifference(greyClosing(closed, size, work).data, closed.data)).toBe(0);
        expect(closed.data.every((v, i) => v >= image.data[i])).toBe(true);
      }),
      runs,
    );
  });

  it('erosion and dilation are each other through the negative, mirrored', () => {
    fc.assert(
      fc.property(images, fc.integer({ min: 0, max: 20 }), (image, half) => {
        const size = 2 * half + 1;
        const negative = { ...image, data: image.data.map((v) => -v) };
        const eroded = greyErosion(negative, size, work).data.map((v) => -v);
        expect(largestDifference(eroded, greyDilation(image, size, work).data)).toBe(0);
      }),
      runs,
    );
  });
});

describe('rolling ball', () => {
  /** The definition, pixel by pixel. */
  function ballByDefinition({ width, height, data }: GreyImage, radius: number): Float32Array {
    return data.map((_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      let top = Number.POSITIVE_INFINITY;
      for (let v = 0; v < height; v++) {
        for (let u = 0; u < width; u++) {
          const depth = radius * radius - (u - x) ** 2 - (v - y) ** 2;
          if (depth >= 0) top = Math.min(top, data[v * width + u] + radius - Math.sqrt(depth));
        }
      }
      return top;
    });
  }

  it('is exact for noise, steps and few levels, on both paths', () => {
    fc.assert(
      fc.property(images, fc.double({ min: 1, max: 45, noNaN: true }), (image, radius) => {
        const exact = ballByDefinition(image, radius);
        const tolerance = 1e-6 * (1e6 + radius);
        expect(largestDifference(rollingBall(image, radius, work).data, exact)).toBeLessThan(tolerance);
        expect(
          largestDifference(ballByTiles(image.data, image.width, image.height, radius, work.threads), exact),
        ).toBeLessThan(tolerance);
      }),
      { numRuns: 15 },
    );
  });

  it('is exact on smooth slopes, where every pixel counts', () => {
    const slope = drawn(45, 38, (x, y) => 0.3 * x + 0.2 * y + 4 * Math.sin(x / 6) * Math.cos(y / 5));
    for (const radius of [10, 22, 50]) {
      const ball = ballByTiles(slope.data, 45, 38, radius, work.threads);
      expect(largestDifference(ball, ballByDefinition(slope, radius))).toBeLessThan(1e-4);
    }
  });

  it('takes a dark and a light background alike', () => {
    const image = particles(80, 70, 500, 9);
    const negative = { ...image, data: image.data.map((v) => -v) };
    const bright = subtractRollingBall(image, 25, 'dark', work).data;
    const dark = subtractRollingBall(negative, 25, 'light', work).data;
    expect(bright.every((v) => v >= 0)).toBe(true);
    const level = dark[0] + bright[0];
    expect(
      largestDifference(
        dark,
        bright.map((v) => level - v),
      ),
    ).toBeLessThan(2e-3);
  });
});

describe('hot pixels', () => {
  it('single hits become the mean of their neighbours, clusters shrink to the background', () => {
    const image = drawn(30, 30, (x, y) =>
      x === 10 && y === 10 ? 5000 : x >= 20 && x < 22 && y >= 20 && y < 22 ? 4000 : 100 + (x % 3),
    );
    const clean = removeHotPixels(image, 400, work).data;
    let sum = 0;
    for (const [u, v] of [
      [9, 9],
      [10, 9],
      [11, 9],
      [9, 10],
      [11, 10],
      [9, 11],
      [10, 11],
      [11, 11],
    ])
      sum += image.data[v * 30 + u];
    expect(clean[10 * 30 + 10]).toBeCloseTo(sum / 8, 4);
    expect(Math.max(...clean)).toBeLessThan(4000 / 2);
    expect(clean[5 * 30 + 5]).toBe(image.data[5 * 30 + 5]);
  });

  it('the limit stands above the median', () => {
    const image = drawn(100, 100, (x) => x);
    expect(hotPixelLimit(image, 7, 'counts', work)).toBeCloseTo(56.5, 5);
    expect(hotPixelLimit(image, 2, 'deviations', work)).toBeCloseTo(49.5 + 2 * 0.7413 * 49.5, 0);
  });
});
