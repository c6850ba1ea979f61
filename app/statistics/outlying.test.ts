import { expect, it } from 'vitest';
import { outlying } from './outlying.ts';

it('measures in robust standard deviations, in the column where it is farthest', () => {
  // Median 3, absolute deviations 4 1 0 2 97: their median is 2.
  const sizes = Float64Array.of(-1, 2, 3, 5, 100);
  // Median 0.55, deviations 0.05 0.35 0.2 0 0.05: their median is 0.05.
  const shapes = Float64Array.of(0.5, 0.9, 0.35, 0.55, 0.6);
  const constant = new Float64Array(5).fill(7);
  const { distance, column, medians } = outlying([sizes, shapes, constant]);
  const d = 1.4826;
  const wanted = [2 / d, 7 / d, 4 / d, 1 / d, 48.5 / d];
  for (const [i, value] of wanted.entries()) expect(distance[i]).toBeCloseTo(value, 10);
  expect([...column]).toEqual([0, 1, 1, 0, 0]);
  expect(medians).toEqual([3, 0.55, 7]);
});

it('says nothing of what is not a number', () => {
  const { distance, column } = outlying([Float64Array.of(Number.NaN, 1, 2, 3, Number.POSITIVE_INFINITY)]);
  expect([column[0], distance[0]]).toEqual([-1, 0]);
  expect([column[4], distance[4]]).toEqual([-1, 0]);
  expect(column[1]).toBe(0);
  expect(outlying([]).distance).toHaveLength(0);
});
