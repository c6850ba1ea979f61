import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHalf } from '../../math/half.ts';
import { memorySource } from '../memory-source.ts';
import fixtures from './fixtures/fixtures.json' with { type: 'json' };
import { Hdf5File } from './hdf5.ts';

interface Fixture {
  readonly file: string;
  readonly datasets?: Readonly<Record<string, readonly [shape: number[], type: string, sha256: string]>>;
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const all = fixtures as unknown as Readonly<Record<string, Fixture>>;
const bytesOf = (name: string) => Uint8Array.from(inflateSync(Buffer.from(all[name].file, 'base64')));
const open = (name: string) => new Hdf5File(memorySource(name, bytesOf(name)));
const listed = Object.entries(all).filter(([, fixture]) => fixture.datasets !== undefined);

/** NumPy's name of what a dataset is read as. */
function readWhole(file: Hdf5File, path: string): { type: string; sha256: string } {
  const data = file.dataset(path);
  if (data.pixel === null) throw new Error(`${path} has no pixels`);
  const start = data.shape.map(() => 0);
  const values = data.pixel.decode(data.bytes(start, data.shape));
  const stored = data.pixel.half ? toHalf(values as Float32Array) : values;
  const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  const type = data.pixel.half ? 'float16' : data.pixel.elementType === 'rgb8' ? 'V' : data.pixel.elementType;
  return { type, sha256: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
}

describe.each(listed)('%s', (name, fixture) => {
  const file = open(name);

  test('every dataset is what h5py reads', () => {
    for (const [path, [shape, type, sha256]] of Object.entries(fixture.datasets ?? {})) {
      expect(file.kind(path), path).toBe('dataset');
      expect([path, file.dataset(path).shape]).toEqual([path, shape]);
      expect({ path, ...readWhole(file, path) }).toEqual({ path, type, sha256 });
    }
  });

  test('every attribute is what h5py reads', () => {
    for (const [path, attributes] of Object.entries(fixture.attributes ?? {}))
      expect({ path, ...file.attributes(path) }).toEqual({ path, ...attributes });
  });
});

test('groups list their names, in the order they were made where it is kept', () => {
  const names = Array.from({ length: 60 }, (_, i) => `g${String(i).padStart(2, '0')}`);
  for (const name of ['many, earliest', 'many, latest']) expect(open(name).names('/many')).toEqual(names);
  expect(open('many, in order').names('/')).toEqual(['many', 'growing', 'fixed']);
  expect(open('many, latest').names('/')).toEqual(['fixed', 'growing', 'many']);
});

test('soft links are followed', () => {
  const file = open('storage, latest');
  expect(file.names('/soft')).toEqual(['path']);
  expect(file.numbers('/soft/path')).toEqual(file.numbers('/deep/er/path'));
  expect(file.kind('/soft/nothing')).toBe('other');
});

test('any box is the same as that part of the whole', () => {
  const file = open('storage, latest');
  const paths = ['/plain fixed', '/shuffled growing', '/lzf growing twice', '/gzip whole', '/sparse', '/f4 swapped'];
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }), (path, picks) => {
      const data = file.dataset(path);
      const start = data.shape.map((size, i) => picks[i] % size);
      const count = data.shape.map((size, i) => 1 + (picks[i + 3] % (size - start[i])));
      const whole = file.numbers(path);
      const box = Array.from(data.pixel?.decode(data.bytes(start, count)) ?? [], Number);
      const expected = box.map((_, n) => {
        let rest = n;
        let at = 0;
        let step = 1;
        for (let axis = count.length - 1; axis >= 0; axis--) {
          at += (start[axis] + (rest % count[axis])) * step;
          rest = Math.floor(rest / count[axis]);
          step *= data.shape[axis];
        }
        return whole[at];
      });
      expect(box).toEqual(expected);
    }),
    { numRuns: 80 },
  );
});

test('only what is asked for is read', () => {
  const bytes = bytesOf('many, latest');
  const whole = memorySource('big', bytes);
  let read = 0;
  // the same file with 4 GB behind it
  const file = new Hdf5File({
    ...whole,
    size: 2 ** 32,
    read: (offset, length) => {
      const part = whole.read(offset, Math.min(length, 65_536));
      read += part.length;
      return part;
    },
  });
  expect(file.names('/many')).toHaveLength(60);
  expect(read).toBeLessThan(4 * bytes.length + 4 * 65_536);
});

test('a text whose heap repeats itself does not hang', () => {
  // found by changing bytes at random: the library that was used before never came back from it
  const bytes = bytesOf('storage, earliest');
  const heap = Buffer.from(bytes.buffer).indexOf('GCOL');
  expect(heap).toBeGreaterThan(0);
  for (let at = heap + 16; at < heap + 200; at += 8) {
    const changed = Uint8Array.from(bytes);
    changed.fill(0xff, at, at + 8);
    const file = new Hdf5File(memorySource('heap.h5', changed));
    try {
      file.attributes('/notes');
    } catch (thrown) {
      expect(thrown).toMatchObject({ info: { tag: expect.stringMatching(/malformed|truncated/) } });
    }
  }
});
