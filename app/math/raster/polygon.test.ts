import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNormal, spansWhere } from './fixtures/pixels.ts';
import { ellipseSpans, polygonSpans, rectangleSpans } from './polygon.ts';
import { intersect, subtract, union } from './set-operations.ts';
import { areaOf, isEmpty, shifted } from './spans.ts';

/** Pixel centres and decimals: slivers thinner than a double can tell are left out. */
const place = fc.oneof(
  fc.integer({ min: -3, max: 20 }),
  fc.integer({ min: -3e6, max: 20e6 }).map((n) => n / 1e6),
);
const corners = fc.array(fc.tuple(place, place), { minLength: 3, maxLength: 9 });

/** Times that the polygon goes round a point that is not on it, by adding up angles. */
function turns(points: readonly (readonly [number, number])[], x: number, y: number): number {
  let angle = 0;
  points.forEach(([ax, ay], k) => {
    const [bx, by] = points[(k + 1) % points.length];
    const [u, v, s, t] = [ax - x, ay - y, bx - x, by - y];
    angle += Math.atan2(u * t - v * s, u * s + v * t);
  });
  return Math.round(angle / (2 * Math.PI));
}

/** Distance of a point to the outline. */
function toOutline(points: readonly (readonly [number, number])[], x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  points.forEach(([ax, ay], k) => {
    const [bx, by] = points[(k + 1) % points.length];
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2));
    least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  });
  return least;
}

describe('a polygon', () => {
  it('holds the pixels that its winding number says, also where it crosses itself', () => {
    fc.assert(
      fc.property(corners, (points) => {
        const flat = points.flat();
        const evenOdd = polygonSpans(flat, 'even-odd');
        const nonZero = polygonSpans(flat, 'non-zero');
        expectNormal(evenOdd);
        expectNormal(nonZero);
        const off = spansWhere(26, 26, (x, y) => toOutline(points, x, y) > 1e-7, -4, -4);
        expect(intersect(evenOdd, off)).toEqual(
          intersect(
            off,
            spansWhere(26, 26, (x, y) => turns(points, x, y) % 2 !== 0, -4, -4),
          ),
        );
        expect(intersect(nonZero, off)).toEqual(
          intersect(
            off,
            spansWhere(26, 26, (x, y) => turns(points, x, y) !== 0, -4, -4),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('and its neighbour over a shared edge part the plane', () => {
    fc.assert(
      fc.property(place, place, fc.nat(3), (x, y, at) => {
        // A square cut into four triangles that meet in a point, some of them named the other way round.
        const square = [-3, -3, 21, -3, 21, 21, -3, 21];
        const triangles = [0, 1, 2, 3].map((k) => {
          const a = [square[2 * k], square[2 * k + 1]];
          const b = [square[(2 * k + 2) % 8], square[(2 * k + 3) % 8]];
          return polygonSpans(k === at ? [...b, ...a, x, y] : [...a, ...b, x, y]);
        });
        let area = 0;
        for (const t of triangles) area += areaOf(t);
        expect(triangles.reduce(union)).toEqual(polygonSpans(square));
        expect(area).toBe(24 * 24);
      }),
    );
  });

  it('does not depend on where it starts or which way it goes', () => {
    fc.assert(
      fc.property(corners, fc.constantFrom('even-odd', 'non-zero'), (points, rule) => {
        const found = polygonSpans(points.flat(), rule);
        expect(polygonSpans([...points.slice(1), points[0]].flat(), rule)).toEqual(found);
        expect(polygonSpans([...points].reverse().flat(), rule)).toEqual(found);
      }),
    );
  });

  it('between half pixels is a block; whole corners give it its upper left edges', () => {
    expect(areaOf(polygonSpans([-0.5, -0.5, 9.5, -0.5, 9.5, 4.5, -0.5, 4.5]))).toBe(50);
    expect(polygonSpans([0, 0, 10, 0, 10, 5, 0, 5])).toEqual(spansWhere(10, 5, () => true));
    expect(areaOf(polygonSpans([1, 1, 5, 1, 9, 1]))).toBe(0);
    expect(isEmpty(polygonSpans([1, 1, 5, 9]))).toBe(true);
  });

  it('star has a hole by even-odd and none by non-zero', () => {
    const star = [0, 1, 2, 3, 4].flatMap((k) => {
      const angle = (k * 4 * Math.PI) / 5;
      return [50 + 40 * Math.sin(angle), 50 - 40 * Math.cos(angle)];
    });
    const whole = polygonSpans(star, 'non-zero');
    const pierced = polygonSpans(star, 'even-odd');
    const pentagon = subtract(whole, pierced);
    // The inner pentagon is phi squared times smaller.
    const phi = (1 + Math.sqrt(5)) / 2;
    const inner = 40 / (phi * phi);
    expect(Math.abs(areaOf(pentagon) - (5 / 2) * inner * inner * Math.sin((2 * Math.PI) / 5))).toBeLessThan(20);
  });
});

describe('rectangle and ellipse', () => {
  it('hold what their rule says', () => {
    const half = fc.double({ min: 0.3, max: 9, noNaN: true });
    fc.assert(
      fc.property(place, place, half, half, fc.double({ min: -4, max: 4, noNaN: true }), (x, y, rx, ry, angle) => {
        const found = ellipseSpans({ x, y, rx, ry, angle });
        expectNormal(found);
        const level = (u: number, v: number) => {
          const along = (u - x) * Math.cos(angle) + (v - y) * Math.sin(angle);
          const across = (v - y) * Math.cos(angle) - (u - x) * Math.sin(angle);
          return (along / rx) ** 2 + (across / ry) ** 2;
        };
        const doubtful = spansWhere(50, 50, (u, v) => Math.abs(level(u, v) - 1) < 1e-9, -14, -14);
        const truth = spansWhere(50, 50, (u, v) => level(u, v) <= 1, -14, -14);
        expect(subtract(found, doubtful)).toEqual(subtract(truth, doubtful));
        expect(rectangleSpans(x, y, x + rx, y + ry)).toEqual(
          spansWhere(50, 50, (u, v) => u >= x && u <= x + rx && v >= y && v <= y + ry, -14, -14),
        );
        expect(rectangleSpans(x + rx, y, x, y + ry)).toEqual(rectangleSpans(x, y, x + rx, y + ry));
      }),
      { numRuns: 200 },
    );
  });

  it('an ellipse of equal axes is a disc wherever its pixels lie', () => {
    const one = ellipseSpans({ x: 3, y: 4, rx: 5, ry: 5, angle: 1 });
    expect(shifted(one, 10, 0)).toEqual(ellipseSpans({ x: 13, y: 4, rx: 5, ry: 5, angle: 1 }));
    expect(areaOf(ellipseSpans({ x: 3, y: 4, rx: 5, ry: 5 }))).toBe(81);
  });
});
