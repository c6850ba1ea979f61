import { describe, expect, it } from 'vitest';
import { Failure } from '../domain/failure.ts';
import { quietWork as work } from '../ports/work.ts';
import { invert, normalise } from './contrast.ts';
import { drawn, largestDifference, noise, particles, randomNumbers } from './fixtures/images.ts';
import { splitWork } from './fixtures/split-work.ts';
import { contrastLimits, histogram, moments, percentile, percentilesOf, valueRange } from './histogram.ts';
import { meanAndDeviation } from './statistics.ts';
import { toGrey } from './to-grey.ts';

const { threads } = work;

describe('toGrey', () => {
  it('keeps numbers of every kind', () => {
    const values = [0, 1, 100, 127];
    for (const pixels of [
      Uint8Array.from(values),
      Int8Array.from(values),
      Uint16Array.from(values),
      Int32Array.from(values),
      Float64Array.from(values),
    ])
      expect([...toGrey(pixels, 'uint8', 2, 2, threads).data]).toEqual(values);
    expect([...toGrey(BigInt64Array.from([-1n, 2n ** 40n]), 'int64', 2, 1, threads).data]).toEqual([-1, 2 ** 40]);
    expect([...toGrey(BigUint64Array.from([3n]), 'uint64', 1, 1, threads).data]).toEqual([3]);
  });

  it('takes the modulus of complex values and the luminance of colours', () => {
    expect([...toGrey(Float32Array.from([3, 4, 0, -2]), 'complex64', 2, 1, threads).data]).toEqual([5, 2]);
    const grey = toGrey(Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 80, 80, 80]), 'rgb8', 4, 1, threads).data;
    expect(largestDifference(grey, [54.1875, 182.427, 18.3855, 80])).toBeLessThan(1e-3);
  });

  it('makes every value finite', () => {
    const bad = Float32Array.from([Number.NaN, 1, Number.POSITIVE_INFINITY, 5, Number.NEGATIVE_INFINITY, 2]);
    expect([...toGrey(bad, 'float32', 3, 2, threads).data]).toEqual([2, 1, 5, 5, 1, 2]);
    expect(bad[0]).toBeNaN();
    expect([...toGrey(Float32Array.from([Number.NaN]), 'float32', 1, 1, threads).data]).toEqual([0]);
    expect([...toGrey(Float64Array.from([1e300, 4]), 'float64', 2, 1, threads).data]).toEqual([4, 4]);
  });

  it('shares finite float32 frames, copies what other threads cannot see', () => {
    const pixels = Float32Array.from([1, 2]);
    expect(toGrey(pixels, 'float32', 2, 1, threads).data).toBe(pixels);
    const copy = toGrey(pixels, 'float32', 2, 1, splitWork(1).threads).data;
    expect(copy.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...copy]).toEqual([1, 2]);
    expect([...toGrey(Uint16Array.from([7, 8, 9]), 'uint16', 3, 1, splitWork(2).threads).data]).toEqual([7, 8, 9]);
  });

  it('refuses arrays of another size', () => {
    expect(() => toGrey(new Uint8Array(5), 'uint8', 2, 2, threads)).toThrow(Failure);
    expect(() => toGrey(new Uint8Array(4), 'rgb8', 2, 2, threads)).toThrow(/4 values/);
  });
});

