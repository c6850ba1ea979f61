import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contourCentroid, pixelCentroid } from '../../math/contour.ts';
import { oneThread, quietWork } from '../../ports/work.ts';
import { fingerprints, rays, zeroAt } from './fingerprints.ts';

interface Reference {
  readonly points: readonly number[];
  readonly centroid: readonly [number, number];
  readonly filled: readonly [number, number];
  readonly contour: readonly number[];
  readonly pixels: readonly number[];
}

const reference = JSON.parse(readFileSync(new URL('./fixtures/fingerprints.json', import.meta.url), 'utf8')) as Record<
  string,
  Reference
>;
const plain = { align: 'none', centre: 'contour', pixelSize: null } as const;
const one = (points: ArrayLike<number>, options: Partial<Parameters<typeof fingerprints>[1]> = {}) =>
  fingerprints([Float64Array.from(points)], { ...plain, ...options }, quietWork);

/** A closed contour of `n` points with radius `of(t)`. */
const polar = (n: number, of: (t: number) => number, x = 0, y = 0) =>
  Float64Array.from({ length: 2 * n }, (_, i) => {
    const t = (2 * Math.PI * (i >> 1)) / n;
    return (i & 1) === 0 ? x + of(t) * Math.cos(t) : y + of(t) * Math.sin(t);
  });

describe('fingerprints', () => {
  it.each(Object.keys(reference))('are the lengths that every ray has inside: %s', (name) => {
    const { points, centroid, filled, contour, pixels } = reference[name];
    const found = contourCentroid(points);
    expect(found.x).toBeCloseTo(centroid[0], 8);
    expect(found.y).toBeCloseTo(centroid[1], 8);
    const middle = pixelCentroid(points);
    expect(middle?.x).toBeCloseTo(filled[0], 8);
    expect(middle?.y).toBeCloseTo(filled[1], 8);
    const [a, b] = [one(points), one(points, { centre: 'pixels' })];
    for (let k = 0; k < rays; k++) {
      expect(a[k]).toBeCloseTo(contour[k], 6);
      expect(b[k]).toBeCloseTo(pixels[k], 6);
    }
  });

  it('of a circle are its radius, of a square 1 / max(|cos|, |sin|), in nm', () => {
    const circle = one(
      polar(20_000, () => 40, 300, -20),
      { pixelSize: 0.5 },
    );
    for (const d of circle) expect(d).toBeCloseTo(20, 4);
    const square = one([-1, -1, 1, -1, 1, 1, -1, 1]);
    square.forEach((d, k) => {
      const t = ((k + 1) * Math.PI) / 180;
      expect(d).toBeCloseTo(1 / Math.max(Math.abs(Math.cos(t)), Math.abs(Math.sin(t))), 12);
    });
  });

  it('of a ring around its centre leave the hollow out', () => {
    // A ring of radii 10 and 20, cut open by a slit of no width.
    const outer = polar(720, () => 20);
    const inner = polar(720, () => 10);
    const points = [...outer, outer[0], outer[1]];
    for (let i = 720; i >= 0; i--) points.push(inner[2 * (i % 720)], inner[2 * (i % 720) + 1]);
    const found = one(points);
    for (let k = 5; k < 355; k++) expect(found[k]).toBeCloseTo(10, 3);
  });

  it('aligned stand with their maximum at value 180, and hold the same values', () => {
    const points = polar(500, (t) => 20 + 4 * Math.cos(3 * (t - 1)) + 2 * Math.cos(t - 1), 77, 5);
    const [free, aligned] = [one(points), one(points, { align: 'max' })];
    expect(zeroAt).toBe(179);
    const most = free.reduce((at, v, k) => (v > free[at] ? k : at), 0);
    for (let k = 0; k < rays; k++) expect(aligned[(k - most + zeroAt + rays) % rays]).toBe(free[k]);
    expect(aligned[zeroAt]).toBe(Math.max(...aligned));
  });

  it('turn with the particle, whole degrees at a time, wherever it lies', () => {
    const shape = fc.record({
      waves: fc.array(fc.double({ min: -0.25, max: 0.25, noNaN: true }), { minLength: 2, maxLength: 5 }),
      turn: fc.integer({ min: 0, max: 359 }),
      x: fc.double({ min: -5000, max: 5000, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, ({ waves, turn, x }) => {
        const of = (t: number) => 30 * (1 + waves.reduce((sum, a, k) => sum + a * Math.cos((k + 2) * t + k), 0));
        const start = one(polar(720, of));
        const angle = (turn * Math.PI) / 180;
        const turned = one(polar(720, (t) => of(t - angle), x, 3));
        for (let k = 0; k < rays; k++) expect(turned[(k + turn) % rays]).toBeCloseTo(start[k], 6);
      }),
      { numRuns: 40 },
    );
  });

  it('do not exist for what encloses nothing, and none of the contours is changed', () => {
    const contours = [Float64Array.of(), Float64Array.of(1, 1), polar(30, () => 5), Float64Array.of(0, 0, 4, 0)];
    const copies = contours.map((c) => c.slice());
    const found = fingerprints(contours, plain, quietWork);
    expect(found.slice(0, 2 * rays).every(Number.isNaN)).toBe(true);
    expect(found[2 * rays]).toBeGreaterThan(4.9);
    expect(found.slice(3 * rays).every(Number.isNaN)).toBe(true);
    expect(contours).toEqual(copies);
    expect(fingerprints([], plain, quietWork)).toHaveLength(0);
  });

  it('can be stopped', () => {
    const work = {
      threads: oneThread,
      progress: () => undefined,
      check: () => {
        throw new Error('stopped');
      },
    };
    expect(() => fingerprints([polar(30, () => 5)], plain, work)).toThrow('stopped');
  });
});
