import { describe, expect, test } from 'vitest';
import type { AcquiredImage, Acquisition } from '../../domain/acquisition.ts';
import { Failure } from '../../domain/failure.ts';
import { ByteWriter } from '../fixtures/byte-writer.ts';
import { writeMrc } from '../fixtures/specimens.ts';
import { inspectImage } from '../inspect.ts';
import { memorySource } from '../memory-source.ts';
import { openAcquisition } from '../open.ts';

type Options = Parameters<typeof writeMrc>[0];
const open = (options: Options, name = 'a.mrc'): Promise<Acquisition> =>
  openAcquisition(memorySource(name, writeMrc(options)));
const imageOf = async (options: Options): Promise<AcquiredImage> => (await open(options)).images[0];
const zeros = (length: number) => new Uint8Array(length);

describe('number types', () => {
  test('mode 3 is complex, kept as float', async () => {
    const pixels = new ByteWriter(true);
    for (let i = 0; i < 40; i++) pixels.u16(i % 2 === 0 ? i : -i & 0xffff);
    const image = await imageOf({ mode: 3, pixels: pixels.done(), sections: 1 });
    expect(image.elementType).toBe('complex64');
    expect((await image.readFrame(0)).slice(0, 4)).toEqual(Float32Array.of(0, -1, 2, -3));
  });

  test('mode 101 has two pixels a byte, low half first, and rows that start on a byte', async () => {
    const pixels = [0x21, 0x43, 0x05, 0x76, 0x98, 0x0a, 0, 0, 0, 0, 0, 0xf0];
    const image = await imageOf({ mode: 101, pixels, sections: 1 });
    expect(image.elementType).toBe('uint8');
    const plane = await image.readFrame(0);
    expect(plane.slice(0, 10)).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    expect(plane.length).toBe(20);
  });

  test('mode 16 is colour', async () => {
    const image = await imageOf({ mode: 16, pixels: Uint8Array.from({ length: 60 }, (_, i) => i), sections: 1 });
    expect((await inspectImage(image)).shape).toEqual([1, 4, 5, 3]);
  });

  test.each([
    ['nothing said', {}, 'int8'],
    ['maximum over 127', { max: 200 }, 'uint8'],
    ['negative minimum', { min: -3, max: 200 }, 'int8'],
    ['IMOD: unsigned', { imodFlags: 0 }, 'uint8'],
    ['IMOD: signed', { imodFlags: 1, max: 200 }, 'int8'],
  ] as const)('bytes of mode 0, %s: %s is %s', async (_, more, type) => {
    const image = await imageOf({ mode: 0, pixels: zeros(60).fill(255), ...more });
    expect(image.elementType).toBe(type);
    expect((await image.readFrame(2))[0]).toBe(type === 'int8' ? -1 : 255);
  });

  test('an unknown mode is refused', async () => {
    await expect(open({ mode: 99, pixels: zeros(480) })).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });
});

describe('geometry', () => {
  const scales = (image: AcquiredImage) => image.axes.map((a) => [a.name, a.scale]);

  test('cell and grid give Å a pixel', async () => {
    const image = await imageOf({ mode: 0, pixels: zeros(60), cell: [10, 12, 6] });
    expect(scales(image)).toEqual([
      ['z', 2],
      ['y', 3],
      ['x', 2],
    ]);
    expect(image.axes.every((a) => a.units === 'Å')).toBe(true);
  });

  test('lengths that are placeholders leave the image without calibration', async () => {
    for (const cell of [
      [-80, -40, 0],
      [0, 0, 0],
      [Number.NaN, 8, 1],
    ]) {
      const image = await imageOf({ mode: 0, pixels: zeros(60), cell });
      expect(image.axes[2].scale).toBeNull();
    }
  });

  test('the order of axes follows mapc, mapr, maps', async () => {
    const image = await imageOf({ mode: 0, pixels: zeros(60), cell: [10, 12, 9], order: [3, 1, 2] });
    expect(scales(image)).toEqual([
      ['y', 3],
      ['x', 2],
      ['z', 3],
    ]);
  });

  test('a stack of volumes has an axis for the volumes', async () => {
    const image = await imageOf({ mode: 0, pixels: zeros(120), sections: 6, depth: 3, spaceGroup: 401 });
    expect(image.shape).toEqual([2, 3, 4, 5]);
    expect(image.frameCount).toBe(6);
  });

  test('a file without the MAP stamp is known by its length', async () => {
    const acquisition = await open({ mode: 1, pixels: zeros(120), stamped: false }, 'a.dat');
    expect(acquisition.format).toBe('mrc');
    await expect(open({ mode: 1, pixels: zeros(121), stamped: false }, 'a.dat')).rejects.toMatchObject({
      info: { tag: 'unknown-format' },
    });
    expect((await open({ mode: 1, pixels: zeros(121), stamped: false }, 'a.rec')).format).toBe('mrc');
  });

  test('a header that claims more than the file holds is truncated', async () => {
    const thrown = await open({ mode: 2, pixels: zeros(239) }).catch((e: unknown) => e);
    expect((thrown as Failure).info.tag).toBe('truncated');
    expect(thrown).toBeInstanceOf(Failure);
  });
});

describe('extended headers', () => {
  /** Records of an FEI1 header with a pixel size (m) and a tilt (degrees) each. */
  function fei(tilts: readonly number[], pixelSize: number): Uint8Array {
    const out = new ByteWriter(true);
    for (const [i, tilt] of tilts.entries()) {
      const start = 768 * i;
      out.padTo(start).i32(768).i32(0).u32(0).f64(0).text('Titan');
      out
        .padTo(start + 84)
        .f64(300_000)
        .f64(0)
        .f64(tilt);
      out
        .padTo(start + 156)
        .f64(pixelSize)
        .f64(pixelSize);
    }
    return out.padTo(768 * tilts.length).done();
  }

  test('an FEI header gives tilts, and the pixel size where the main one is silent', async () => {
    const extended = { type: 'FEI1', bytes: fei([-2, 0, 2], 1.5e-10) };
    const silent = await imageOf({ mode: 0, pixels: zeros(60), cell: [0, 0, 0], extended });
    expect(silent.axes[2].scale).toBeCloseTo(1.5, 9);
    expect(silent.metadata['tilt angles (°)']).toEqual([-2, 0, 2]);
    expect(silent.metadata['FEI extended header']).toMatchObject({ 'Microscope type': 'Titan', HT: 300_000 });
    const stated = await imageOf({ mode: 0, pixels: zeros(60), extended });
    expect(stated.axes[2].scale).toBe(2);
  });

  test('SerialEM keeps hundredths of degrees', async () => {
    const bytes = new ByteWriter(true);
    for (const tilt of [-6000, 25, 6000]) bytes.u16(tilt & 0xffff).u16(7);
    const extended = { type: 'SERI', bytes: bytes.done() };
    const image = await imageOf({ mode: 0, pixels: zeros(60), extended, serialEm: [4, 1] });
    expect(image.metadata['tilt angles (°)']).toEqual([-60, 0.25, 60]);
  });
});
