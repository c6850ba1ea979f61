import { expect, test } from 'vitest';
import { dropoutMask } from './dropout-mask.ts';

test('masks keep the mean, follow from their seed and differ between steps', () => {
  const mask = dropoutMask(1, 2, 0, [4, 5000], 0.2).data;
  expect(new Set(mask)).toEqual(new Set([0, Math.fround(1.25)]));
  expect(mask.reduce((a, b) => a + b, 0) / mask.length).toBeCloseTo(1, 1);
  expect(dropoutMask(1, 2, 0, [4, 5000], 0.2).data).toEqual(mask);
  for (const [seed, step, which] of [
    [2, 2, 0],
    [1, 3, 0],
    [1, 2, 1],
  ])
    expect(dropoutMask(seed, step, which, [4, 5000], 0.2).data).not.toEqual(mask);
});
