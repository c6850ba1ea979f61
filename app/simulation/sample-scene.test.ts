import { describe, expect, it } from 'vitest';
import { maskArea, paintMask } from '../domain/run-mask.ts';
import { sha256 } from '../math/sha256.ts';
import { sampleScene, sceneKinds } from './sample-scene.ts';
import type { Scene } from './scene.ts';

const seeds = [1, 2, 3, 4, 5, 6];
const small = { width: 160, height: 128 };

const painted = (scene: Scene, of: 'whole' | 'visible'): Uint8Array => {
  const { width, height } = scene.image;
  const count = new Uint8Array(width * height);
  const one = new Uint8Array(width * height);
  for (const particle of scene.particles) {
    one.fill(0);
    paintMask(of === 'whole' ? particle.instance.mask : particle.visible, one, { x: 0, y: 0, width, height }, 1);
    for (let i = 0; i < one.length; i++) count[i] += one[i];
  }
  return count;
};

describe.each(sceneKinds)('%s', (kind) => {
  it('draws finite values that vary, of any frame size', () => {
    for (const seed of seeds) {
      const { image } = sampleScene(kind, seed, small);
      expect([image.width, image.height, image.data.length]).toEqual([160, 128, 160 * 128]);
      const values = Array.from(image.data);
      expect(values.every(Number.isFinite)).toBe(true);
      expect(new Set(values).size).toBeGreaterThan(8);
    }
  });

  it('gives the same pixels and truth for the same seed and others for another', () => {
    const digest = (scene: Scene) => sha256(new Uint8Array(scene.image.data.slice().buffer));
    const [a, again, b] = [sampleScene(kind, 7, small), sampleScene(kind, 7, small), sampleScene(kind, 8, small)];
    expect(digest(again)).toBe(digest(a));
    expect(again.particles).toEqual(a.particles);
    expect(again.classes).toEqual(a.classes);
    expect(digest(b)).not.toBe(digest(a));
  });

  it('keeps class planes, masks and instances consistent', () => {
    for (const seed of seeds) {
      const scene = sampleScene(kind, seed, small);
      const { particle, overlap, patch } = scene.classes;
      const cover = painted(scene, 'whole');
      expect(particle).toEqual(cover.map((n) => Math.min(1, n)));
      expect(overlap).toEqual(cover.map((n) => Math.min(2, n)));
      expect(patch.map((p) => (p > 0 ? 1 : 0))).toEqual(particle);
      expect(scene.particles.map((p) => p.instance.id)).toEqual(scene.particles.map((_, i) => i + 1));
      for (const { instance, visible } of scene.particles) {
        const { mask, area } = instance;
        expect(area).toBe(maskArea(mask));
        expect(area).toBeGreaterThan(0);
        expect(Math.min(mask.x, mask.y)).toBeGreaterThanOrEqual(0);
        expect(mask.x + mask.width).toBeLessThanOrEqual(small.width);
        expect(mask.y + mask.height).toBeLessThanOrEqual(small.height);
        expect(maskArea(visible)).toBeLessThanOrEqual(area);
        expect(maskArea(visible)).toBeGreaterThan(0);
      }
    }
  });
});

describe('surfaces', () => {
  it('show each pixel of a particle once', () => {
    for (const seed of seeds) {
      const scene = sampleScene('sem', seed, small);
      const seen = painted(scene, 'visible');
      expect(seen.every((n) => n <= 1)).toBe(true);
      expect(seen).toEqual(scene.classes.particle);
    }
  });
});

describe('transmission', () => {
  it('shows all of every particle', () => {
    const scene = sampleScene('overlap', 3, small);
    for (const p of scene.particles) expect(p.visible).toEqual(p.instance.mask);
    expect(scene.classes.overlap.includes(2)).toBe(true);
  });
});

describe('what a kind promises', () => {
  const many = Array.from({ length: 16 }, (_, i) => 40 + i);
  const shareOf = (plane: Uint8Array, value: number) =>
    plane.reduce((n, v) => n + (v === value ? 1 : 0), 0) / plane.length;

  it('particles are darker than their surroundings in bright field, brighter in dark field and on surfaces', () => {
    for (const [kind, bright] of [
      ['bright-field', false],
      ['haadf', true],
      ['sem', true],
    ] as const) {
      let right = 0;
      for (const seed of many) {
        const { image, classes, bright: said } = sampleScene(kind, seed, { ...small, published: 0 });
        expect(said).toBe(bright);
        const sums = [0, 0];
        const counts = [0, 0];
        for (let i = 0; i < image.data.length; i++) {
          sums[classes.particle[i]] += image.data[i];
          counts[classes.particle[i]]++;
        }
        if (counts[1] === 0 || counts[0] === 0 || sums[1] / counts[1] > sums[0] / counts[0] === bright) right++;
      }
      expect(right, kind).toBeGreaterThanOrEqual(14);
    }
  });

  it('overlaps where they are asked for, and hardly where shapes are to be read', () => {
    const shares = (kind: 'overlap' | 'super-ellipse') =>
      many.map((seed) => {
        const { overlap } = sampleScene(kind, seed, small).classes;
        return shareOf(overlap, 2) / (1 - shareOf(overlap, 0));
      });
    const overlapping = shares('overlap').sort((a, b) => a - b);
    expect(overlapping[8]).toBeGreaterThan(0.05);
    for (const share of shares('super-ellipse')) expect(share).toBeLessThan(0.03);
  });

  it('patches and cores in scenes of them', () => {
    const with2 = many.filter((seed) => {
      const { patch } = sampleScene('core-patch', seed, small).classes;
      return shareOf(patch, 1) > 0 && shareOf(patch, 2) > 0;
    });
    expect(with2.length).toBeGreaterThanOrEqual(14);
  });

  it('nearer particles hide farther ones on surfaces', () => {
    const hidden = many.filter((seed) =>
      sampleScene('sem', seed, small).particles.some((p) => maskArea(p.visible) < 0.9 * p.instance.area),
    );
    expect(hidden.length).toBeGreaterThan(4);
  });

  it('counts when raw, grey levels when printed', () => {
    for (const seed of many.slice(0, 5)) {
      expect(sampleScene('any', seed, { ...small, published: 0 }).printed).toBe(false);
      const { image, printed } = sampleScene('any', seed, { ...small, published: 1 });
      expect(printed).toBe(true);
      expect(image.data.every((v) => Number.isInteger(v) && v >= 0 && v <= 255)).toBe(true);
    }
  });
});
