import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calipers } from './calipers.ts';
import { RowHull } from './row-hull.ts';

/** First and last columns of up to 14 rows, some empty but not the outer ones. */
const extremes = fc.array(fc.tuple(fc.nat(15), fc.nat(15), fc.boolean()), { minLength: 1, maxLength: 14 }).map((rows) =>
  rows.map(([a, b, empty], i) => {
    if (empty && i > 0 && i < rows.length - 1) return [0, -1] as const;
    return [Math.min(a, b), Math.max(a, b)] as const;
  }),
);

/** Corners of the diamonds around the row ends, doubled. */
function corners(rows: readonly (readonly [number, number])[]): [number, number][] {
  return rows.flatMap(([a, b], row) =>
    b < a
      ? []
      : [a, b].flatMap((x): [number, number][] => [
          [2 * x - 1, 2 * row],
          [2 * x + 1, 2 * row],
          [2 * x, 2 * row - 1],
          [2 * x, 2 * row + 1],
        ]),
  );
}

function built(rows: readonly (readonly [number, number])[], hull = new RowHull()): RowHull {
  hull.build(
    Int32Array.from(rows, (r) => r[0]),
    Int32Array.from(rows, (r) => r[1]),
    rows.length,
  );
  return hull;
}

const turn = (hull: RowHull, i: number, px: number, py: number) => {
  const j = (i + 1) % hull.count;
  return (hull.x[j] - hull.x[i]) * (py - hull.y[i]) - (hull.y[j] - hull.y[i]) * (px - hull.x[i]);
};

describe('the hull of rows', () => {
  it('is convex, holds every point, and each vertex is one of them', () => {
    const hull = new RowHull();
    fc.assert(
      fc.property(extremes, (rows) => {
        built(rows, hull);
        const points = corners(rows);
        const names = new Set(points.map(String));
        for (let i = 0; i < hull.count; i++) {
          expect(names.has(String([hull.x[i], hull.y[i]]))).toBe(true);
          const next = (i + 2) % hull.count;
          expect(turn(hull, i, hull.x[next], hull.y[next])).toBeGreaterThan(0);
          for (const [x, y] of points) expect(turn(hull, i, x, y)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('counts exactly the lattice points in and on it', () => {
    const hull = new RowHull();
    fc.assert(
      fc.property(extremes, (rows) => {
        built(rows, hull);
        let inside = 0;
        for (let row = 0; row < rows.length; row++) {
          for (let x = -2; x < 20; x++) {
            let within = true;
            for (let i = 0; i < hull.count; i++) within &&= turn(hull, i, 2 * x, 2 * row) >= 0;
            if (within) inside++;
            expect(x >= hull.first[row] && x <= hull.last[row]).toBe(within);
          }
        }
        expect(hull.area()).toBe(inside);
      }),
    );
  });

  it('of one pixel is a diamond', () => {
    const hull = built([[7, 7]]);
    expect(hull.count).toBe(4);
    expect(hull.perimeter(1)).toBeCloseTo(4 * Math.SQRT1_2, 12);
    expect(hull.perimeter(3)).toBeCloseTo(4 * Math.hypot(0.5, 1.5), 12);
    expect(hull.area()).toBe(1);
  });
});

describe('calipers', () => {
  it('find the largest and the smallest width that trying everything finds', () => {
    fc.assert(
      fc.property(extremes, fc.constantFrom(1, 0.5, 2.3), (rows, aspect) => {
        const hull = built(rows);
        for (let i = 0; i < hull.count; i++) hull.y[i] *= aspect;
        const { x, y, count } = hull;
        let max = 0;
        let min = Number.POSITIVE_INFINITY;
        for (let i = 0; i < count; i++) {
          for (let k = 0; k < count; k++) max = Math.max(max, Math.hypot(x[i] - x[k], y[i] - y[k]));
          const j = (i + 1) % count;
          const length = Math.hypot(x[j] - x[i], y[j] - y[i]);
          let width = 0;
          for (let k = 0; k < count; k++) width = Math.max(width, Math.abs(turn(hull, i, x[k], y[k])) / length);
          min = Math.min(min, width);
        }
        const found = calipers(x, y, count);
        expect(found.max).toBeCloseTo(max, 9);
        expect(found.min).toBeCloseTo(min, 9);
        expect(Math.hypot(found.maxX, found.maxY)).toBeCloseTo(max, 9);
      }),
    );
  });
});
