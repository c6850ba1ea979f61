import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memorySource } from '../memory-source.ts';
import { Inflater } from './inflate.ts';
import { inflate } from './zlib.ts';

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED } = constants;

/** Bytes from noise to long repetitions, as every strategy of a deflater meets them. */
const content = fc
  .tuple(fc.nat(40_000), fc.integer({ min: 1, max: 256 }), fc.integer({ min: 1, max: 400 }), fc.nat(1000))
  .map(([length, alphabet, period, seed]) =>
    Uint8Array.from({ length }, (_, i) => {
      const noise = Math.imul((i % period === 0 ? i : i % period) + seed, 0x9e3779b1) >>> 8;
      return noise % alphabet;
    }),
  );
const packing = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED),
});

test('what zlib packs comes out again, and never more than there is room for', () => {
  fc.assert(
    fc.property(content, packing, (plain, how) => {
      const packed = deflateRawSync(plain, how);
      const out = new Uint8Array(plain.length);
      const stream = new Inflater(packed, 0, out);
      expect([stream.run(), stream.made]).toEqual(['done', plain.length]);
      expect(Buffer.compare(out, plain)).toBe(0);
      if (plain.length === 0) return;
      expect(new Inflater(packed, 0, new Uint8Array(plain.length - 1)).run()).toBe('longer');
    }),
    { numRuns: 80 },
  );
});

test('a stream cut short, or with bytes changed, ends with a word and not with harm', () => {
  fc.assert(
    fc.property(content, packing, fc.nat(), fc.nat(255), (plain, how, place, value) => {
      const packed = Uint8Array.from(deflateRawSync(plain, how));
      const cut = packed.subarray(0, place % packed.length);
      const short = new Inflater(cut, 0, new Uint8Array(plain.length));
      expect(['truncated', 'longer', 'invalid']).toContain(short.run());
      packed[place % packed.length] ^= value;
      const changed = new Inflater(packed, 0, new Uint8Array(plain.length));
      expect(['done', 'truncated', 'longer', 'invalid']).toContain(changed.run());
      expect(changed.made).toBeLessThanOrEqual(plain.length);
    }),
    { numRuns: 80 },
  );
});

test('failures of zlib streams say what is wrong', () => {
  const source = memorySource('file.png', new Uint8Array(0));
  const packed = deflateSync(new Uint8Array(1000).fill(7));
  expect(inflate(source, packed, 1000, 'pixels')).toEqual(new Uint8Array(1000).fill(7));
  const tagOf = (bytes: Uint8Array, length: number): string => {
    try {
      inflate(source, bytes, length, 'pixels');
    } catch (thrown) {
      return (thrown as { info: { tag: string } }).info.tag;
    }
    return 'none';
  };
  expect(tagOf(packed, 1001)).toBe('truncated');
  expect(tagOf(packed, 999)).toBe('malformed');
  expect(tagOf(packed.subarray(0, 6), 1000)).toBe('truncated');
  expect(tagOf(Uint8Array.of(1, 2, 3, 4), 10)).toBe('malformed');
  expect(tagOf(new Uint8Array(0), 10)).toBe('truncated');
});
