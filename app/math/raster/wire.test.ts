import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disc } from './discs.ts';
import { gradientIn } from './gradient.ts';
import { paintSpans } from './grid.ts';
import { snapper } from './snap.ts';
import { wireCosts, wireFrom, wireTo } from './wire.ts';

const width = 11;
const height = 8;
const steps = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;
const images = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: width * height, maxLength: width * height })
  .map((list) => ({ width, height, data: Uint8Array.from(list) }));

describe('live wire', () => {
  it('knows the cheapest way to every pixel', () => {
    fc.assert(
      fc.property(images, fc.nat(width - 1), fc.nat(height - 1), (image, x, y) => {
        const costs = wireCosts(gradientIn(image, 0.8));
        const wire = wireFrom(costs, x, y);
        expect(wire.cost[y * width + x]).toBe(0);
        for (let i = 0; i < width * height; i++) {
          const [u, v] = [i % width, Math.floor(i / width)];
          // No step makes a way cheaper than the one that was found ...
          steps.forEach(([dx, dy], k) => {
            if (u + dx < 0 || v + dy < 0 || u + dx >= width || v + dy >= height) return;
            expect(wire.cost[(v + dy) * width + u + dx]).toBeLessThanOrEqual(wire.cost[i] + costs.step(i, k));
          });
          // ... and the way that is handed out costs just that.
          const path = wireTo(wire, u, v);
          expect([path[0], path[1], path.at(-2), path.at(-1)]).toEqual([x, y, u, v]);
          let total = 0;
          for (let n = 2; n < path.length; n += 2) {
            const k = steps.findIndex(([dx, dy]) => dx === path[n] - path[n - 2] && dy === path[n + 1] - path[n - 1]);
            expect(k).toBeGreaterThanOrEqual(0);
            total += costs.step(path[n - 1] * width + path[n - 2], k);
          }
          expect(total).toBe(wire.cost[i]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('follows the outline of a disc, where the straight way would cross it', () => {
    const size = 140;
    const image = { width: size, height: size, data: new Float32Array(size * size).fill(90) };
    paintSpans(disc(70, 70, 45), image, 160);
    const box = { x: 10, y: 12, width: 120, height: 116 };
    const wire = wireFrom(wireCosts(gradientIn(image, 1.2, box)), 115, 70);
    const path = wireTo(wire, 70, 25);
    expect(path.length / 2).toBeGreaterThan(45);
    for (let n = 0; n < path.length; n += 2) {
      const r = Math.hypot(path[n] - 70, path[n + 1] - 70);
      expect(Math.abs(r - 45.5)).toBeLessThan(1.5);
    }
    // A target beyond the box is taken at its edge.
    expect(wireTo(wire, -30, 60).slice(-2)).toEqual(Int32Array.from([10, 60]));
  });

  it('goes straight where there is no edge', () => {
    const image = { width: 40, height: 30, data: new Uint8Array(1200).fill(7) };
    const path = wireTo(wireFrom(wireCosts(gradientIn(image, 1)), 5, 5), 30, 5);
    expect(path.length / 2).toBe(26);
  });
});

describe('snapping', () => {
  const size = 80;
  /** The integral of a Gaussian, by its series of half-pixel sums: an edge of known place. */
  const edgeAt = (place: number, sigma: number, angle: number) => {
    const data = new Float32Array(size * size);
    for (let i = 0; i < data.length; i++) {
      const s = (i % size) * Math.cos(angle) + Math.floor(i / size) * Math.sin(angle) - place;
      data[i] = 50 + 100 / (1 + Math.exp((-1.702 * s) / sigma));
    }
    return { width: size, height: size, data };
  };

  it('finds an edge to a tenth of a pixel, whatever its direction', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1.5, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.boolean(),
        (angle, away, back) => {
          const [nx, ny] = [Math.cos(angle), Math.sin(angle)];
          const middle = 40 * nx + 40 * ny;
          const { nearest } = snapper(gradientIn(edgeAt(middle, 1.5, angle), 1));
          const sign = back ? -3 : 2;
          const found = nearest(40 + away * nx, 40 + away * ny, sign * nx, sign * ny, 8);
          expect(found).toBeDefined();
          if (found === undefined) return;
          expect(Math.abs(found.x * nx + found.y * ny - middle)).toBeLessThan(0.1);
          expect(Math.abs(Math.abs(found.offset) - Math.abs(away))).toBeLessThan(0.1);
        },
      ),
    );
  });

  it('takes the nearer of two edges of like strength, the stronger when asked to, and none where there is none', () => {
    const image = { width: size, height: size, data: new Float32Array(size * size).fill(10) };
    for (let y = 0; y < size; y++) image.data.fill(110, y * size + 30, y * size + 45);
    for (let y = 0; y < size; y++) image.data.fill(240, y * size + 45, y * size + size);
    const gradient = gradientIn(image, 1);
    expect(snapper(gradient).nearest(34, 40, 1, 0, 15)?.x).toBeCloseTo(29.5, 1);
    expect(snapper(gradient, 1).nearest(34, 40, 1, 0, 15)?.x).toBeCloseTo(44.5, 1);
    expect(snapper(gradient).nearest(34, 40, 1, 0, 2)).toBeUndefined();
    expect(snapper(gradient).nearest(34, 40, 0, 0, 15)).toBeUndefined();
    expect(snapper(gradient).nearest(-34, -40, 1, 1, 5)).toBeUndefined();
  });
});
