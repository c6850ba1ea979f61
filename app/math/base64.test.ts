import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';

it('writes and reads what Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(toBase64(bytes)).toBe(text);
      expect(fromBase64(text)).toEqual(Uint8Array.from(bytes));
    }),
  );
});

it('refuses what is no Base64', () => {
  for (const text of ['a', 'ab', 'abc', '$$$$', 'abcde===', 'ab\u00fc=']) expect(fromBase64(text)).toBeNull();
});
