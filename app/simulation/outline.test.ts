import { describe, expect, it } from 'vitest';
import { random } from '../math/random.ts';
import { directions, outlineOf, polygonOutline, type SuperEllipse, superEllipseRadius } from './outline.ts';
import { plate } from './solids/plate.ts';
import { stampOf } from './stamp.ts';

const shape = (p: number, d: number, ratio: number, phi = 0): SuperEllipse => ({ p, d, ratio, phi });
const angles = Array.from({ length: 60 }, (_, k) => (k * Math.PI) / 30 + 0.01);

describe('super-ellipse', () => {
  it('is a circle for p = 2, L = 1, whatever d', () => {
    for (const d of [2, 3, 4.5])
      for (const t of angles) expect(superEllipseRadius(shape(2, d, 1, 0.4), t)).toBeCloseTo(1, 12);
  });

  it('is an ellipse of semi-axes 1 / L and 1 for p = 2, d = 2', () => {
    for (const t of angles) {
      const r = superEllipseRadius(shape(2, 2, 1.6), t);
      expect((1.6 * r * Math.cos(t)) ** 2 + (r * Math.sin(t)) ** 2).toBeCloseTo(1, 10);
    }
  });

  it('follows the formula and stays finite at high powers', () => {
    for (const t of angles) {
      const [p, d, L, phi] = [3.3, 5, 1.4, 0.7];
      const half = (d * (t + phi)) / 2;
      const plain = ((L * Math.abs(Math.cos(half))) ** p + Math.abs(Math.sin(half)) ** p) ** (-1 / p);
      expect(superEllipseRadius(shape(p, d, L, phi), t)).toBeCloseTo(plain, 12);
      // p to infinity: the larger of the two terms
      const steep = superEllipseRadius(shape(4000, 4, 1), t);
      expect(steep).toBeCloseTo(1 / Math.max(Math.abs(Math.cos(2 * t)), Math.abs(Math.sin(2 * t))), 3);
    }
  });

  it('covers, drawn as a particle, the area that the contour encloses', () => {
    const dice = random(5);
    for (let k = 0; k < 12; k++) {
      const s = shape(dice.uniform(0.7, 12), dice.integer(2, 6), dice.uniform(1, 2), dice.uniform(0, 6));
      const outline = outlineOf((t) => superEllipseRadius(s, t));
      const radius = 90;
      let area = 0;
      for (const r of outline) area += ((r * radius) ** 2 * Math.PI) / directions;
      const stamp = stampOf(plate(outline, radius, 10, 0, 'flat', 0.01), 100, 100, { width: 200, height: 200 });
      const drawn = stamp?.inside.reduce((sum, v) => sum + v, 0) ?? 0;
      expect(Math.abs(drawn / area - 1)).toBeLessThan(0.01);
    }
  });
});

describe('polygons', () => {
  it('have straight sides, and become circles when fully rounded', () => {
    const square = polygonOutline(4, 0);
    // corner at 0, side's middle at 45 degrees
    expect(square[0]).toBeCloseTo(1, 6);
    expect(square[directions / 8]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(Math.min(...polygonOutline(5, 1))).toBeCloseTo(1, 6);
  });
});