describe('histogram', () => {
  it('counts whole numbers one by one', () => {
    const values = histogram(
      drawn(60, 50, (x) => x - 20),
      work,
    );
    expect(values).toMatchObject({ low: -20, high: 39, exact: true, total: 3000, binWidth: 1 });
    expect([...values.counts]).toEqual(Array.from({ length: 60 }, () => 50));
    expect(percentile(values, 50)).toBe(9.5);
  });

  it('bins other numbers evenly, the largest into the last bin', () => {
    const values = histogram(
      drawn(100, 1, (x) => x / 99),
      work,
      10,
    );
    expect(values.counts.reduce((a, b) => a + b, 0)).toBe(100);
    expect([...values.counts]).toEqual(Array.from({ length: 10 }, () => 10));
    expect(values.exact).toBe(false);
  });

  it('takes negative values, one value, and images larger than a chunk', () => {
    expect(
      histogram(
        drawn(3, 3, () => -7),
        work,
      ),
    ).toMatchObject({ low: -7, high: -7, total: 9 });
    const wide = drawn(2048, 1100, (x, y) => (x * 31 + y * 17) % 251);
    const one = histogram(wide, work);
    const many = histogram(wide, splitWork(1));
    expect(largestDifference(one.counts, many.counts)).toBe(0);
    expect(one.counts.reduce((a, b) => a + b, 0)).toBe(2048 * 1100);
  });

  it('finds range, wholeness and moments', () => {
    const random = randomNumbers(8);
    const image = drawn(123, 77, () => 500 + 40 * noise(random));
    const range = valueRange(image, work);
    expect(range.min).toBe(Math.min(...image.data));
    expect(range.max).toBe(Math.max(...image.data));
    expect(range.whole).toBe(false);
    expect(
      valueRange(
        drawn(4, 4, (x) => x),
        work,
      ).whole,
    ).toBe(true);
    expect(
      valueRange(
        drawn(4, 4, (x, y) => (x + y === 6 ? 0.5 : 1)),
        work,
      ).whole,
    ).toBe(false);
    const { mean, deviation } = meanAndDeviation(image, work);
    const binned = moments(histogram(image, work));
    expect(binned.mean).toBeCloseTo(mean, 2);
    expect(binned.deviation).toBeCloseTo(deviation, 2);
    expect(deviation).toBeGreaterThan(38);
    expect(deviation).toBeLessThan(42);
  });

  it('leaves outliers out of the contrast', () => {
    const image = drawn(100, 100, (x, y) => (x === 0 && y === 0 ? 6e4 : x));
    const [black, white] = contrastLimits(histogram(image, work));
    expect(black).toBe(0);
    expect(white).toBe(99);
    const [low, high] = contrastLimits(
      histogram(
        drawn(5, 5, () => 3),
        work,
      ),
    );
    expect(high).toBeGreaterThan(low);
  });
});

describe('percentiles of an image', () => {
  it('stay fine beside an outlier', () => {
    const random = randomNumbers(6);
    const image = drawn(200, 150, (x, y) => (x + y === 0 ? 1e9 : 3 + 0.1 * noise(random)));
    const sorted = image.data.slice().sort();
    const percents = [0.5, 25, 50, 99];
    percentilesOf(image, percents, work).forEach((value, i) => {
      expect(Math.abs(value - sorted[Math.round((percents[i] / 100) * 29999)])).toBeLessThan(2e-3);
    });
    expect(Math.abs(percentile(histogram(image, work), 50) - 3)).toBeGreaterThan(100);
    expect(
      percentilesOf(
        drawn(9, 9, (x) => x),
        [50],
        work,
      ),
    ).toEqual([4]);
    expect(
      percentilesOf(
        drawn(9, 9, () => 0.25),
        [0, 50, 100],
        work,
      ),
    ).toEqual([0.25, 0.25, 0.25]);
  });
});

describe('contrast', () => {
  it('inverting twice gives the image above its minimum', () => {
    const image = particles(40, 30, 200, 2);
    const twice = invert(invert(image, work), work).data;
    const { min } = valueRange(image, work);
    expect(
      largestDifference(
        twice,
        image.data.map((v) => v - min),
      ),
    ).toBeLessThan(1e-3);
  });

  it('normalised images have zero mean and unit deviation; one value becomes 0', () => {
    const { mean, deviation } = meanAndDeviation(normalise(particles(64, 64, 300, 1), work), work);
    expect(Math.abs(mean)).toBeLessThan(1e-5);
    expect(deviation).toBeCloseTo(1, 5);
    expect(
      normalise(
        drawn(4, 4, () => 9),
        work,
      ).data.every((v) => v === 0),
    ).toBe(true);
  });
});
