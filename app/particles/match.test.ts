import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../domain/instance.ts';
import { instanceOf, maskOfPlane } from '../domain/run-mask.ts';
import { disagreements } from './disagreement.ts';
import { matchParticles } from './match.ts';
import { intersectionOverUnion } from './overlap.ts';

/** A filled rectangle. */
function rectangle(id: number, x: number, y: number, width: number, height: number): Instance {
  const mask = maskOfPlane(new Uint8Array(width * height).fill(1), { x, y, width, height }, 1);
  if (mask === null) throw new Error('empty');
  return instanceOf(id, mask, 200, 200);
}
const rectangles = fc
  .array(fc.tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })), {
    maxLength: 12,
  })
  .map((list) => list.map(([x, y, w, h], i) => rectangle(i + 1, x, y, w, h)));

describe('matching', () => {
  it('finds the best partner of each, and pairs each at most once', () => {
    fc.assert(
      fc.property(rectangles, rectangles, fc.double({ min: 0.05, max: 0.9, noNaN: true }), (as, bs, least) => {
        const { pairs, bestOfA, bestOfB } = matchParticles(as, bs, least);
        const iou = as.map((a) => bs.map((b) => intersectionOverUnion(a.mask, b.mask)));
        expect([...bestOfA]).toEqual(iou.map((row) => Math.max(0, ...row)));
        expect([...bestOfB]).toEqual(bs.map((_, j) => Math.max(0, ...iou.map((row) => row[j]))));
        expect(new Set(pairs.map((p) => p.a)).size).toBe(pairs.length);
        expect(new Set(pairs.map((p) => p.b)).size).toBe(pairs.length);
        for (const { a, b, iou: value } of pairs) {
          expect(value).toBe(iou[a][b]);
          expect(value).toBeGreaterThanOrEqual(least);
        }
        // No two that are left could still be paired.
        for (const [a, row] of iou.entries()) {
          if (pairs.some((p) => p.a === a)) continue;
          for (const [b, value] of row.entries()) if (!pairs.some((p) => p.b === b)) expect(value).toBeLessThan(least);
        }
      }),
    );
  });
});

describe('disagreement', () => {
  it('is what only one side has, and what both have differently, the worst and largest first', () => {
    const labels = [rectangle(1, 0, 0, 10, 10), rectangle(2, 50, 0, 10, 10), rectangle(3, 100, 0, 10, 10)];
    const found = [
      rectangle(1, 0, 0, 10, 10),
      // 50 of 150 pixels.
      rectangle(2, 55, 0, 10, 10),
      rectangle(3, 150, 0, 20, 10),
    ];
    const { items, agreement } = disagreements(labels, found);
    expect(items).toEqual([
      { kind: 'missing', label: null, found: 2, score: 1 },
      { kind: 'extra', label: 2, found: null, score: 1 },
      { kind: 'shape', label: 1, found: 1, score: 1 - 50 / 150 },
    ]);
    // Two pairs (1 and 1/3) and two without a partner.
    expect(agreement).toBeCloseTo((1 + 1 / 3) / 4, 12);
  });

  it('is none between equal lists, also empty ones', () => {
    fc.assert(
      fc.property(rectangles, (list) => {
        const apart = list.map((_, i) => rectangle(i + 1, 30 * (i % 6), 30 * Math.floor(i / 6), 9, 9));
        expect(disagreements(apart, apart)).toEqual({ items: [], agreement: 1 });
      }),
    );
  });
});
