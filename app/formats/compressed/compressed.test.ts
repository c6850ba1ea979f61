import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../ports/byte-source.ts';
import reference from '../fixtures/reference.json' with { type: 'json' };
import { writeMrc, writeNpy } from '../fixtures/specimens.ts';
import { memorySource } from '../memory-source.ts';
import { openAcquisition } from '../open.ts';
import { unpacked } from './unpack.ts';

const packed = (name: string, bytes: Uint8Array): ByteSource => unpacked(memorySource(name, Uint8Array.from(bytes)));

describe('gzip', () => {
  test('reads any part, in any order', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) >> 7);
    const source = packed('a.npy.gz', gzipSync(bytes));
    expect(source.name).toBe('a.npy');
    expect(source.size).toBe(bytes.length);
    fc.assert(
      fc.property(fc.nat(110_000), fc.nat(110_000), (offset, length) => {
        expect(source.read(offset, length)).toEqual(bytes.slice(offset, offset + length));
      }),
      { numRuns: 50 },
    );
  });

  test('goes back further than the window it keeps', () => {
    const bytes = new Uint8Array(40 * 2 ** 20);
    for (let i = 0; i < bytes.length; i += 1000) bytes[i] = i / 1000;
    for (let i = 0; i < bytes.length; i += 16) bytes[i] ^= Math.imul(i, 2_654_435_761) >>> 24;
    const source = packed('a.gz', gzipSync(bytes, { level: 1 }));
    for (const offset of [bytes.length - 5000, 0, 30 * 2 ** 20, 1000])
      expect(source.read(offset, 4000)).toEqual(bytes.slice(offset, offset + 4000));
  });

  test('a file that claims a thousand times its size is refused before it is inflated', async () => {
    const bomb = gzipSync(
      writeNpy("{'descr': '<u2', 'fortran_order': False, 'shape': (20000, 5000), }", new Uint8Array(100)),
    );
    new DataView(bomb.buffer, bomb.byteOffset, bomb.length).setUint32(bomb.length - 4, 200_000_128, true);
    await expect(openAcquisition(memorySource('a.npy.gz', Uint8Array.from(bomb)))).rejects.toMatchObject({
      info: { tag: 'truncated' },
    });
    const zeros = gzipSync(new Uint8Array(100 * 2 ** 20));
    await expect(openAcquisition(memorySource('a.npy.gz', Uint8Array.from(zeros)))).rejects.toMatchObject({
      info: { tag: 'too-large' },
    });
  });

  test('a stream cut short is truncated, a broken one malformed', async () => {
    const noise = Uint8Array.from({ length: 240 }, (_, i) => Math.imul(i + 7, 2_654_435_761) >>> 24);
    const good = gzipSync(writeMrc({ mode: 2, pixels: noise }));
    const image = async (bytes: Uint8Array) => {
      const [first] = (await openAcquisition(memorySource('a.mrc.gz', Uint8Array.from(bytes)))).images;
      return first.readFrame(2);
    };
    expect((await image(good)).length).toBe(20);
    await expect(image(good.subarray(0, good.length - 100))).rejects.toMatchObject({ info: { tag: 'truncated' } });
    const broken = Uint8Array.from(good);
    broken[10] = 0xff;
    await expect(image(broken)).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });
});

describe('bzip2', () => {
  const files = reference.files.filter((f) => f.name.endsWith('.bz2'));
  const bytesOf = (name: string) =>
    Uint8Array.from(Buffer.from(files.find((f) => f.name === name)?.bytes ?? '', 'base64'));

  test('any changed byte of the data is noticed by its checksum', async () => {
    const good = bytesOf('packed.npy.bz2');
    for (let at = 4; at < good.length - 10; at += 7) {
      const bad = Uint8Array.from(good);
      bad[at] ^= 0x10;
      await expect(openAcquisition(memorySource('a.npy.bz2', bad)), `byte ${at}`).rejects.toMatchObject({
        info: { tag: expect.stringMatching(/malformed|truncated/) as string },
      });
    }
  });

  test('a stream cut short is truncated', () => {
    const good = bytesOf('blocks.npy.bz2');
    for (const cut of [10, 1000, good.length - 6])
      expect(() => packed('a.bz2', good.subarray(0, cut))).toThrow(/ends before/);
  });
});
