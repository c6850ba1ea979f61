import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import reference from '../fixtures/spectrum.json' with { type: 'json' };
import { readIntoOneBuffer } from './byte-stream.ts';
import { automaticWindow, floatHistogram, HistogramCounter, percentile, redrawn } from './histogram.ts';
import { compactIds, instancePlaces, labelLevels } from './label-levels.ts';
import { type Frame, idAt, valueAt } from './plane.ts';
import { levelFor, levelSizes, PyramidBuilder } from './pyramid.ts';
import { powerSpectrum, spectrumSide } from './spectrum.ts';

const mean = (values: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};

describe('pyramid', () => {
  it('keeps the mean on every level of a power of two', () => {
    const pixels = Uint16Array.from({ length: 1024 * 512 }, (_, i) => (i * 7919) % 60013);
    const builder = new PyramidBuilder(1024, 512, 1);
    builder.push(pixels, 512);
    expect(builder.levels.map(({ width, height }) => [width, height])).toEqual([
      [512, 256],
      [256, 128],
    ]);
    for (const level of builder.levels) expect(mean(level.data)).toBeCloseTo(mean(pixels), 1);
  });

  it('is the same whatever pieces the rows come in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 }), (steps) => {
        const width = 301;
        const height = 263;
        const pixels = Float32Array.from({ length: width * height }, (_, i) => Math.sin(i) * 100);
        const whole = new PyramidBuilder(width, height, 1);
        whole.push(pixels, height);
        const piecewise = new PyramidBuilder(width, height, 1);
        let rows = 0;
        for (const step of steps) {
          rows = Math.min(height, rows + step);
          piecewise.push(pixels, rows);
        }
        piecewise.push(pixels, height);
        expect(piecewise.levels).toEqual(whole.levels);
      }),
      { numRuns: 20 },
    );
  });

  it('means 2 x 2 blocks, and what there is of them at odd edges', () => {
    const width = 259;
    const pixels = new Float32Array(width * 3);
    pixels.fill(1, 0, width);
    pixels.fill(3, width, width * 2);
    pixels.fill(7, width * 2);
    pixels[width - 1] = 5;
    const builder = new PyramidBuilder(width, 3, 1);
    builder.push(pixels, 3);
    const [level] = builder.levels;
    expect([level.width, level.height]).toEqual([130, 2]);
    expect(level.data[0]).toBe(2);
    expect(level.data[129]).toBe(4);
    expect(level.data[130]).toBe(7);
  });

  it('has the same levels for whole numbers as for their floats, at odd sizes too', () => {
    const whole = Uint16Array.from({ length: 301 * 263 }, (_, i) => (i * 7919) % 65_536);
    const [levels, expected] = [whole, Float32Array.from(whole)].map((pixels) => {
      const builder = new PyramidBuilder(301, 263, 1);
      builder.push(pixels, 263);
      return builder.levels;
    });
    expect(levels).toEqual(expected);
  });

  it('leaves not-a-number out of a mean while any other value is there', () => {
    const pixels = new Float32Array(300 * 2).fill(Number.NaN);
    pixels[0] = 4;
    const builder = new PyramidBuilder(300, 2, 1);
    builder.push(pixels, 2);
    expect(builder.levels[0].data[0]).toBe(4);
    expect(builder.levels[0].data[1]).toBeNaN();
  });

  it('averages colours channel by channel', () => {
    const pixels = new Uint8Array(300 * 2 * 3);
    pixels.set([10, 20, 30, 30, 40, 50]);
    pixels.set([10, 20, 30, 30, 40, 50], 900);
    const builder = new PyramidBuilder(300, 2, 3);
    builder.push(pixels, 2);
    expect([...builder.levels[0].data.subarray(0, 3)]).toEqual([20, 30, 40]);
  });

  it('chooses the level whose texels are one to two to a device px', () => {
    expect(levelFor(3, 5)).toBe(0);
    expect(levelFor(0.51, 5)).toBe(0);
    expect(levelFor(0.5, 5)).toBe(1);
    expect(levelFor(0.2, 5)).toBe(2);
    expect(levelFor(0.01, 5)).toBe(5);
    expect(levelSizes(256, 100)).toEqual([]);
    expect(levelSizes(16384, 16384)).toHaveLength(6);
  });
});

