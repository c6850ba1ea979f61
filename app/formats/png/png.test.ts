import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import { inspectImage } from '../inspect.ts';
import { memorySource } from '../memory-source.ts';
import { crc32 } from './crc32.ts';
import fixtures from './fixtures/fixtures.json' with { type: 'json' };
import { png } from './png.ts';
import { type Picture, writePng } from './write.ts';

const open = (bytes: Uint8Array) => png.open(memorySource('file.png', bytes));

test.each(Object.entries(fixtures))('%s', async (_, fixture) => {
  const [image] = (await open(Buffer.from(fixture.file, 'base64'))).images;
  const { shape, dtype, sha256 } = fixture;
  expect(await inspectImage(image)).toMatchObject({ shape, dtype, sha256 });
});

const picture = fc
  .record({
    width: fc.integer({ min: 1, max: 30 }),
    height: fc.integer({ min: 1, max: 20 }),
    channels: fc.constantFrom(1 as const, 3 as const, 4 as const),
    seed: fc.nat(1000),
  })
  .map(({ width, height, channels, seed }): Picture => {
    const length = width * height * channels;
    return { width, height, channels, data: Uint8Array.from({ length }, (_, i) => (i * i * 7 + seed * i) >> 3) };
  });

describe('what is written is read back', () => {
  test('grey and colour, at every effort', async () => {
    await fc.assert(
      fc.asyncProperty(
        picture,
        fc.constantFrom(0 as const, 1 as const, 3 as const, 6 as const),
        async (wanted, level) => {
          const bytes = writePng(wanted, level);
          expect(writePng(wanted, level)).toEqual(bytes);
          const [image] = (await open(bytes)).images;
          expect(image.shape).toEqual([wanted.height, wanted.width]);
          const pixels = await image.readFrame(0);
          const shown = Array.from(wanted.data).filter((_, i) => i % wanted.channels < Math.min(3, wanted.channels));
          const equal = wanted.channels > 1 && image.elementType === 'uint8';
          expect(Array.from(pixels as Uint8Array)).toEqual(equal ? shown.filter((_, i) => i % 3 === 0) : shown);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a colour picture without colour is grey', async () => {
    const data = Uint8Array.from({ length: 60 }, (_, i) => Math.floor(i / 3) * 5);
    const [image] = (await open(writePng({ width: 5, height: 4, channels: 3, data }))).images;
    expect(image.elementType).toBe('uint8');
    expect(Array.from((await image.readFrame(0)) as Uint8Array)).toEqual(Array.from({ length: 20 }, (_, i) => i * 5));
  });
});

test('a picture of the wrong length is refused', () => {
  expect(() => writePng({ width: 3, height: 2, channels: 1, data: new Uint8Array(5) })).toThrow(Failure);
});

test('CRC-32 of "123456789" is 0xcbf43926', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new TextEncoder().encode('xx123456789x'), 2, 11)).toBe(0xcbf43926);
});

/** A PNG with a physical density, pixels a metre, before its pixels. */
function withDensity(perMetre: number): Uint8Array {
  const plain = writePng({ width: 2, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4) });
  const chunk = new DataView(new ArrayBuffer(21));
  chunk.setUint32(0, 9);
  chunk.setUint32(4, 0x70485973);
  chunk.setUint32(8, perMetre);
  chunk.setUint32(12, perMetre);
  chunk.setUint8(16, 1);
  chunk.setUint32(17, crc32(new Uint8Array(chunk.buffer), 4, 17));
  return Uint8Array.from([...plain.subarray(0, 33), ...new Uint8Array(chunk.buffer), ...plain.subarray(33)]);
}

test('a density of paper is no calibration, one of a microscope is', async () => {
  expect((await open(withDensity(11_811))).images[0]).toMatchObject({ calibrationSource: 'none' });
  const [image] = (await open(withDensity(4e9))).images;
  expect(image.calibrationSource).toBe('file tag');
  expect(image.axes.map((a) => [a.scale, a.units])).toEqual([
    [0.25, 'nm'],
    [0.25, 'nm'],
  ]);
});

describe('hostile files', () => {
  const plain = writePng({ width: 40, height: 30, channels: 1, data: new Uint8Array(1200) });
  const changed = (at: number, ...values: number[]): Uint8Array => {
    const bytes = Uint8Array.from(plain);
    bytes.set(values, at);
    const sum = crc32(bytes, 12, 29);
    new DataView(bytes.buffer).setUint32(29, sum);
    return bytes;
  };

  test('a size that the pixels do not fill', async () => {
    const [image] = (await open(changed(16, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff))).images;
    await expect(image.readFrame(0)).rejects.toMatchObject({ info: { tag: 'truncated' } });
  });

  test('pixels past the picture', async () => {
    const [image] = (await open(changed(16, 0, 0, 0, 2))).images;
    await expect(image.readFrame(0)).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });

  test('a kind that does not exist, and a wrong checksum', async () => {
    await expect(open(changed(24, 3))).rejects.toMatchObject({ info: { tag: 'malformed' } });
    const wrong = Uint8Array.from(plain);
    wrong[18] ^= 1;
    await expect(open(wrong)).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });
});

test('the pixels of a written file are one zlib stream of filtered rows', () => {
  const bytes = writePng({ width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 5, 5, 5) });
  const length = new DataView(bytes.buffer).getUint32(33);
  expect(Array.from(inflateSync(bytes.subarray(41, 41 + length)))).toEqual([0, 1, 2, 3, 2, 4, 3, 2]);
});
