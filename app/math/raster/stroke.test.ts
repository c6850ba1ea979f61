import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capsule, disc, inCapsule } from './discs.ts';
import { expectNormal, spansWhere } from './fixtures/pixels.ts';
import { intersect, union } from './set-operations.ts';
import { areaOf, boundsOf, isEmpty } from './spans.ts';
import { Stroke, strokeSpans } from './stroke.ts';

/** Decimals that are no binary fractions, but not so small that squares vanish. */
const decimals = (min: number, max: number) => fc.integer({ min: min * 1e6, max: max * 1e6 }).map((n) => n / 1e6);
/** Whole, half and odd coordinates: pixel centres on the boundary are common. */
const place = fc.oneof(
  fc.integer({ min: -4, max: 24 }),
  fc.integer({ min: -8, max: 48 }).map((n) => n / 2),
  decimals(-4, 24),
);
const radius = fc.oneof(fc.integer({ min: 0, max: 9 }), decimals(0, 9));
const point = fc.record({ x: place, y: place, r: radius });

/** Least distance from a point to a segment's discs, minus their radius, by trying many of them. */
function depth(a: { x: number; y: number; r: number }, b: { x: number; y: number; r: number }, x: number, y: number) {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= 2000; i++) {
    const t = i / 2000;
    const d = Math.hypot(x - a.x - t * (b.x - a.x), y - a.y - t * (b.y - a.y)) - a.r - t * (b.r - a.r);
    least = Math.min(least, d);
  }
  return least;
}

describe('a disc', () => {
  it('holds exactly the pixels whose centre is within r', () => {
    fc.assert(
      fc.property(point, ({ x, y, r }) => {
        const found = disc(x, y, r);
        expectNormal(found);
        expect(found).toEqual(spansWhere(50, 50, (u, v) => (u - x) ** 2 + (v - y) ** 2 <= r * r, -16, -16));
      }),
      { numRuns: 300 },
    );
  });

  it('of the lattice has the areas of the circle problem of Gauss', () => {
    // OEIS A000328
    const areas = [1, 5, 13, 29, 49, 81, 113, 149, 197, 253, 317, 377, 441];
    expect(areas.map((_, r) => areaOf(disc(7, -3, r)))).toEqual(areas);
    expect(areaOf(disc(0, 0, 1000))).toBe(3141549);
  });
});

describe('a capsule', () => {
  it('is the union of the discs between its ends', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const shape = { ax: a.x, ay: a.y, ar: a.r, bx: b.x, by: b.y, br: b.r };
        const found = capsule(shape);
        expectNormal(found);
        expect(found).toEqual(spansWhere(50, 50, (x, y) => inCapsule(shape, x, y), -16, -16));
        for (let y = -12; y < 34; y += 5) {
          for (let x = -12; x < 34; x += 5) {
            const d = depth(a, b, x, y);
            if (Math.abs(d) > 1e-3) expect(inCapsule(shape, x, y)).toBe(d < 0);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('does not care which end is named first', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const there = capsule({ ax: a.x, ay: a.y, ar: a.r, bx: b.x, by: b.y, br: b.r });
        const back = capsule({ ax: b.x, ay: b.y, ar: b.r, bx: a.x, by: a.y, br: a.r });
        expect(areaOf(intersect(there, back))).toBeGreaterThanOrEqual(areaOf(there) - 1);
        expect(areaOf(there)).toBeGreaterThanOrEqual(areaOf(back) - 1);
      }),
    );
  });
});

describe('a stroke', () => {
  const path = fc.array(point, { minLength: 1, maxLength: 8 });

  it('is the union of its capsules', () => {
    fc.assert(
      fc.property(path, (points) => {
        let truth = disc(points[0].x, points[0].y, points[0].r);
        for (let k = 1; k < points.length; k++) {
          const [a, b] = [points[k - 1], points[k]];
          truth = union(truth, capsule({ ax: a.x, ay: a.y, ar: a.r, bx: b.x, by: b.y, br: b.r }));
        }
        const found = strokeSpans(
          points.flatMap((p) => [p.x, p.y]),
          points.map((p) => p.r),
        );
        expectNormal(found);
        expect(found).toEqual(truth);
      }),
      { numRuns: 200 },
    );
  });

  it('says with every point what is new, once', () => {
    fc.assert(
      fc.property(path, (points) => {
        const stroke = new Stroke();
        let so = stroke.spans();
        for (const { x, y, r } of points) {
          const { added, dirty } = stroke.add(x, y, r);
          expectNormal(added);
          expect(isEmpty(intersect(so, added))).toBe(true);
          expect(dirty).toEqual(boundsOf(added));
          so = union(so, added);
          expect(stroke.spans()).toEqual(so);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of one radius along a straight line has the area of a rectangle and two half discs', () => {
    const found = strokeSpans([100, 100, 280, 270, 460, 440], 60);
    const truth = Math.hypot(360, 340) * 120 + Math.PI * 60 * 60;
    expect(Math.abs(areaOf(found) - truth) / truth).toBeLessThan(1e-3);
  });

  it('holds a thousand points of a wide brush', () => {
    const points = Array.from({ length: 1000 }, (_, i) => [2000 + 500 * Math.cos(i / 40), 2000 + i]).flat();
    const found = strokeSpans(points, 1000);
    expectNormal(found);
    const box = boundsOf(found);
    expect([box.y, box.height]).toEqual([1000, 2999]);
  });
});
