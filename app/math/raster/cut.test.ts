import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAlong } from './cut.ts';
import { disc } from './discs.ts';
import { expectNormal, pixelsOf, someSpans, spansWhere } from './fixtures/pixels.ts';
import { partsOf } from './parts.ts';
import { rectangleSpans } from './polygon.ts';
import { unionOf } from './set-operations.ts';
import { areaOf, hasPixel, type Spans } from './spans.ts';

const place = fc.oneof(
  fc.integer({ min: -4, max: 15 }),
  fc.integer({ min: -8, max: 30 }).map((n) => n / 2),
  fc.double({ min: -4, max: 15, noNaN: true }),
);
const lines = fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 6 });

describe('a cut', () => {
  it('puts every pixel in exactly one part, and every part hangs together', () => {
    fc.assert(
      fc.property(someSpans(), lines, (set, line) => {
        const parts = cutAlong(set, line.flat());
        expect(unionOf(parts)).toEqual(set);
        expect(parts.reduce((sum, part) => sum + areaOf(part), 0)).toBe(areaOf(set));
        for (const part of parts) {
          expectNormal(part);
          expect(partsOf(part)).toEqual([part]);
        }
      }),
    );
  });

  it('parts a set just where neighbouring centres lie on different sides of one straight line', () => {
    fc.assert(
      fc.property(someSpans(), place, fc.double({ min: -3, max: 3, noNaN: true }), (set, column, slope) => {
        // From far above to far below at a slope, so that it passes the whole set.
        const x = column + 0.0123456;
        const found = cutAlong(set, [x - 50.3 * slope, -50, x + 70 * slope, 70]);
        const truth = [true, false].flatMap((right) => {
          const isRight = (u: number, v: number) => u > x - 50.3 * slope + ((v + 50) / 120) * 120.3 * slope;
          return partsOf(spansWhere(20, 20, (u, v) => hasPixel(set, u, v) && isRight(u, v) === right, -4, -4));
        });
        const names = (parts: readonly Spans[]) => new Set(parts.map((part) => pixelsOf(part).join(' ')));
        expect(names(found)).toEqual(names(truth));
      }),
    );
  });

  it('does nothing where no line passes', () => {
    fc.assert(
      fc.property(someSpans(), (set) => {
        expect(cutAlong(set, [100, 0, 100, 50, 200, 0])).toEqual(partsOf(set));
        expect(cutAlong(set, [3, 3])).toEqual(partsOf(set));
      }),
    );
  });

  it('along a bent line parts a particle in two, corners of the line on pixel centres or not', () => {
    const round = disc(50, 50, 40);
    for (const shift of [0, 0.25, 0.5]) {
      const parts = cutAlong(round, [50 + shift, 0, 50 + shift, 50 + shift, 100, 50 + shift]);
      expect(
        parts
          .map(areaOf)
          .toSorted((a, b) => b - a)
          .map((a) => Math.round((4 * a) / areaOf(round))),
      ).toEqual([3, 1]);
      expect(hasPixel(parts[0], 60, 40)).toBe(!hasPixel(parts[0], 40, 60));
    }
    // A line that ends inside parts nothing.
    expect(cutAlong(round, [50, 0, 50, 60])).toEqual([round]);
  });

  it('along a loop takes out what it goes round', () => {
    const loop = Array.from({ length: 41 }, (_, k) => [
      50 + 20 * Math.cos((k * Math.PI) / 20),
      50 + 20 * Math.sin((k * Math.PI) / 20),
    ]);
    const [outer, inner] = cutAlong(rectangleSpans(0, 0, 99, 99), loop.flat());
    expect(Math.abs(areaOf(inner) - Math.PI * 400)).toBeLessThan(30);
    expect(areaOf(outer) + areaOf(inner)).toBe(10_000);
    expect(hasPixel(inner, 50, 50)).toBe(true);
  });

  it('by a curve that crosses itself on and off the lattice never leaks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 2, max: 17 }), fc.integer({ min: 2, max: 17 })), {
          minLength: 3,
          maxLength: 8,
        }),
        (points) => {
          // Closed curves: a pixel they go round an odd number of times can't hang together with the corner of the block.
          const closed = [...points, points[0]];
          const parts = cutAlong(rectangleSpans(0, 0, 19, 19), closed.flat());
          const odd = (x: number, y: number) => {
            let inside = false;
            // The same small move of the line as in the cut decides centres on it.
            const [px, py] = [x - 1.234567e-7, y - 2.718281e-7];
            points.forEach(([ax, ay], k) => {
              const [bx, by] = closed[k + 1];
              if (ay > py !== by > py && px < ax + ((py - ay) * (bx - ax)) / (by - ay)) inside = !inside;
            });
            return inside;
          };
          for (const part of parts) {
            const sides = new Set(pixelsOf(part).map((p) => odd(...(p.split(',').map(Number) as [number, number]))));
            expect(sides.size).toBe(1);
          }
        },
      ),
    );
  });
});
