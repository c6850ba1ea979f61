import { expect, test } from 'vitest';
import { batchOf, makeCrops, outputs, seedsOf, side } from './crops.ts';
import { jaccard, scoresOf } from './score.ts';

test('crops of a step are the same each time, turned and mirrored without a change of their numbers', () => {
  const crops = makeCrops(6, seedsOf.validation);
  const first = batchOf(crops, 8, 3, 11);
  expect(batchOf(crops, 8, 3, 11)).toEqual(first);
  expect(batchOf(crops, 8, 3, 12).image).not.toEqual(first.image);
  expect(first.image).toHaveLength(8 * side * side);
  const known = new Set(
    Array.from(crops.shapes, (v, i) => ((v - outputs[i % 3].mean) / outputs[i % 3].deviation).toFixed(4)),
  );
  for (const v of first.truth) expect(known).toContain(v.toFixed(4));
});

test('outlines that are the same but for their turn cover each other; others do not', () => {
  const square = { p: 20, d: 4, ratio: 1 };
  expect(jaccard(square, square)).toBeCloseTo(1, 6);
  // a circle in a square of the same area: 0.83
  expect(jaccard({ p: 2, d: 2, ratio: 1 }, { p: 1000, d: 2, ratio: 1 })).toBeCloseTo(0.834, 2);
  expect(jaccard({ p: 2, d: 2, ratio: 2 }, { p: 2, d: 2, ratio: 1 })).toBeLessThan(0.75);
});

test('scores are distances from the truth', () => {
  const truth = new Float32Array([0.5, 3, 1.2, 1, 4, 1.5]);
  const exact = scoresOf(truth, truth);
  expect(exact.map(({ value }) => value)).toEqual([0, 0, 0, 1, 1]);
  const off = scoresOf(
    truth.map((v) => v + 0.3),
    truth,
  );
  expect(off[0].value).toBeCloseTo(0.3, 6);
  expect(off[3].value).toBe(1);
});
