import { describe, expect, it } from 'vitest';
import { instanceOf, maskArea, maskOfPlane } from '../domain/run-mask.ts';
import { random } from '../math/random.ts';
import { withoutCovered } from './cover.ts';
import { compressed } from './jpeg-like.ts';
import { drawText, textWidth } from './marks/lettering.ts';
import { drawLine } from './marks/strokes.ts';
import { published } from './published.ts';
import { resize } from './resize.ts';
import type { TrueParticle } from './scene.ts';

const frame = { width: 61, height: 45 };
const noise = (seed: number) => {
  const dice = random(seed);
  return Float32Array.from({ length: 61 * 45 }, () => dice.integer(0, 255));
};

describe('block compression', () => {
  it('is exact when its steps are tiny: the cosine transform is orthonormal', () => {
    const data = noise(3);
    expect(compressed(data, frame, 1e-4)).toEqual(data);
  });

  it('leaves even areas even, and errs more the more it loses', () => {
    const errors = [1, 3, 9].map((loss) => {
      const data = noise(4);
      const out = compressed(data, frame, loss);
      return out.reduce((sum, v, i) => sum + Math.abs(v - data[i]), 0) / data.length;
    });
    expect(errors[0]).toBeGreaterThan(0.5);
    expect(errors[1]).toBeGreaterThan(errors[0]);
    expect(errors[2]).toBeGreaterThan(errors[1]);
    const even = compressed(new Float32Array(61 * 45).fill(128), frame, 9);
    expect(new Set(even).size).toBe(1);
  });
});

describe('a figure', () => {
  it('has whole grey levels 0..255 and keeps the order of dark and bright', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const counts = Float32Array.from({ length: 128 * 128 }, (_, i) => (i % 128 < 64 ? 200 : 900));
      const { data, covered } = published(counts, { width: 128, height: 128 }, 0.5, seed % 2 === 0, random(seed));
      let [dark, bright, n] = [0, 0, 0];
      for (let i = 0; i < data.length; i++) {
        expect(Number.isInteger(data[i]) && data[i] >= 0 && data[i] <= 255).toBe(true);
        if (covered[i] === 1) continue;
        if (i % 128 < 60) dark += data[i];
        else if (i % 128 >= 68) bright += data[i];
        n++;
      }
      expect(n).toBeGreaterThan(128 * 90);
      expect(bright).toBeGreaterThan(dark);
    }
  });

  it('is resized without a shift: a ramp stays a ramp', () => {
    const ramp = Float32Array.from({ length: 40 * 20 }, (_, i) => (i % 40) + 0.5);
    const wide = resize(ramp, 40, 20, 80, 40);
    for (let x = 2; x < 78; x++) expect(wide[7 * 80 + x]).toBeCloseTo((x + 0.5) / 2, 4);
  });
});

describe('marks', () => {
  it('write letters within their width and height', () => {
    const lettering = { height: 14, weight: 0.5, lean: 0, stretch: 1 };
    const data = new Float32Array(200 * 40);
    drawText(data, { width: 200, height: 40 }, '50 nm', 20, 12, 255, lettering);
    let ink = 0;
    for (let i = 0; i < data.length; i++) {
      if (data[i] === 0) continue;
      ink++;
      const [x, y] = [i % 200, Math.floor(i / 200)];
      expect(x).toBeGreaterThanOrEqual(17);
      expect(x).toBeLessThanOrEqual(22 + textWidth('50 nm', lettering));
      expect(y).toBeGreaterThanOrEqual(9);
      expect(y).toBeLessThanOrEqual(29);
    }
    expect(ink).toBeGreaterThan(100);
  });

  it('draw strokes of their length times thickness', () => {
    const data = new Float32Array(100 * 100);
    drawLine(data, { width: 100, height: 100 }, [20, 30, 70, 55], 4, 1);
    const length = Math.hypot(50, 25);
    expect(data.reduce((s, v) => s + v, 0) / (length * 4)).toBeCloseTo(1, 0);
  });
});

describe('what a box hides', () => {
  it('is no longer in the truth, and what is cut counts as at the border', () => {
    const size = { width: 40, height: 30 };
    const particle = (id: number, x: number): TrueParticle => {
      const plane = new Uint8Array(1200);
      for (let y = 10; y < 20; y++) plane.fill(1, y * 40 + x, y * 40 + x + 6);
      const mask = maskOfPlane(plane, { x: 0, y: 0, ...size }, 1);
      if (mask === null) throw new Error('empty');
      const instance = instanceOf(id, mask, 40, 30);
      return { instance, visible: mask, shape: 'box', x: x + 3, y: 15, radius: 5, superEllipse: null };
    };
    const particles = [particle(1, 5), particle(2, 15), particle(3, 25)];
    const plane = new Uint8Array(1200).fill(1);
    const covered = new Uint8Array(1200);
    for (let y = 0; y < 30; y++) covered.fill(1, y * 40, y * 40 + 18);
    const kept = withoutCovered(particles, { particle: plane, overlap: plane, patch: plane }, covered, size);
    expect(kept.particles.map((p) => [p.instance.id, p.instance.area, p.instance.atBorder])).toEqual([
      [1, 30, true],
      [2, 60, false],
    ]);
    expect(maskArea(kept.particles[0].visible)).toBe(30);
    expect(kept.classes.particle.reduce((s, v) => s + v, 0)).toBe(1200 - 18 * 30);
  });
});
