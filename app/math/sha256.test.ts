import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sha256, sha256 } from './sha256.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('digests of FIPS 180-4 examples', () => {
  expect(sha256(bytesOf(''))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256(bytesOf('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256(bytesOf('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('any bytes, cut anywhere, give the digest of another implementation', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(400), fc.nat(400), (bytes, i, j) => {
      const [first, second] = [Math.min(i, j), Math.max(i, j)];
      const pieces = new Sha256()
        .update(bytes.subarray(0, first))
        .update(bytes.subarray(first, second))
        .update(bytes.subarray(second));
      expect(pieces.hex()).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
  );
});
