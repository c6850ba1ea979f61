import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disc } from './discs.ts';
import { spansWhere } from './fixtures/pixels.ts';
import { gradientIn, magnitudeOf } from './gradient.ts';
import { paintSpans, spansInRange } from './grid.ts';
import { partAt } from './parts.ts';
import { edgeReach, intensityReach, reachedSpans, reachOver, regionInRange } from './reach.ts';
import { subtract } from './set-operations.ts';
import { areaOf, clipped, hasPixel, isEmpty, noSpans } from './spans.ts';

const side = 9;
const floats = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
  minLength: side * side,
  maxLength: side * side,
});

describe('flooding distance', () => {
  it('thresholded is the region of costs under the threshold that holds the seed', () => {
    fc.assert(
      fc.property(
        floats,
        fc.nat(side - 1),
        fc.nat(side - 1),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (list, x, y, most) => {
          const costs = Float32Array.from(list, Math.abs);
          const reach = reachOver(costs, { x: 0, y: 0, width: side, height: side }, x, y);
          const free = costs.slice();
          free[y * side + x] = 0;
          const grid = { width: side, height: side, data: free };
          for (const t of [most, costs[7], 0])
            expect(reachedSpans(reach, t)).toEqual(partAt(spansInRange(grid, 0, t), x, y, 4));
          expect(areaOf(reachedSpans(reach, Number.POSITIVE_INFINITY))).toBe(side * side);
        },
      ),
    );
  });

  it('never goes where the cost is no number or infinite', () => {
    const costs = new Float32Array(25).fill(1);
    for (let y = 0; y < 5; y++) costs[5 * y + 2] = y % 2 === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
    const reach = reachOver(costs, { x: 10, y: 20, width: 5, height: 5 }, 10, 20);
    expect(reachedSpans(reach, Number.POSITIVE_INFINITY)).toEqual(spansWhere(2, 5, () => true, 10, 20));
    expect(isEmpty(reachedSpans(reach, Number.NaN))).toBe(true);
    expect(isEmpty(reachedSpans(reachOver(costs, { x: 0, y: 0, width: 5, height: 5 }, 5, 2), 9))).toBe(true);
  });
});

describe('wand', () => {
  it('by intensity holds what hangs together with the seed within the tolerance, more with more', () => {
    fc.assert(
      fc.property(
        floats,
        fc.nat(side - 1),
        fc.nat(side - 1),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (list, x, y, more) => {
          const grid = { width: side, height: side, data: Float32Array.from(list) };
          const reach = intensityReach(grid, x, y);
          const away = grid.data.map((v) => Math.abs(v - grid.data[y * side + x]));
          const large = reachedSpans(reach, more);
          expect(large).toEqual(partAt(spansInRange({ ...grid, data: away }, 0, more), x, y, 4));
          expect(isEmpty(subtract(reachedSpans(reach, more / 2), large))).toBe(true);
          const box = { x: 2, y: 1, width: 5, height: 6 };
          const windowed = intensityReach(grid, x, y, box);
          const truth = hasPixel(
            spansWhere(5, 6, () => true, 2, 1),
            x,
            y,
          )
            ? partAt(clipped(spansInRange({ ...grid, data: away }, 0, more), box), x, y, 4)
            : noSpans;
          expect(reachedSpans(windowed, more)).toEqual(truth);
          const [low, high] = [grid.data[y * side + x] - more / 3, grid.data[y * side + x] + more];
          expect(regionInRange(grid, x, y, low, high)).toEqual(partAt(spansInRange(grid, low, high), x, y, 4));
        },
      ),
    );
  });

  it('by edges stops at the outline of a disc until the tolerance passes its edge', () => {
    const size = 120;
    const grid = { width: size, height: size, data: new Float32Array(size * size).fill(100) };
    const truth = disc(60, 60, 30);
    paintSpans(truth, grid, 180);
    const sigma = 1.5;
    const reach = edgeReach(grid, 60, 60, sigma);
    // A step of h blurred by a Gaussian has the slope h / (sqrt(2 pi) sigma) at its middle.
    const crest = 80 / (Math.sqrt(2 * Math.PI) * sigma);
    const found = reachedSpans(reach, 0.85 * crest);
    expect(isEmpty(subtract(found, disc(60, 60, 31)))).toBe(true);
    expect(areaOf(found)).toBeGreaterThan(areaOf(disc(60, 60, 28)));
    expect(areaOf(reachedSpans(reach, 1.1 * crest))).toBe(size * size);
    let before = reachedSpans(reach, 0);
    for (let t = 0.1; t <= 1.2; t += 0.1) {
      const now = reachedSpans(reach, t * crest);
      expect(isEmpty(subtract(before, now))).toBe(true);
      expect(hasPixel(now, 60, 60)).toBe(true);
      before = now;
    }
    const wide = magnitudeOf(gradientIn(grid, sigma));
    expect(Math.max(...wide) / crest).toBeGreaterThan(0.93);
    expect(Math.max(...wide) / crest).toBeLessThan(1.1);
  });
});

describe('gradient', () => {
  it('of a plane is its slope, away from the edges of the image', () => {
    const data = Float32Array.from({ length: 60 * 50 }, (_, i) => 3 * (i % 60) - 2 * Math.floor(i / 60) + 7);
    const { dx, dy } = gradientIn({ width: 60, height: 50, data }, 1.3, { x: 10, y: 10, width: 30, height: 20 });
    // A Gaussian cut at 4 sigma and put on the lattice has a slope a little under 1.
    for (const v of dx) expect(v / 3).toBeCloseTo(1, 2);
    for (const v of dy) expect(v / -2).toBeCloseTo(1, 2);
  });
});
