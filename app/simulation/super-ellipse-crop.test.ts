import { describe, expect, it } from 'vitest';
import { forEachRun } from '../domain/run-mask.ts';
import { outlineOf, superEllipseRadius } from './outline.ts';
import { sampleScene } from './sample-scene.ts';
import { superEllipseCrop } from './super-ellipse-crop.ts';

describe('a crop of a super-ellipse', () => {
  it('is the same for the same seed, 44 x 44, stretched to 0..1', () => {
    for (let seed = 1; seed < 40; seed++) {
      const { image, shape } = superEllipseCrop(seed);
      expect(image.data.length).toBe(44 * 44);
      expect(Math.min(...image.data)).toBe(0);
      expect(Math.max(...image.data)).toBe(1);
      expect(Number.isInteger(shape.d) && shape.d >= 1 && shape.d <= 6 && shape.ratio >= 1).toBe(true);
      expect(superEllipseCrop(seed)).toEqual({ image, shape });
    }
  });

  it('shows the shape that its parameters say: thresholded, it agrees with the drawn contour', () => {
    const likeness: number[] = [];
    for (let seed = 100; seed < 160; seed++) {
      const { image, shape } = superEllipseCrop(seed);
      const outline = outlineOf((t) => superEllipseRadius(shape, t));
      // the contour's box, which the crop fits with its margin
      const points = Array.from(outline, (r, k) => [
        r * Math.cos((2 * Math.PI * k) / 720),
        r * Math.sin((2 * Math.PI * k) / 720),
      ]);
      const range = (axis: 0 | 1) => [Math.min(...points.map((p) => p[axis])), Math.max(...points.map((p) => p[axis]))];
      const [[x0, x1], [y0, y1]] = [range(0), range(1)];
      let best = 0;
      // the margin of 2 px is a different share of small particles
      for (const margin of [1.04, 1.1, 1.18]) {
        const scale = (Math.max(x1 - x0, y1 - y0) * margin) / 44;
        let [both, either] = [0, 0];
        for (let y = 0; y < 44; y++)
          for (let x = 0; x < 44; x++) {
            const u = (x + 0.5 - 22) * scale + (x0 + x1) / 2;
            const v = (y + 0.5 - 22) * scale + (y0 + y1) / 2;
            const k = Math.round(((Math.atan2(v, u) / (2 * Math.PI) + 1) * 720) % 720) % 720;
            const inside = Math.hypot(u, v) < outline[k];
            const dark = image.data[y * 44 + x] < 0.5;
            if (inside && dark) both++;
            if (inside || dark) either++;
          }
        best = Math.max(best, both / either);
      }
      likeness.push(best);
    }
    likeness.sort((a, b) => a - b);
    expect(likeness[30]).toBeGreaterThan(0.8);
  });
});

describe('a scene of super-ellipses', () => {
  it('holds particles whose pixels are those inside the contour of their parameters', () => {
    let checked = 0;
    for (const seed of [1, 2, 3]) {
      const scene = sampleScene('super-ellipse', seed, { width: 256, height: 256, published: 0 });
      for (const { instance, superEllipse, x, y, radius } of scene.particles) {
        if (superEllipse === null) throw new Error('no parameters');
        const most = Math.max(
          ...Array.from({ length: 1440 }, (_, k) => superEllipseRadius(superEllipse, (k * Math.PI) / 720)),
        );
        let [wrong, seen] = [0, 0];
        forEachRun(instance.mask, (row, from, to) => {
          for (let column = from; column < to; column++) {
            const [u, v] = [column + 0.5 - x, row + 0.5 - y];
            const contour = (superEllipseRadius(superEllipse, Math.atan2(v, u)) / most) * radius;
            seen++;
            // half a pixel for the pixels that the contour crosses
            if (Math.hypot(u, v) > contour + 0.75) wrong++;
          }
        });
        expect(wrong / seen).toBeLessThan(0.03);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(10);
  });
});
