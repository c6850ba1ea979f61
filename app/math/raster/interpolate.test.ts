import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disc } from './discs.ts';
import { squaredDistances } from './distance.ts';
import { expectNormal, someSpans } from './fixtures/pixels.ts';
import { interpolateSlices, interpolation } from './interpolate.ts';
import { ellipseSpans } from './polygon.ts';
import { intersect, sharedArea, subtract } from './set-operations.ts';
import { areaOf, centroidOf, isEmpty, noSpans, type Spans, shifted } from './spans.ts';

const overlap = (a: Spans, b: Spans) => sharedArea(a, b) / (areaOf(a) + areaOf(b) - sharedArea(a, b));

describe('shapes between shapes', () => {
  it('are exact at both ends and between equal shapes', () => {
    fc.assert(
      fc.property(
        someSpans(),
        someSpans(),
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, align, t) => {
          const between = interpolation(a, b, align);
          expect(between.at(0)).toEqual(a);
          expect(between.at(1)).toEqual(b);
          expectNormal(between.at(t));
          expect(interpolation(a, a, align).at(t)).toEqual(a);
        },
      ),
    );
  });

  it('close to the ends are the ends: no jump', () => {
    fc.assert(
      fc.property(someSpans(), someSpans(), (a, b) => {
        if (isEmpty(a) || isEmpty(b)) return;
        const between = interpolation(a, b, false);
        expect(between.at(1e-6)).toEqual(a);
        expect(between.at(1 - 1e-6)).toEqual(b);
      }),
    );
  });

  it('hold what both hold and nothing that neither holds', () => {
    fc.assert(
      fc.property(someSpans(), someSpans(), fc.double({ min: 0, max: 1, noNaN: true }), (a, b, t) => {
        if (isEmpty(a) || isEmpty(b)) return;
        const shape = interpolation(a, b, false).at(t);
        expect(isEmpty(subtract(intersect(a, b), shape))).toBe(true);
        expect(isEmpty(subtract(subtract(shape, a), b))).toBe(true);
      }),
    );
  });

  it('between concentric discs are discs of the mean radius', () => {
    for (const t of [0.2, 0.5, 0.9]) {
      const shape = interpolation(disc(50, 50, 20), disc(50, 50, 44), false).at(t);
      expect(overlap(shape, disc(50, 50, 20 + 24 * t))).toBeGreaterThan(0.975);
    }
  });

  it('aligned, keep the shape of a particle that moves far; unaligned it fades out', () => {
    const a = ellipseSpans({ x: 40, y: 40, rx: 24, ry: 10, angle: 0.4 });
    for (const [dx, dy] of [
      [120, 30],
      [41, -17],
    ]) {
      const b = shifted(a, dx, dy);
      expect(isEmpty(interpolation(a, shifted(a, 120, 30), false).at(0.5))).toBe(true);
      for (const t of [0.25, 0.5, 0.8]) {
        const shape = interpolation(a, b, true).at(t);
        expect(
          overlap(shape, ellipseSpans({ x: 40 + t * dx, y: 40 + t * dy, rx: 24, ry: 10, angle: 0.4 })),
        ).toBeGreaterThan(0.93);
        expect(Math.abs((centroidOf(shape)?.x ?? 0) - 40 - t * dx)).toBeLessThan(0.3);
        expect(Math.abs((centroidOf(shape)?.y ?? 0) - 40 - t * dy)).toBeLessThan(0.3);
      }
    }
  });

  it('fill the slices between drawn ones: a sphere from three of its sections', () => {
    const section = (slice: number) => disc(40, 40, Math.sqrt(30 * 30 - slice * slice));
    const keys = [-20, 20, 0].map((slice) => ({ slice, spans: section(slice) }));
    const all = interpolateSlices(keys, true);
    expect(all.map((k) => k.slice)).toEqual(Array.from({ length: 41 }, (_, i) => i - 20));
    for (const { slice, spans } of all) {
      if (slice % 20 === 0) expect(spans).toEqual(section(slice));
      else expect(overlap(spans, section(slice))).toBeGreaterThan(0.8);
    }
    expect(interpolateSlices([], true)).toEqual([]);
    expect(interpolateSlices([keys[0]], false)).toEqual([keys[0]]);
  });

  it('from nothing: nothing until the drawn slice', () => {
    const between = interpolation(noSpans, disc(5, 5, 3), true);
    expect(isEmpty(between.at(0.99))).toBe(true);
    expect(between.at(1)).toEqual(disc(5, 5, 3));
  });
});

describe('squared distances', () => {
  it('are those to the nearest pixel', () => {
    const planes = fc.tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.nat(1), { minLength: 12, maxLength: 120 }),
      fc.nat(1),
    );
    fc.assert(
      fc.property(planes, ([width, list, target]) => {
        const height = Math.floor(list.length / width);
        const plane = Uint8Array.from(list.slice(0, width * height));
        const found = squaredDistances(plane, width, height, target);
        for (let i = 0; i < plane.length; i++) {
          let least = Number.POSITIVE_INFINITY;
          for (let j = 0; j < plane.length; j++) {
            if (plane[j] !== target) continue;
            const [dx, dy] = [(i % width) - (j % width), Math.floor(i / width) - Math.floor(j / width)];
            least = Math.min(least, dx * dx + dy * dy);
          }
          if (least === Number.POSITIVE_INFINITY) expect(found[i]).toBeGreaterThanOrEqual(9e8);
          else expect(found[i]).toBe(least);
        }
      }),
    );
  });
});
