import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision, bestThreshold, diceOf } from './thresholds.ts';

const curve = (precision: (number | null)[], recall: (number | null)[]) => ({
  name: 'Particle',
  thresholds: precision.map((_, i) => i / 10),
  precision,
  recall,
});

describe('curves against the threshold', () => {
  it('have Dice where precision and recall have a meaning', () => {
    expect(diceOf(curve([0.5, null, 0, 1], [1, 0, 0, 0.5]))).toEqual([2 / 3, null, 0, 2 / 3]);
  });
  it('name the first of the best thresholds', () => {
    expect(bestThreshold(curve([0.5, 1, 1], [1, 0.5, 0.1]))?.index).toBe(0);
    expect(bestThreshold(curve([null], [null]))).toBeNull();
  });
  it('have the area of a rectangle for a perfect network, of a triangle for a falling one', () => {
    expect(averagePrecision(curve([1, 1, 1], [1, 0.7, 0.2]))).toBeCloseTo(1, 12);
    expect(averagePrecision(curve([0, 1], [1, 0]))).toBeCloseTo(0.5, 12);
    expect(averagePrecision(curve([null], [0]))).toBeNull();
  });
  it('never leave 0 to 1', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(share, share), { minLength: 1 }), (pairs) => {
        const area =
          averagePrecision(
            curve(
              pairs.map(([p]) => p),
              pairs.map(([, r]) => r),
            ),
          ) ?? -1;
        expect(area).toBeGreaterThanOrEqual(0);
        expect(area).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});
