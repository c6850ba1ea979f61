import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../../domain/acquisition.ts';
import { memorySource } from '../memory-source.ts';
import fixtures from './fixtures/fixtures.json' with { type: 'json' };
import { hdf5 } from './format.ts';

const open = (name: keyof typeof fixtures): Promise<Acquisition> =>
  hdf5.open(memorySource('file.h5', Uint8Array.from(inflateSync(Buffer.from(fixtures[name].file, 'base64')))));

/** The values that every specimen is filled with. */
const pattern = (i: number, signed: boolean): number => ((i * 37) % 113) - (signed ? 40 : 0);

const axesOf = (acquisition: Acquisition, image: number) =>
  acquisition.images[image].axes.map((a) => [a.name, a.scale, a.offset, a.units]);

describe('Velox', () => {
  test('detectors are images, frames come first, spectra are named', async () => {
    const file = await open('Velox');
    expect(file.format).toBe('emd-velox');
    expect(file.images.map((i) => [i.name, i.shape, i.elementType])).toEqual([
      ['Ceta', [3, 4, 5], 'uint16'],
      ['HAADF', [4, 5], 'int16'],
      ['HAADF 2', [4, 5], 'int16'],
      ['Ceta 2', [4, 5], 'complex64'],
    ]);
    expect(file.metadata['Not shown']).toEqual(['an EDS spectrum stream']);
  });

  test('a frame is a plane of the last stored axis', async () => {
    const [stack] = (await open('Velox')).images;
    const plane = await stack.readFrame(2);
    expect(Array.from(plane as Uint16Array)).toEqual(Array.from({ length: 20 }, (_, i) => pattern(i * 3 + 2, false)));
  });

  test('calibration in sensible units, with the offset in the same one', async () => {
    const file = await open('Velox');
    const [time, y, x] = axesOf(file, 0);
    expect(time).toEqual(['Time', 0.8, 0, 's']);
    expect([y[1], y[2], y[3]]).toEqual([expect.closeTo(200, 9), expect.closeTo(20_000, 6), 'pm']);
    expect([x[1], x[2], x[3]]).toEqual([expect.closeTo(200, 9), expect.closeTo(-10_000, 6), 'pm']);
    expect(axesOf(file, 1)[1].slice(1)).toEqual([expect.closeTo(1.5, 12), expect.closeTo(-10, 9), 'nm']);
    expect(axesOf(file, 3)[1].slice(1)).toEqual([expect.closeTo(50, 9), expect.closeTo(-1e-14, 15), '1/µm']);
  });

  test('complex values are pairs', async () => {
    const plane = await (await open('Velox')).images[3].readFrame(0);
    expect(Array.from(plane as Float32Array).slice(0, 4)).toEqual([pattern(0, true), 1, pattern(1, true), 1]);
  });

  test('spectra alone are refused by name', async () => {
    await expect(open('Velox spectra')).rejects.toMatchObject({
      info: { tag: 'not-an-image', message: expect.stringContaining('EDS spectrum stream') },
    });
  });
});

describe('Berkeley and py4DSTEM', () => {
  test('axes come from the dim datasets', async () => {
    const file = await open('Berkeley');
    expect(file.format).toBe('emd-ncem');
    expect(axesOf(file, 0)).toEqual([
      ['z', 10, 0, 'nm'],
      ['y', 0.5, 1, 'um'],
      ['x', 0.25, 0, 'nm^-1'],
    ]);
    expect(file.metadata).toMatchObject({ microscope: { voltage: '300 kV' } });
  });

  test('uneven axes and axes in pixels are no calibration', async () => {
    const file = await open('Berkeley');
    expect(file.images[1].name).toBe('uneven');
    expect(axesOf(file, 1).map((a) => a[1])).toEqual([null, null]);
    expect(file.images[1].calibrationSource).toBe('none');
    expect(file.metadata['Not shown']).toEqual([expect.stringContaining('9 values')]);
  });

  test('what stands in arrays of one is read as if it stood alone', async () => {
    const file = await open('arrays of one');
    expect(axesOf(file, 0)).toEqual([
      ['y', 0.25, 0, 'nm'],
      ['x', 0.25, 0, 'nm'],
    ]);
  });

  test('EMD 1.0 counts its axes from 0', async () => {
    const file = await open('py4DSTEM');
    expect(axesOf(file, 0)).toEqual([
      ['Rx', 0.5, 0, 'A'],
      ['Ry', 0.5, 0, 'A'],
    ]);
  });
});

describe('HyperSpy', () => {
  test('images and maps are read, spectrum images are named', async () => {
    const file = await open('HyperSpy');
    expect(file.images.map((i) => [i.name, i.shape, i.elementType, i.storedAs])).toEqual([
      ['frames', [3, 4, 5], 'int64', undefined],
      ['map', [4, 5], 'float32', 'float16'],
    ]);
    expect(axesOf(file, 0)).toEqual([
      ['time', 0.5, 0, 's'],
      ['y', 0.2, 0, 'nm'],
      ['x', 0.2, 0, 'nm'],
    ]);
    expect(axesOf(file, 1).map((a) => [a[1], a[3]])).toEqual([
      [null, ''],
      [null, ''],
    ]);
    expect(file.metadata['Not shown']).toEqual(['an EELS spectrum image of 4 × 5 positions and 6 channels']);
  });

  test('a frame of a packed stack', async () => {
    const [stack] = (await open('HyperSpy')).images;
    const plane = await stack.readFrame(1);
    expect(Array.from(plane as BigInt64Array, Number)).toEqual(
      Array.from({ length: 20 }, (_, i) => pattern(i + 20, true)),
    );
  });

  test('a spectrum is refused by name', async () => {
    await expect(open('HyperSpy spectrum')).rejects.toMatchObject({
      info: { tag: 'not-an-image', message: expect.stringContaining('an EELS spectrum of 64 channels') },
    });
  });
});

test('ParticleSpy: the pixel follows from the area in nm² and in pixels', async () => {
  const file = await open('ParticleSpy');
  expect(file.images.map((i) => [i.name, i.shape])).toEqual([
    ['Particle 0 Image', [3, 4]],
    ['Particle 0 Mask', [5, 6]],
  ]);
  expect(axesOf(file, 0).map((a) => [a[1], a[3]])).toEqual([
    [2, 'nm'],
    [2, 'nm'],
  ]);
});

test('any other HDF5 file is refused with what was found', async () => {
  await expect(open('other')).rejects.toMatchObject({
    info: { tag: 'unsupported', message: expect.stringContaining('/some/table (3 × 4 float32)') },
  });
});
