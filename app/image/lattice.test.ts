import { expect, it } from 'vitest';
import { random } from '../math/random.ts';
import { quietWork } from '../ports/work.ts';
import { guessLattice } from './lattice.ts';

const side = 512;
const made = (value: (x: number, y: number) => number) => {
  const draw = random(3);
  const data = Float32Array.from({ length: side * side }, (_, i) => {
    return value(i % side, Math.floor(i / side)) + draw.normal(0, 10);
  });
  return { width: side, height: side, data };
};

it('finds the period of fringes in a part of a noisy image', () => {
  const period = 7.3;
  const image = made((x, y) =>
    Math.hypot(x - 300, y - 200) < 60 ? 8 * Math.cos((2 * Math.PI * (0.6 * x + 0.8 * y)) / period) : 0,
  );
  const { peaks, period: found } = guessLattice(image, quietWork);
  expect(peaks).toBeGreaterThanOrEqual(4);
  expect(Math.abs((found ?? 0) - period)).toBeLessThan(0.3);
});

it('finds none in noise, in smooth blobs, in JPEG-like blocks and in an array of particles', () => {
  expect(
    guessLattice(
      made(() => 0),
      quietWork,
    ),
  ).toEqual({ peaks: 0, period: null });
  const blobs = made((x, y) => (Math.hypot((x % 90) - 45, (y % 77) - 40) < 20 ? 80 : 0));
  expect(guessLattice(blobs, quietWork).peaks).toBe(0);
  const blocks = made((x, y) => ((x % 8) + (y % 8) === 0 ? 40 : 0));
  expect(guessLattice(blocks, quietWork).peaks).toBe(0);
  expect(guessLattice({ width: 64, height: 64, data: new Float32Array(4096) }, quietWork).peaks).toBe(0);
});
