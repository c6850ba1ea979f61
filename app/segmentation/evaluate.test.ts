import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classCounts,
  confusion,
  instanceOverlaps,
  iouThresholds,
  matchInstances,
  matchScores,
  pixelAccuracy,
  pixelScores,
  pooled,
} from './evaluate.ts';

const labels = (...values: number[]) => Int32Array.from(values);

describe('pixel scores', () => {
  it('follow their formulas', () => {
    const c = confusion(labels(0, 1, 1, 1, 0, 0), labels(0, 1, 1, 0, 1, 0));
    expect(classCounts(c, 1)).toEqual({ truePositive: 2, falsePositive: 1, falseNegative: 1 });
    const { dice, iou, precision, recall } = pixelScores(classCounts(c, 1));
    expect([dice, iou, precision, recall]).toEqual([4 / 6, 2 / 4, 2 / 3, 2 / 3]);
    expect(pixelAccuracy(c)).toBe(4 / 6);
  });

  it('relate Dice to IoU: D = 2J / (1 + J)', () => {
    const image = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(image, image, (a, b) => {
        const c = confusion(labels(...a), labels(...b));
        c.classes.forEach((_, i) => {
          const { dice, iou } = pixelScores(classCounts(c, i));
          expect(dice).toBeCloseTo((2 * iou) / (1 + iou), 12);
        });
        expect(pooled([c, c]).counts).toEqual(c.counts.map((n) => 2 * n));
      }),
    );
  });

  it('pools images of different classes', () => {
    const all = pooled([confusion(labels(0, 2), labels(0, 2)), confusion(labels(1, 1), labels(1, 0))]);
    expect(all.classes).toEqual([0, 1, 2]);
    expect(pixelAccuracy(all)).toBe(3 / 4);
  });
});

describe('instance matching', () => {
  it('is perfect for the same particles under other numbers', () => {
    const overlaps = instanceOverlaps([labels(0, 7, 7, 0, 3, 3)], [labels(0, 1, 1, 0, 2, 2)]);
    for (const t of iouThresholds) {
      expect(matchScores(matchInstances(overlaps, t))).toEqual({
        threshold: t,
        f1: 1,
        precision: 1,
        recall: 1,
        matched: 2,
        meanIou: 1,
      });
    }
  });

  it('counts a merged pair as one match at most', () => {
    const overlaps = instanceOverlaps([labels(1, 1, 1, 1, 1, 0)], [labels(1, 1, 1, 2, 2, 0)]);
    const half = matchScores(matchInstances(overlaps, 0.5));
    expect(half).toMatchObject({ matched: 1, f1: 2 / 3, precision: 1, recall: 0.5, meanIou: 3 / 5 });
    expect(matchScores(matchInstances(overlaps, 0.65)).matched).toBe(0);
  });

  it('keeps overlapping particles whole on their pages', () => {
    const [first, second] = [labels(1, 1, 1, 0), labels(0, 0, 2, 2)];
    const overlaps = instanceOverlaps([first, second], [first, second]);
    expect(matchScores(matchInstances(overlaps, 0.95)).f1).toBe(1);
    const flat = instanceOverlaps([labels(1, 1, 2, 2)], [first, second]);
    expect(flat.pairs[0]).toEqual({ truth: 1, prediction: 1, iou: 1 });
    expect(matchScores(matchInstances(flat, 0.7)).matched).toBe(1);
  });

  it('says what nothing against nothing is', () => {
    expect(matchScores(matchInstances(instanceOverlaps([labels(0)], [labels(0)]), 0.5)).f1).toBe(1);
    expect(matchScores(matchInstances(instanceOverlaps([labels(1)], [labels(0)]), 0.5)).f1).toBe(0);
  });
});