describe('histogram', () => {
  const count = (type: 'uint8' | 'uint16' | 'int16', pixels: Uint8Array | Uint16Array | Int16Array) => {
    const counter = new HistogramCounter(type);
    counter.push(pixels, 2);
    counter.push(pixels, pixels.length);
    return counter.finish(pixels);
  };

  it('counts whole numbers exactly, signed ones too', () => {
    const h = count('int16', Int16Array.of(-3, -3, 0, 5));
    expect(h).toMatchObject({ min: -3, max: 5, low: -3, binWidth: 1, total: 4, whole: true });
    expect([...h.counts]).toEqual([2, 0, 0, 1, 0, 0, 0, 0, 1]);
  });

  it('has exact percentiles of whole numbers', () => {
    const h = count(
      'uint16',
      Uint16Array.from({ length: 1000 }, (_, i) => i + 1),
    );
    expect(percentile(h, 0.01)).toBe(10);
    expect(percentile(h, 0.5)).toBe(500);
    expect(percentile(h, 1)).toBe(1000);
  });

  it('agrees with sorting on numbers of any range', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 400 }),
        (list) => {
          const values = Float32Array.from(list);
          const h = floatHistogram(values);
          const sorted = values.toSorted();
          expect(h.min).toBe(sorted[0]);
          expect(h.max).toBe(sorted[sorted.length - 1]);
          const middle = percentile(h, 0.5);
          const under = sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)];
          expect(Math.abs(middle - under)).toBeLessThanOrEqual(h.binWidth * 1.01 + 1e-6);
        },
      ),
    );
  });

  it('spends its bins on the sliver that holds nearly everything, and still counts the outliers', () => {
    const values = Float32Array.from({ length: 100_000 }, (_, i) => (i % 1000) / 1000);
    values[5] = 1e9;
    values[6] = -1e9;
    values[7] = Number.NaN;
    const h = floatHistogram(values);
    expect(h).toMatchObject({ min: -1e9, max: 1e9, total: 99_999, below: 1, above: 1 });
    expect(percentile(h, 0.25)).toBeCloseTo(0.25, 2);
  });

  it('opens a window of some width even on a flat or empty frame', () => {
    expect(automaticWindow(count('uint8', Uint8Array.of(7, 7, 7)), { low: 0.01, high: 0.01 })).toEqual({
      low: 7,
      high: 8,
    });
    const empty = automaticWindow(floatHistogram(Float32Array.of(Number.NaN)), { low: 0, high: 0 });
    expect(empty.high).toBeGreaterThan(empty.low);
  });

  it('loses no pixel when it is drawn with other bins', () => {
    const h = count(
      'uint16',
      Uint16Array.from({ length: 5000 }, (_, i) => (i * 31) % 701),
    );
    const drawn = redrawn(h, h.low, h.low + h.counts.length, 97);
    expect(drawn.reduce((a, b) => a + b)).toBeCloseTo(5000, 6);
  });
});

