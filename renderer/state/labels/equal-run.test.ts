import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf, equalRunEnd } from './equal-run.ts';

it('ends where the value changes, wherever it begins', () => {
  const runs = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(runs, fc.nat(), fc.nat(), (list, a, b) => {
      const data = Uint8Array.from(list.flatMap(([value, length]) => Array.from({ length }, () => value)));
      const from = a % data.length;
      const end = from + 1 + (b % (data.length - from));
      let plain = from;
      while (plain < end && data[plain] === data[from]) plain++;
      expect(equalRunEnd(bytesOf(data), from, end)).toBe(plain);
    }),
  );
});
