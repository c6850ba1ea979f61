import { describe, expect, test } from 'vitest';
import { sha256 } from '../math/sha256.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { ByteReader, readBytes } from './byte-reader.ts';
import { writeMrc, writeNpy } from './fixtures/specimens.ts';
import { inspectImage } from './inspect.ts';
import { formats } from './list.ts';
import { memorySource } from './memory-source.ts';
import { hasKnownEnding, openAcquisition } from './open.ts';
import { flipRows, pixelsOf, swapBytes } from './pixels.ts';

const npy = (shape: string, bytes: ArrayLike<number>) =>
  writeNpy(`{'descr': '<u2', 'fortran_order': False, 'shape': (${shape}), }`, bytes);

describe('opening', () => {
  test('the content decides, not the ending', async () => {
    const bytes = writeMrc({ mode: 0, pixels: new Uint8Array(60) });
    expect((await openAcquisition(memorySource('image.dm3', bytes))).format).toBe('mrc');
  });

  test('an unknown kind names the kinds that are read', async () => {
    const thrown = openAcquisition(memorySource('notes.txt', Uint8Array.from([72, 101, 108, 108, 111])));
    await expect(thrown).rejects.toMatchObject({
      info: {
        tag: 'unknown-format',
        remedy: expect.stringContaining(formats[0].title) as string,
        subject: 'notes.txt',
      },
    });
  });

  test('an empty file and a folder are called so', async () => {
    await expect(openAcquisition(memorySource('a.dm3', new Uint8Array(0)))).rejects.toThrow(/empty/);
    const folder: ByteSource = {
      ...memorySource('scans', new Uint8Array(4096)),
      read: () => {
        throw Object.assign(new Error('EISDIR: illegal operation on a directory, read'), { code: 'EISDIR' });
      },
    };
    await expect(openAcquisition(folder)).rejects.toMatchObject({
      info: { tag: 'unreadable', message: 'scans is a folder.' },
    });
  });

  test('a disk that fails is told apart from a damaged file', async () => {
    const good = memorySource('a.npy', npy('2, 2', new Uint8Array(8)));
    let gone = false;
    const source: ByteSource = {
      ...good,
      read: (offset, length) => {
        if (gone) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
        return good.read(offset, length);
      },
    };
    const [image] = (await openAcquisition(source)).images;
    gone = true;
    await expect(image.readFrame(0)).rejects.toMatchObject({ info: { tag: 'unreadable' } });
  });

  test('names of lists and single numbers are refused as no image', async () => {
    await expect(openAcquisition(memorySource('a.npy', npy('7,', new Uint8Array(14))))).rejects.toThrow(
      /a list of 7 numbers/,
    );
    await expect(openAcquisition(memorySource('a.npy', npy('', new Uint8Array(2))))).rejects.toThrow(/a single number/);
  });

  test('endings are known with and without packing', () => {
    for (const name of ['a.DM3', 'a.b.mrc', 'a.map.gz', 'a.ser.bz2']) expect(hasKnownEnding(name), name).toBe(true);
    for (const name of ['a.txt', 'dm3', 'a.gz']) expect(hasKnownEnding(name), name).toBe(false);
  });

  test('every format has its own id and endings of its own', () => {
    expect(new Set(formats.map((f) => f.id)).size).toBe(formats.length);
    const endings = formats.flatMap((f) => f.extensions);
    expect(new Set(endings).size).toBe(endings.length);
  });
});

