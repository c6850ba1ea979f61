import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinaryImage } from '../domain/plane.ts';
import { quietWork, type Work } from '../ports/work.ts';
import { close, dilate, erode, open, type Shape } from './binary-morphology.ts';
import { clearBorderParts, fillHoles, removeSmallParts } from './clean-binary.ts';
import { labelComponents } from './components.ts';
import { squaredDistance } from './distance.ts';
import { bandedWork } from './fixtures/banded-work.ts';
import reference from './fixtures/binary.json' with { type: 'json' };
import { unpackBits, unpackLengths } from './fixtures/unpack.ts';

const mask = unpackBits(reference.mask, reference.width, reference.height);
const bits = ({ data }: BinaryImage) => Array.from(data).join('');

const operations: Readonly<Record<string, (m: BinaryImage, work: Work) => BinaryImage>> = {
  'erode cross 3': (m, work) => erode(m, 'cross', 3, work),
  'dilate cross 3': (m, work) => dilate(m, 'cross', 3, work),
  'erode disk 4': (m, work) => erode(m, 'disk', 4, work),
  'dilate disk 4': (m, work) => dilate(m, 'disk', 4, work),
  'open disk 3': (m, work) => open(m, 'disk', 3, work),
  'close disk 3': (m, work) => close(m, 'disk', 3, work),
  'erode square 2': (m, work) => erode(m, 'square', 2, work),
  'dilate square 2': (m, work) => dilate(m, 'square', 2, work),
  'fill-holes': (m, work) => fillHoles(m, 0, work),
  'remove-small 30': (m, work) => removeSmallParts(m, 30, work),
  'clear-border': clearBorderParts,
};

describe('binary operations', () => {
  it.each(Object.entries(reference.morphology))('%s agrees with scikit-image', (name, expected) => {
    expect(bits(operations[name](mask, quietWork))).toBe(expected);
  });
  it.each(Object.keys(operations))('%s does not depend on bands and leaves its input alone', (name) => {
    const before = bits(mask);
    expect(bits(operations[name](mask, bandedWork(9)))).toBe(bits(operations[name](mask, quietWork)));
    expect(bits(mask)).toBe(before);
  });
  it('fills only holes up to an area', () => {
    const holes = (m: BinaryImage) => m.data.reduce((sum, v, i) => sum + v - mask.data[i], 0);
    expect(holes(fillHoles(mask, 1, quietWork))).toBeGreaterThan(0);
    expect(holes(fillHoles(mask, 1, quietWork))).toBeLessThan(holes(fillHoles(mask, 25, quietWork)));
    expect(bits(fillHoles(mask, 0, quietWork))).toBe(bits(fillHoles(mask, 100_000, quietWork)));
  });
});

describe('distance and parts', () => {
  it('squared distances are those of SciPy', () => {
    expect(squaredDistance(mask, quietWork).data).toEqual(unpackLengths(reference.squaredDistance));
    expect(new Int32Array(squaredDistance(mask, bandedWork(7)).data)).toEqual(unpackLengths(reference.squaredDistance));
  });
  it('connected parts are numbered as in scikit-image', () => {
    expect(labelComponents(mask, 4, quietWork).data).toEqual(unpackLengths(reference.parts4));
    const parts = labelComponents(mask, 8, bandedWork(4));
    expect(new Int32Array(parts.data)).toEqual(unpackLengths(reference.parts8));
    expect(parts.count).toBe(Math.max(...parts.data));
  });
  it('a disk is as deep as its radius', () => {
    const radius = 20;
    const size = 2 * radius + 3;
    const data = Uint8Array.from({ length: size * size }, (_, i) =>
      ((i % size) - radius - 1) ** 2 + (Math.floor(i / size) - radius - 1) ** 2 <= radius * radius ? 1 : 0,
    );
    const { data: squared } = squaredDistance({ width: size, height: size, data }, quietWork);
    expect(Math.sqrt(Math.max(...squared))).toBeCloseTo(Math.sqrt(radius * radius + 1), 1);
  });
});

const images = record({ width: integer({ min: 1, max: 17 }), height: integer({ min: 1, max: 13 }) }).chain((size) =>
  array(constantFrom(0, 0, 1, 1, 1), { minLength: size.width * size.height, maxLength: size.width * size.height }).map(
    (pixels): BinaryImage => ({ ...size, data: Uint8Array.from(pixels) }),
  ),
);

function bruteDistance({ width, height, data }: BinaryImage, x: number, y: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < data.length; i++)
    if (data[i] === 0) best = Math.min(best, ((i % width) - x) ** 2 + (Math.floor(i / width) - y) ** 2);
  return height > 0 ? best : 0;
}

describe('laws of binary operations', () => {
  it('a squared distance is the least one to any background pixel', () => {
    assert(
      property(images, (image) => {
        const { data } = squaredDistance(image, bandedWork(3));
        if (!image.data.includes(0)) return;
        for (let i = 0; i < data.length; i++)
          expect(data[i]).toBe(bruteDistance(image, i % image.width, Math.floor(i / image.width)));
      }),
      { numRuns: 60 },
    );
  });
  it('dilation is the erosion of the complement, erosion repeats, opening is idempotent', () => {
    const shapes = constantFrom<Shape>('disk', 'cross', 'square');
    assert(
      property(images, shapes, integer({ min: 1, max: 3 }), (image, shape, radius) => {
        const complement = { ...image, data: image.data.map((v) => 1 - v) };
        const grown = dilate(image, shape, radius, quietWork);
        expect(bits(erode(complement, shape, radius, quietWork))).toBe(
          bits({ ...grown, data: grown.data.map((v) => 1 - v) }),
        );
        if (shape !== 'disk') {
          const once = erode(erode(image, shape, radius, quietWork), shape, 1, quietWork);
          expect(bits(once)).toBe(bits(erode(image, shape, radius + 1, quietWork)));
        }
        const opened = open(image, shape, radius, quietWork);
        expect(bits(open(opened, shape, radius, quietWork))).toBe(bits(opened));
        expect(opened.data.every((v, i) => v <= image.data[i])).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});
