import { expect, test } from 'vitest';
import { fromHalf, toHalf } from './half.ts';

test('named half floats have their values', () => {
  const bits = Uint16Array.of(0x0000, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x0400, 0x03ff, 0x0001, 0x7c00, 0xfc00, 0x3555);
  const values = fromHalf(bits);
  expect([...values]).toEqual([
    0,
    -0,
    1,
    -2,
    65504,
    2 ** -14,
    (1023 / 1024) * 2 ** -14,
    2 ** -24,
    Infinity,
    -Infinity,
    0.333251953125,
  ]);
});

test('every half float survives the way to float32 and back', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const values = fromHalf(all);
  const back = toHalf(values);
  for (let i = 0; i < all.length; i++) {
    if (Number.isNaN(values[i])) expect(back[i] & 0x7fff).toBe(0x7e00);
    else if (back[i] !== all[i]) expect.fail(`0x${all[i].toString(16)} became 0x${back[i].toString(16)}`);
  }
});
