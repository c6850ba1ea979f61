import { createHash } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import { memorySource } from '../memory-source.ts';
import { unpackBlosc } from './blosc.ts';
import fixtures from './fixtures/blosc.json' with { type: 'json' };

const unzstd = (packed: Uint8Array, most: number) => zstdDecompressSync(packed, { maxOutputLength: most });
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));
const unpack = (packed: Uint8Array, length: number) =>
  unpackBlosc(memorySource('labels/0/0.0', packed), packed, length, 'chunk', unzstd);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('buffers of c-blosc', () => {
  it.each(fixtures.packed)('are unpacked: $name', ({ packed, length, sha256: sum }) => {
    expect(sha256(unpack(bytesOf(packed), length))).toBe(sum);
  });

  it.each(Object.entries(fixtures.others))('of %s are refused with what to do', (codec, packed) => {
    expect(() => unpack(bytesOf(packed), 16_384)).toThrow(new RegExp(`packed with Blosc's ${codec}`));
  });
});

it('of Zstandard are refused where nothing unpacks them', () => {
  const zstd = fixtures.packed.find(({ name }) => name.startsWith('zstd'))!;
  const packed = bytesOf(zstd.packed);
  expect(() => unpackBlosc(memorySource('labels/0/0.0', packed), packed, zstd.length, 'chunk')).toThrow(
    /packed with Blosc's zstd/,
  );
});

describe('hostile buffers', () => {
  const samples = fixtures.packed.map(({ packed, length }) => ({ bytes: bytesOf(packed), length }));

  it('that promise another size are refused before anything is unpacked', () => {
    const [{ bytes, length }] = samples;
    const huge = bytes.slice();
    new DataView(huge.buffer).setUint32(4, 0xff_ff_ff_ff, true);
    expect(() => unpack(huge, length)).toThrow(/unpacks to 4294967295 bytes where 16384 belong/);
    expect(() => unpack(bytes, length - 4)).toThrow(/16384 bytes where 16380 belong/);
  });

  it('cut anywhere are refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.double({ min: 0, max: 0.9999, noNaN: true }), (sample, share) => {
        const cut = sample.bytes.slice(0, Math.floor(share * sample.bytes.length));
        expect(() => unpack(cut, sample.length)).toThrow(Failure);
      }),
    );
  });

  it('with bytes changed give bytes of the right number or a failure, never anything else', () => {
    const change = fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 6 }), (sample, changes) => {
        const bytes = sample.bytes.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        let made: Uint8Array | null = null;
        try {
          made = unpack(bytes, sample.length);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure);
        }
        expect(made?.length ?? sample.length).toBe(sample.length);
      }),
      { numRuns: 500 },
    );
  });
});