describe('reading planes', () => {
  test('a frame is one read of its own bytes', async () => {
    const bytes = npy('50, 16, 16', new Uint8Array(50 * 512));
    const file = memorySource('a.npy', bytes);
    const reads: [number, number][] = [];
    const source: ByteSource = {
      ...file,
      read: (offset, length) => {
        reads.push([offset, length]);
        return file.read(offset, length);
      },
    };
    const [image] = (await openAcquisition(source)).images;
    reads.length = 0;
    await image.readFrame(31);
    expect(reads).toEqual([[bytes.length - 19 * 512, 512]]);
  });

  test('the summary of a stack is that of its bytes', async () => {
    const pixels = Uint8Array.from({ length: 48 }, (_, i) => (i * 37) & 255);
    const [image] = (await openAcquisition(memorySource('a.npy', npy('2, 3, 4', pixels)))).images;
    const values = new Uint16Array(pixels.buffer);
    expect(await inspectImage(image)).toEqual({
      shape: [2, 3, 4],
      dtype: 'uint16',
      min: Math.min(...values),
      max: Math.max(...values),
      mean: values.reduce((a, b) => a + b, 0) / 24,
      sha256: sha256(pixels),
    });
  });

  test('not-a-number is left out of the statistics', async () => {
    const bytes = new Uint8Array(Float32Array.of(1, Number.NaN, 5, 3).buffer);
    const file = writeNpy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", bytes);
    const [image] = (await openAcquisition(memorySource('a.npy', file))).images;
    expect(await inspectImage(image)).toMatchObject({ min: 1, max: 5, mean: 3 });
  });

  test('rows are turned, for even and odd numbers of them', () => {
    const even = Uint16Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    flipRows(even, 2);
    expect([...even]).toEqual([7, 8, 5, 6, 3, 4, 1, 2]);
    const odd = Uint16Array.of(1, 2, 3, 4, 5, 6);
    flipRows(odd, 2);
    expect([...odd]).toEqual([5, 6, 3, 4, 1, 2]);
  });

  test('bytes are swapped in groups of any width', () => {
    for (const [width, wanted] of [
      [1, [1, 2, 3, 4, 5, 6, 7, 8]],
      [2, [2, 1, 4, 3, 6, 5, 8, 7]],
      [4, [4, 3, 2, 1, 8, 7, 6, 5]],
      [8, [8, 7, 6, 5, 4, 3, 2, 1]],
    ] as const) {
      const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
      swapBytes(bytes, width);
      expect([...bytes]).toEqual(wanted);
    }
  });

  test('pixels that start at an odd byte are read all the same', () => {
    const bytes = Uint8Array.of(9, 1, 0, 2, 0).subarray(1);
    expect(pixelsOf(bytes, 'uint16', true)).toEqual(Uint16Array.of(1, 2));
  });
});

describe('the byte reader', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i & 255);
  const source = memorySource('bytes', bytes);

  test('reads every width in both orders, across its window', () => {
    for (const littleEndian of [true, false]) {
      const view = new DataView(bytes.buffer);
      const reader = new ByteReader(source, littleEndian, 65_530);
      expect(reader.u16()).toBe(view.getUint16(65_530, littleEndian));
      expect(reader.i32()).toBe(view.getInt32(65_532, littleEndian));
      expect(reader.f64()).toBe(view.getFloat64(65_536, littleEndian));
      expect(reader.u64()).toBe(Number(view.getBigUint64(65_544, littleEndian)));
      expect(reader.position).toBe(65_552);
    }
  });

  test('refuses to read past the end, before it allocates', () => {
    const reader = new ByteReader(source, true, 69_998);
    expect(reader.left).toBe(2);
    expect(() => reader.u32()).toThrow(/ends before its header/);
    expect(() => reader.bytes(2 ** 40)).toThrow(/ends before/);
    expect(() => reader.bytes(-1)).toThrow(/ends before/);
    expect(() => reader.seek(70_001)).toThrow(/ends before/);
    expect(() => readBytes(source, 2 ** 52, 1, 'pixels')).toThrow(/ends before its pixels/);
    expect(() => readBytes(source, 0, Number.NaN, 'pixels')).toThrow(/ends before/);
    expect(reader.u16()).toBe(view16(69_998));
  });

  const view16 = (at: number) => new DataView(bytes.buffer).getUint16(at, true);
});
