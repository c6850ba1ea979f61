import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNormal, pixelsOf, someSpans, spansWhere } from './fixtures/pixels.ts';
import { limitedToRange, paintSpans, runsOfSpans, spansInRange, spansOfRuns, spansOfValue } from './grid.ts';
import { intersect, sharedArea, subtract, union, unionOf, xor } from './set-operations.ts';
import { areaOf, boundsOf, centroidOf, clipped, firstOfRow, hasPixel, noSpans, shifted } from './spans.ts';

const sets = someSpans();

describe('sets of pixels', () => {
  it('combine as sets do, in normal form', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const inA = new Set(pixelsOf(a));
        const inB = new Set(pixelsOf(b));
        for (const c of [union(a, b), intersect(a, b), subtract(a, b), xor(a, b)]) expectNormal(c);
        expect(new Set(pixelsOf(union(a, b)))).toEqual(new Set([...inA, ...inB]));
        expect(pixelsOf(intersect(a, b))).toEqual(pixelsOf(a).filter((p) => inB.has(p)));
        expect(pixelsOf(subtract(a, b))).toEqual(pixelsOf(a).filter((p) => !inB.has(p)));
        const apart = [...inA, ...inB].filter((p) => inA.has(p) !== inB.has(p));
        expect(new Set(pixelsOf(xor(a, b)))).toEqual(new Set(apart));
        expect(sharedArea(a, b)).toBe(areaOf(intersect(a, b)));
      }),
    );
  });

  it('have one form each: a = (a − b) ∪ (a ∩ b), and the union of many does not depend on their order', () => {
    fc.assert(
      fc.property(fc.array(sets, { maxLength: 6 }), sets, (many, b) => {
        const all = unionOf(many);
        expect(unionOf([...many].reverse())).toEqual(all);
        expect(union(subtract(all, b), intersect(all, b))).toEqual(all);
      }),
    );
  });

  it('know their area, bounds, centre and pixels', () => {
    fc.assert(
      fc.property(sets, (a) => {
        const points = pixelsOf(a).map((p) => p.split(',').map(Number));
        expect(areaOf(a)).toBe(points.length);
        const box = boundsOf(a);
        if (points.length === 0) {
          expect(box).toEqual({ x: 0, y: 0, width: 0, height: 0 });
          expect(centroidOf(a)).toBeUndefined();
        } else {
          const xs = points.map((p) => p[0]);
          const ys = points.map((p) => p[1]);
          expect([box.x, box.y]).toEqual([Math.min(...xs), Math.min(...ys)]);
          expect([box.x + box.width - 1, box.y + box.height - 1]).toEqual([Math.max(...xs), Math.max(...ys)]);
          expect(centroidOf(a)?.x).toBeCloseTo(xs.reduce((s, x) => s + x) / xs.length, 10);
          expect(centroidOf(a)?.y).toBeCloseTo(ys.reduce((s, y) => s + y) / ys.length, 10);
        }
        for (let y = -5; y < 17; y++) {
          for (let x = -5; x < 17; x++) expect(hasPixel(a, x, y)).toBe(points.some((p) => p[0] === x && p[1] === y));
          const k = firstOfRow(a, y);
          expect(k === 0 || a.rows[k - 3] < y).toBe(true);
          expect(k === a.rows.length || a.rows[k] >= y).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are clipped and moved', () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: -4, max: 8 }), fc.integer({ min: -4, max: 8 }), (a, x, y) => {
        const box = { x, y, width: 7, height: 5 };
        const frame = spansWhere(7, 5, () => true, x, y);
        expect(clipped(a, box)).toEqual(intersect(a, frame));
        expect(shifted(shifted(a, x, y), -x, -y)).toEqual(a);
        expect(hasPixel(shifted(frame, 2, 3), x + 2, y + 3)).toBe(true);
      }),
    );
  });

  it('go into a grid and a box of runs and come back', () => {
    fc.assert(
      fc.property(sets, (a) => {
        const box = boundsOf(a);
        const plane = { width: box.width, height: box.height, data: new Uint8Array(box.width * box.height) };
        paintSpans(a, plane, 7, box.x, box.y);
        expect(shifted(spansOfValue(plane, 7), box.x, box.y)).toEqual(a);
        const runs = runsOfSpans(a);
        expect(runs === null ? noSpans : spansOfRuns(runs)).toEqual(a);
      }),
    );
  });

  it('are painted only where the grid is', () => {
    const grid = { width: 4, height: 3, data: new Int32Array(12) };
    paintSpans(
      spansWhere(20, 20, () => true, -8, -8),
      grid,
      5,
    );
    expect(grid.data.every((v) => v === 5)).toBe(true);
    paintSpans(
      spansWhere(3, 1, () => true, 3, 1),
      grid,
      6,
    );
    expect([...grid.data]).toEqual([5, 5, 5, 5, 5, 5, 5, 6, 5, 5, 5, 5]);
  });

  it('by range of value: the whole, a part, or within a stroke', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 80, maxLength: 80 });
    fc.assert(
      fc.property(values, sets, fc.nat(9), fc.nat(9), (list, stroke, low, high) => {
        const grid = { width: 10, height: 8, data: Float32Array.from(list) };
        grid.data[3] = Number.NaN;
        const found = spansInRange(grid, low, high);
        expectNormal(found);
        expect(found).toEqual(
          spansWhere(10, 8, (x, y) => grid.data[y * 10 + x] >= low && grid.data[y * 10 + x] <= high),
        );
        const box = { x: -2, y: 3, width: 9, height: 40 };
        expect(spansInRange(grid, low, high, box)).toEqual(clipped(found, box));
        expect(limitedToRange(stroke, grid, low, high)).toEqual(intersect(stroke, found));
      }),
    );
  });
});
