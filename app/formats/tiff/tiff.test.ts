import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../ports/byte-source.ts';
import { inspectImage } from '../inspect.ts';
import { memorySource } from '../memory-source.ts';
import fixtures from './fixtures/fixtures.json' with { type: 'json' };
import { imageJStackAxes } from './imagej.ts';
import { unpackLzw } from './lzw.ts';
import { unpackBits } from './packbits.ts';
import { tiff } from './tiff.ts';

interface Fixture {
  readonly file: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sha256: string;
  readonly axes?: readonly (readonly [number | null, string])[];
  readonly image?: number;
}
const all = fixtures as unknown as Readonly<Record<string, Fixture>>;

function sourceOf(fixture: Fixture): ByteSource {
  return memorySource('file.tif', Uint8Array.from(inflateSync(Buffer.from(fixture.file, 'base64'))));
}

describe('files of other programs', () => {
  test.each(Object.entries(all))('%s', async (_, fixture) => {
    const { images } = await tiff.open(sourceOf(fixture));
    const image = images[fixture.image ?? 0];
    const summary = await inspectImage(image);
    expect(summary).toMatchObject({ shape: fixture.shape, dtype: fixture.dtype, sha256: fixture.sha256 });
    if (fixture.axes === undefined) return;
    const last = image.axes.slice(-fixture.axes.length);
    expect(last.map((a) => a.units)).toEqual(fixture.axes.map(([, units]) => units));
    last.forEach((axis, i) => {
      const [scale] = fixture.axes?.[i] ?? [null];
      if (scale === null) expect(axis.scale).toBeNull();
      else expect((axis.scale ?? 0) / scale).toBeCloseTo(1, 9);
    });
    expect(image.calibrationSource).toBe(fixture.axes.at(-1)?.[0] === null ? 'none' : 'file tag');
  });

  test('offsets of DigitalMicrograph belong to their sides', async () => {
    const [image] = (await tiff.open(sourceOf(all['DigitalMicrograph']))).images;
    expect(image.axes.map((a) => a.offset)).toEqual([3.25, -4.5]);
  });

  test('ImageJ stacks name their axes', async () => {
    const [image] = (await tiff.open(sourceOf(all['ImageJ hyperstack']))).images;
    expect(image.axes.map((a) => a.name)).toEqual(['time', 'z', 'channel', 'y', 'x']);
  });

  test('the depth of an ImageJ stack has a unit of its own only where ImageJ notes one', () => {
    const depth = (notes: Record<string, string>) => imageJStackAxes({ slices: '4', spacing: '2', ...notes }, 4)[0];
    expect(depth({ unit: 'nm' })).toMatchObject({ scale: 2, units: 'nm' });
    expect(depth({ unit: 'nm', zunit: 'micron' })).toMatchObject({ scale: 2, units: 'µm' });
    expect(depth({})).toMatchObject({ scale: 2, units: '' });
  });
});

