import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../domain/plane.ts';
import { quietWork } from '../ports/work.ts';
import { bandedWork } from './fixtures/banded-work.ts';
import reference from './fixtures/thresholds.json' with { type: 'json' };
import { fineHistogram, greyRange } from './histogram.ts';
import { globalThreshold, localThreshold } from './threshold.ts';

const imageOf = (kind: 'float' | 'uint16'): GreyImage => {
  const { width, height, pixels } = reference[kind];
  return { width, height, data: Float32Array.from(pixels) };
};

describe.each(['float', 'uint16'] as const)('global thresholds of a %s image', (kind) => {
  const image = imageOf(kind);
  const { min, max } = greyRange(image, quietWork);
  it.each(Object.entries(reference[kind].thresholds))('%s agree with scikit-image', (name, expected) => {
    const [method, polarity] = name.split(' ') as [string, 'bright' | 'dark'];
    const found = globalThreshold(image, method, polarity, quietWork);
    expect(Math.abs(found - expected)).toBeLessThan((max - min) * 2e-5);
  });
});

describe('local thresholds', () => {
  const image = imageOf('float');
  it.each(Object.entries(reference.local))('%s marks the pixels that scikit-image marks', (method, expected) => {
    const found = localThreshold(image, method, { window: 15, k: 0.2 }, 'bright', quietWork);
    expect(Array.from(found.data).join('')).toBe(expected);
  });
  it.each(Object.keys(reference.local))('%s does not depend on bands', (method) => {
    const settings = { window: 15, k: 0.2 };
    const whole = localThreshold(image, method, settings, 'bright', quietWork);
    const banded = localThreshold(image, method, settings, 'bright', bandedWork(7));
    expect(banded.data).toEqual(new Uint8Array(whole.data));
  });
  it('finds the same particles when the image and the polarity are turned', () => {
    const turned = { ...image, data: image.data.map((v) => 200 - v) };
    const settings = { window: 15, k: 0.2 };
    for (const method of ['local-mean', 'niblack', 'local-otsu']) {
      const bright = localThreshold(image, method, settings, 'bright', quietWork);
      const dark = localThreshold(turned, method, settings, 'dark', quietWork);
      expect(dark.data).toEqual(bright.data);
    }
  });
});

describe('threshold of an image of two levels', () => {
  const data = Float32Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 30.5 : 10.25));
  const image = { width: 20, height: 20, data };
  it.each(['otsu', 'li', 'mean', 'isodata', 'yen', 'triangle'])('%s lies between the levels', (method) => {
    const t = globalThreshold(image, method, 'bright', quietWork);
    expect(t).toBeGreaterThanOrEqual(10.25);
    expect(t).toBeLessThan(30.5);
  });
  it('of one level is that level', () => {
    const flat = { width: 4, height: 4, data: new Float32Array(16).fill(3.5) };
    for (const method of ['otsu', 'li', 'mean', 'isodata', 'yen', 'triangle']) {
      expect(globalThreshold(flat, method, 'bright', quietWork)).toBeCloseTo(3.5, 6);
    }
    expect(() => globalThreshold(flat, 'minimum', 'bright', quietWork)).toThrow(/two peaks/);
  });
});

describe('fine histogram', () => {
  it('counts every pixel once, one bin a value for whole numbers', () => {
    const data = Float32Array.from([3, 5, 5, 9, 3, 3]);
    const { counts, centres, perValue } = fineHistogram({ width: 3, height: 2, data }, bandedWork(5));
    expect(perValue).toBe(true);
    expect(Array.from(counts)).toEqual([3, 0, 2, 0, 0, 0, 1]);
    expect(Array.from(centres)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });
  it('does not change the image', () => {
    const image = imageOf('float');
    const before = image.data.slice();
    fineHistogram(image, bandedWork(3));
    globalThreshold(image, 'li', 'dark', bandedWork(3));
    expect(image.data).toEqual(before);
  });
});