describe('label map', () => {
  const width = 600;
  const height = 4;
  const ids = new Uint32Array(width * height);
  ids.fill(2, 10, 14);
  ids.fill(2, width + 10, width + 14);
  ids[3 * width + 599] = 70_000;

  it('takes two bytes an id while they are enough', () => {
    expect(compactIds(Uint32Array.of(0, 9)).ids).toBeInstanceOf(Uint16Array);
    expect(compactIds(ids)).toMatchObject({ count: 70_000 });
    expect(compactIds(ids).ids).toBeInstanceOf(Uint32Array);
  });

  it('knows where every instance lies', () => {
    const places = instancePlaces(ids, width, height, 70_000);
    expect([places.area[1], places.x[1], places.y[1]]).toEqual([8, 12, 1]);
    expect([...places.boxes.subarray(4, 8)]).toEqual([10, 0, 14, 2]);
    expect([places.area[69_999], places.x[69_999], places.y[69_999]]).toEqual([1, 599.5, 3.5]);
    expect(places.area[0]).toBe(0);
  });

  it('keeps a single pixel visible on every level', () => {
    const levels = labelLevels(ids, width, height);
    for (const level of levels) expect(level.data.at(-1)).toBe(70_000);
    expect(levels).toHaveLength(2);
  });

  it('answers for a position, nothing outside', () => {
    const labels = { width, height, ids } as Parameters<typeof idAt>[0];
    expect(idAt(labels, 12.9, 1.2)).toBe(2);
    expect(idAt(labels, -0.1, 0)).toBe(0);
    expect(idAt(labels, 600, 0)).toBe(0);
  });
});

describe('pixel values', () => {
  it('are those of the file, 64-bit ones too', () => {
    const base = { width: 2, height: 1 } as Frame;
    expect(valueAt({ ...base, elementType: 'uint16', pixels: Uint16Array.of(1, 65535) }, 1.5, 0.5)).toEqual([65535]);
    expect(valueAt({ ...base, elementType: 'int64', pixels: BigInt64Array.of(1n, -5n) }, 1, 0)).toEqual([-5n]);
    expect(valueAt({ ...base, elementType: 'rgb8', pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) }, 1, 0)).toEqual([4, 5, 6]);
    expect(valueAt({ ...base, elementType: 'uint16', pixels: Uint16Array.of(1, 2) }, 2, 0)).toBeNull();
  });
});

describe('power spectrum', () => {
  it('agrees with NumPy', () => {
    const spectrum = powerSpectrum(Float32Array.from(reference.values), reference.side, 'test');
    reference.spectrum.forEach((value, i) => {
      expect(Number(spectrum.pixels[i])).toBeCloseTo(value, 4);
    });
  });

  it('shows a wave at its frequency, both ways', () => {
    const side = 128;
    const values = Float32Array.from({ length: side * side }, (_, i) =>
      Math.cos((2 * Math.PI * 20 * (i % side)) / side),
    );
    const { pixels } = powerSpectrum(values, side, 'test');
    const row = pixels.subarray(64 * side, 65 * side) as Float32Array;
    const most = Math.max(...row);
    expect([row[44], row[84]].map((v) => Math.abs(v - most) < 1e-5)).toEqual([true, true]);
    expect(row[64]).toBeLessThan(most / 10);
  });

  it('takes even sides that transform fast, within limits', () => {
    expect([15, 17, 999, 1001, 1024, 9000].map(spectrumSide)).toEqual([0, 16, 972, 1000, 1024, 4096]);
  });
});

describe('byte stream', () => {
  const pieces = (list: readonly number[][], type: 'bytes' | undefined) =>
    new Response(
      new ReadableStream({
        ...(type === undefined ? {} : { type }),
        start(controller: ReadableStreamDefaultController | ReadableByteStreamController) {
          for (const piece of list) controller.enqueue(Uint8Array.from(piece));
          controller.close();
        },
      } as unknown as UnderlyingDefaultSource),
    );

  it.each(['bytes', undefined] as const)('puts pieces in their place (%s)', async (type) => {
    const seen: number[] = [];
    const buffer = await readIntoOneBuffer(pieces([[1, 2], [3], [4, 5, 6]], type), 6, (_, count) => seen.push(count));
    expect([...new Uint8Array(buffer)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen.at(-1)).toBe(6);
  });

  it.each(['bytes', undefined] as const)('tells when the answer ends early (%s)', async (type) => {
    await expect(readIntoOneBuffer(pieces([[1, 2]], type), 6, () => undefined)).rejects.toThrow('2 of 6');
  });
});