/** A file of 6 GB that is never written: a header, then 4000 planes whose pixels are their own place. */
function hugeStack(): ByteSource {
  const [width, height, planes] = [1000, 800, 4000];
  const note = `ImageJ=1.54f\nimages=${planes}\nslices=${planes}\nunit=nm\n\0`;
  const start = 512;
  const head = new Uint8Array(start);
  const view = new DataView(head.buffer);
  const tags: [tag: number, type: number, count: number, value: number][] = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 1, 16],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [270, 2, note.length, 256],
    [273, 4, 1, start],
    [277, 3, 1, 1],
    [278, 4, 1, height],
    [279, 4, 1, width * height * 2],
  ];
  head.set([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  view.setUint16(8, tags.length, true);
  tags.forEach(([tag, type, count, value], i) => {
    view.setUint16(10 + i * 12, tag, true);
    view.setUint16(12 + i * 12, type, true);
    view.setUint32(14 + i * 12, count, true);
    view.setUint32(18 + i * 12, value, true);
  });
  head.set(new TextEncoder().encode(note), 256);
  const size = start + width * height * 2 * planes;
  return {
    name: 'huge.tif',
    size,
    read: (offset, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      for (let i = 0; i < bytes.length; i++) {
        const at = offset + i;
        bytes[i] = at < start ? head[at] : Math.floor((at - start) / 2) % 251;
      }
      return bytes;
    },
    sibling: () => null,
  };
}

test('an ImageJ stack over 4 GB with one directory is read plane by plane', async () => {
  const [image] = (await tiff.open(hugeStack())).images;
  expect(image.shape).toEqual([4000, 800, 1000]);
  const plane = await image.readFrame(3999);
  const first = (3999 * 800 * 1000) % 251;
  expect([plane[0], plane[1], plane.length]).toEqual([first * 257, ((first + 1) % 251) * 257, 800_000]);
});

/** TIFF's LZW as a program writes it: codes grow one early, and the table is cleared when it is full. */
function packLzw(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  let held = 0;
  let heldBits = 0;
  let width = 9;
  const put = (code: number): void => {
    held = held * 2 ** width + code;
    heldBits += width;
    while (heldBits >= 8) {
      out.push(Math.floor(held / 2 ** (heldBits - 8)));
      held %= 2 ** (heldBits - 8);
      heldBits -= 8;
    }
  };
  let table = new Map<string, number>();
  const clear = (): void => {
    put(256);
    table = new Map();
    width = 9;
  };
  const codeOf = (key: string): number => (key.length === 1 ? key.charCodeAt(0) : (table.get(key) as number));
  clear();
  let known = '';
  for (const byte of bytes) {
    const longer = known + String.fromCharCode(byte);
    if (longer.length === 1 || table.has(longer)) {
      known = longer;
      continue;
    }
    put(codeOf(known));
    table.set(longer, 258 + table.size);
    if (258 + table.size === 4094) clear();
    else if (258 + table.size === 2 ** width) width++;
    known = String.fromCharCode(byte);
  }
  if (known !== '') put(codeOf(known));
  put(257);
  width = 8 - (heldBits % 8);
  put(0);
  return Uint8Array.from(out);
}

test('LZW gives back what was packed, whatever the length', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.nat(3000)).map(([part, times]) => {
      const out = new Uint8Array(part.length * times);
      for (let i = 0; i < out.length; i++) out[i] = part[i % part.length] ^ ((i * i) >> 9);
      return out;
    }),
  );
  fc.assert(
    fc.property(bytes, (plain) => {
      const out = new Uint8Array(plain.length);
      expect(unpackLzw(packLzw(plain), out)).toBe(plain.length);
      expect(out).toEqual(plain);
    }),
    { numRuns: 60 },
  );
});

test('PackBits: the example of its definition', () => {
  const packed = Uint8Array.of(
    0xfe,
    0xaa,
    0x02,
    0x80,
    0x00,
    0x2a,
    0xfd,
    0xaa,
    0x03,
    0x80,
    0x00,
    0x2a,
    0x22,
    0xf7,
    0xaa,
  );
  const plain = [0xaa, 0xaa, 0xaa, 0x80, 0, 0x2a, 0xaa, 0xaa, 0xaa, 0xaa, 0x80, 0, 0x2a, 0x22, ...Array(10).fill(0xaa)];
  const out = new Uint8Array(plain.length);
  expect(unpackBits(packed, out)).toBe(24);
  expect(Array.from(out)).toEqual(plain);
});

describe('hostile files', () => {
  const word = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
  const entry = (tag: number, type: number, count: number, value: number): number[] =>
    [tag & 255, tag >> 8, type, 0].concat(word(count), word(value));
  const file = (entries: readonly number[][], next = 0): ByteSource =>
    memorySource(
      'bad.tif',
      Uint8Array.from([
        0x49,
        0x49,
        42,
        0,
        8,
        0,
        0,
        0,
        entries.length,
        0,
        ...entries.flat(),
        ...word(next),
        ...Array(99).fill(0),
      ]),
    );
  const sized = (width: number, height: number, packing: number): number[][] => [
    entry(256, 4, 1, width),
    entry(257, 4, 1, height),
    entry(258, 3, 1, 8),
    entry(259, 3, 1, packing),
    entry(262, 3, 1, 1),
    entry(273, 4, 1, 8),
    entry(278, 4, 1, height),
    entry(279, 4, 1, 90),
  ];

  test('pages in a circle', async () => {
    await expect(tiff.open(file(sized(4, 4, 1), 8))).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });

  test.each([1, 5, 8, 32_773])('a size that the file cannot hold, packing %i', async (packing) => {
    const [image] = (await tiff.open(file(sized(60_000, 60_000, packing)))).images;
    await expect(image.readFrame(0)).rejects.toMatchObject({ info: { tag: 'truncated' } });
  });

  test('an unknown packing is named', async () => {
    await expect(tiff.open(file(sized(4, 4, 50_000)))).rejects.toMatchObject({
      info: { tag: 'unsupported', message: expect.stringContaining('Zstandard') },
    });
  });
});
