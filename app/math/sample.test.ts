import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleOf } from './sample.ts';

it('draws different numbers of the range, the same ones for the same seed', () => {
  fc.assert(
    fc.property(fc.nat(3000), fc.nat(200), fc.nat(), (total, count, seed) => {
      const drawn = sampleOf(total, count, seed);
      expect(drawn).toHaveLength(Math.min(total, count));
      expect(new Set(drawn).size).toBe(drawn.length);
      for (const n of drawn) expect(n >= 0 && n < total).toBe(true);
      expect(sampleOf(total, count, seed)).toEqual(drawn);
    }),
  );
});

it('gives each number the same chance, at every place', () => {
  const [total, count, tries] = [6, 3, 6000];
  const seen = new Float64Array(total * count);
  for (let seed = 0; seed < tries; seed++)
    sampleOf(total, count, seed).forEach((n, place) => {
      seen[n * count + place]++;
    });
  const wanted = tries / total;
  let chiSquared = 0;
  for (const n of seen) chiSquared += (n - wanted) ** 2 / wanted;
  // 15 degrees of freedom: 99.9 % of fair draws stay below 37.7.
  expect(chiSquared).toBeLessThan(37.7);
});
