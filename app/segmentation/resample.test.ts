import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resample } from './resample.ts';

const ramp = (width: number, height: number) => ({
  width,
  height,
  data: Float32Array.from(
    { length: width * height },
    (_, i) => 3 * ((i % width) + 0.5) + 2 * (Math.floor(i / width) + 0.5),
  ),
});

test('shrinking by whole numbers gives the means of blocks', () => {
  const small = resample(ramp(12, 9), 4, 3);
  small.data.forEach((v, i) => {
    expect(v).toBeCloseTo(3 * 3 * ((i % 4) + 0.5) + 2 * 3 * (Math.floor(i / 4) + 0.5), 3);
  });
});

test('keeps the mean of an image that shrinks, and a flat image flat at every size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
      (width, height, toWidth, toHeight) => {
        const mean = (data: Float32Array) => data.reduce((a, b) => a + b, 0) / data.length;
        const image = ramp(width, height);
        if (toWidth <= width && toHeight <= height)
          expect(mean(resample(image, toWidth, toHeight).data)).toBeCloseTo(mean(image.data), 2);
        const flat = resample({ width, height, data: new Float32Array(width * height).fill(7) }, toWidth, toHeight);
        expect(flat.data.every((v) => Math.abs(v - 7) < 1e-4)).toBe(true);
      },
    ),
  );
});

test('a ramp that grows stays the same ramp away from the border', () => {
  const large = resample(ramp(10, 10), 25, 30);
  for (let y = 3; y < 27; y++)
    for (let x = 3; x < 22; x++)
      expect(large.data[y * 25 + x]).toBeCloseTo((3 * (x + 0.5)) / 2.5 + (2 * (y + 0.5)) / 3, 3);
});
