import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import { memorySource } from '../memory-source.ts';
import { samplePages } from './fixtures/sample-pages.ts';
import written from './fixtures/written.json' with { type: 'json' };
import { LabelDeflater } from './label-deflate.ts';
import { rational } from './rational.ts';
import { tiff } from './tiff.ts';
import { type TiffOptions, type TiffPage, type TiffPixels, writeLabelTiff, writeTiff } from './write.ts';

async function readBack(bytes: Uint8Array<ArrayBuffer>) {
  const { images } = await tiff.open(memorySource('out.tif', bytes));
  expect(images).toHaveLength(1);
  const planes = [];
  for (let frame = 0; frame < images[0].frameCount; frame++) planes.push(await images[0].readFrame(frame));
  return { image: images[0], planes };
}

const size = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 30 }) });
const makers = [Uint8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array];

describe('what is written is read back', () => {
  test.each(makers)('%s', async (Maker) => {
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.nat(),
        async (extent, count, deflate, seed) => {
          const { width, height } = extent;
          const pages = Array.from({ length: count }, (_, p) => ({
            width,
            height,
            data: Maker.from(
              Array.from({ length: width * height }, (_, i) => ((i >> 2) * 7919 + seed + p * 31) % 4_000_000_007),
            ) as TiffPixels,
          }));
          const { image, planes } = await readBack(writeTiff(pages as TiffPage<TiffPixels>[], { deflate }));
          expect(image.shape).toEqual(count === 1 ? [height, width] : [count, height, width]);
          expect(planes).toEqual(pages.map((page) => page.data));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('labels, with their pixel size', async () => {
    const data = Uint32Array.from({ length: 300 * 200 }, (_, i) =>
      i % 300 < 70 ? 0 : i % 7 === 0 ? 4_000_000_000 : 5,
    );
    const { image, planes } = await readBack(
      writeLabelTiff([{ width: 300, height: 200, data }], { pixelSizeNm: 0.123 }),
    );
    expect(planes).toEqual([data]);
    expect(image.elementType).toBe('uint32');
    expect(image.axes.map((a) => [a.units, a.scale])).toEqual([
      ['nm', 0.123],
      ['nm', 0.123],
    ]);
  });

  test('signed labels keep their bits', async () => {
    const data = Int32Array.of(0, 1, 2, 2_147_483_647);
    const { planes } = await readBack(writeLabelTiff([{ width: 2, height: 2, data }]));
    expect(planes).toEqual([Uint32Array.from(data)]);
  });
});

// made and read by tifffile and Pillow, see fixtures/make_written.py
test.each(Object.entries(written))('%s gives the bytes that other programs were shown', (name, reference) => {
  const { pages, options, labels } = samplePages[name] as (typeof samplePages)[string];
  const bytes = labels
    ? writeLabelTiff(pages as TiffPage<Uint32Array>[], options)
    : writeTiff(pages as TiffPage<TiffPixels>[], options as TiffOptions);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(reference.sha256);
  const pixels = createHash('sha256');
  for (const page of pages) pixels.update(new Uint8Array(page.data.buffer));
  expect(pixels.digest('hex')).toBe(reference.pixels);
  const { stack } = options;
  const axes = stack ? [stack.frames, stack.slices] : pages.length > 1 ? [pages.length] : [];
  expect(reference.shape).toEqual([...axes, pages[0].height, pages[0].width]);
  if (labels) expect(reference.dtype).toBe('uint32');
  if (options.pixelSizeNm) {
    expect(reference.unit).toBe('nm');
    expect((reference.perUnit ?? 0) * options.pixelSizeNm).toBeCloseTo(1, 9);
  }
});

test('pages of different sizes are refused', () => {
  const page = (width: number): TiffPage<Uint8Array> => ({ width, height: 1, data: new Uint8Array(width) });
  expect(() => writeTiff([page(1), page(2)])).toThrow(Failure);
  expect(() => writeTiff([])).toThrow(Failure);
  expect(() => writeTiff([{ width: 2, height: 2, data: new Uint8Array(3) }])).toThrow(Failure);
});

test('the label deflater makes zlib streams of any runs', () => {
  const run = fc.tuple(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.maxSafeNat()), fc.integer({ min: 1, max: 400 }));
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 30 }), (runs) => {
      const values = Uint32Array.from(
        runs.flatMap(([value, times]) => Array.from({ length: times }, () => value % 2 ** 32)),
      );
      const packed = new LabelDeflater(values.length).deflate(values, 0, values.length);
      expect(inflateSync(packed)).toEqual(Buffer.from(values.buffer));
    }),
  );
});

test('fractions of 32 bits are as near as can be', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (value) => {
      const [numerator, denominator] = rational(value);
      expect(Math.max(numerator, denominator)).toBeLessThan(2 ** 32);
      expect(Math.abs(numerator / denominator / value - 1)).toBeLessThan(1e-9);
    }),
  );
  expect(rational(0.4)).toEqual([2, 5]);
  expect(rational(1 / 0.125)).toEqual([8, 1]);
});
