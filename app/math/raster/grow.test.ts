import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disc } from './discs.ts';
import { expectNormal, pixelsOf, someSpans, spansWhere } from './fixtures/pixels.ts';
import { closed, complement, grown, opened, shrunk, smoothed } from './grow.ts';
import { rectangleSpans } from './polygon.ts';
import { intersect, subtract, union } from './set-operations.ts';
import { areaOf, clipped, hasPixel, isEmpty, type Spans } from './spans.ts';

const radius = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 600 }).map((n) => n / 100),
);
const image = { x: 0, y: 0, width: 9, height: 9 };

/** Squared distance to the nearest pixel of a set, by trying all. */
function nearest(points: readonly string[], x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const point of points) {
    const [u, v] = point.split(',').map(Number);
    least = Math.min(least, (u - x) ** 2 + (v - y) ** 2);
  }
  return least;
}

describe('grown and shrunk sets', () => {
  it('are what distances to all pixels say', () => {
    fc.assert(
      fc.property(someSpans(), radius, (set, r) => {
        const points = pixelsOf(set);
        const found = grown(set, r);
        expectNormal(found);
        expect(found).toEqual(spansWhere(34, 34, (x, y) => nearest(points, x, y) <= r * r, -11, -11));
        const outside = pixelsOf(complement(set, { x: -5, y: -5, width: 24, height: 24 }));
        const kept = (x: number, y: number) => hasPixel(set, x, y) && (r < 1 || nearest(outside, x, y) > r * r);
        expect(shrunk(set, r)).toEqual(spansWhere(34, 34, kept, -11, -11));
      }),
      { numRuns: 60 },
    );
  });

  it('stay in the image, and do not shrink from its edge', () => {
    fc.assert(
      fc.property(someSpans(), radius, (set, r) => {
        const inside = clipped(set, image);
        expect(grown(set, r, image)).toEqual(clipped(grown(inside, r), image));
        // As if the set went on for ever beyond the edge, which no pixel outside the set there can contradict.
        const outside = complement(inside, image);
        expect(shrunk(set, r, image)).toEqual(subtract(inside, grown(outside, r, image)));
        expect(shrunk(rectangleSpans(0, 0, 8, 8), r, image)).toEqual(rectangleSpans(0, 0, 8, 8));
      }),
    );
  });

  it('obey the laws of openings and closings', () => {
    fc.assert(
      fc.property(someSpans(), radius, (set, r) => {
        const o = opened(set, r);
        const c = closed(set, r);
        expect(isEmpty(subtract(o, set))).toBe(true);
        expect(isEmpty(subtract(set, c))).toBe(true);
        expect(opened(o, r)).toEqual(o);
        expect(closed(c, r)).toEqual(c);
      }),
    );
  });

  it('of a disc are discs', () => {
    expect(grown(disc(0, 0, 0), 40)).toEqual(disc(0, 0, 40));
    expect(Math.abs(areaOf(grown(disc(0, 0, 60), 25)) - Math.PI * 85 * 85)).toBeLessThan(200);
    expect(Math.abs(areaOf(shrunk(disc(0, 0, 60), 25)) - Math.PI * 35 * 35)).toBeLessThan(120);
  });
});

describe('smoothing', () => {
  it('counts the pixels of a disc', () => {
    fc.assert(
      fc.property(someSpans(), fc.constantFrom(1, 1.5, 2, 3), fc.boolean(), (set, r, framed) => {
        const within = framed ? image : undefined;
        const own = framed ? clipped(set, image) : set;
        const majority = (x: number, y: number) => {
          let all = disc(x, y, r);
          if (framed) all = clipped(all, image);
          const twice = 2 * areaOf(intersect(all, own));
          return twice > areaOf(all) || (twice === areaOf(all) && hasPixel(own, x, y));
        };
        const truth = framed ? spansWhere(9, 9, majority) : spansWhere(34, 34, majority, -11, -11);
        expect(smoothed(set, r, within)).toEqual(truth);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps a straight edge where it is and an area nearly', () => {
    expect(smoothed(rectangleSpans(0, 0, 50, 20), 5, { x: 0, y: 0, width: 51, height: 60 })).toEqual(
      rectangleSpans(0, 0, 50, 20),
    );
    const round = disc(100, 100, 50);
    expect(Math.abs(areaOf(smoothed(round, 6)) / areaOf(round) - 1)).toBeLessThan(0.01);
  });

  it('takes specks and pinholes away and keeps the shape', () => {
    const shape = disc(60, 60, 40);
    // Every 29th pixel wrong, in an order that repeats nowhere in the picture.
    const noise = spansWhere(120, 120, (x, y) => (x * 7919 + y * 104_729) % 29 === 0);
    const ragged = union(subtract(shape, noise), subtract(noise, shape));
    const wrong = (set: Spans) => areaOf(subtract(set, shape)) + areaOf(subtract(shape, set));
    expect(wrong(ragged)).toBeGreaterThan(450);
    expect(wrong(smoothed(ragged, 3))).toBeLessThan(45);
  });
});
