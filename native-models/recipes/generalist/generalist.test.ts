import { describe, expect, test } from 'vitest';
import { random } from '../../../app/math/random.ts';
import { sceneFrom } from './figures.ts';
import { fitJudge } from './judge.ts';
import { batchOf, maps } from './patches.ts';
import { boxesOf, scoresOf, tallyBoxes, tallyOf } from './score.ts';
import { partOf } from './split.ts';

test('articles are divided by their names alone, about as they should be', () => {
  const parts = Array.from({ length: 4000 }, (_, i) => partOf(`10.1016.j.some.${2000 + i}.${i * 7919}`));
  const share = (part: string) => parts.filter((p) => p === part).length / parts.length;
  expect(share('test')).toBeCloseTo(0.2, 1);
  expect(share('validation')).toBeCloseTo(0.09, 1);
  expect(partOf('10.1016.j.cej.2020.125371')).toBe(partOf('10.1016.j.cej.2020.125371'));
});

/** One bright disc of radius 40 px and one of 10 that touches it. */
function discs() {
  const [width, height] = [200, 160];
  const labels = Int32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    if (Math.hypot(x - 80, y - 80) < 40) return 1;
    return Math.hypot(x - 130, y - 80) < 10 ? 2 : 0;
  });
  const image = { width, height, data: Float32Array.from(labels, (label) => (label > 0 ? 200 : 50)) };
  return sceneFrom({ name: 'discs', image, labels });
}

describe('patches of a scene', () => {
  const scene = discs();

  test('a scene knows its particles and how deep each pixel lies', () => {
    expect(scene.particles.map(({ label }) => label)).toEqual([1, 2]);
    expect(scene.particles[0].diameter).toBeCloseTo(80, 0);
    expect(scene.particles[1].x).toBeCloseTo(130, 0);
    const depth = (x: number, y: number) => scene.depth[y * 200 + x] / 255;
    expect(depth(80, 80)).toBeGreaterThan(0.95);
    expect(depth(80, 60)).toBeCloseTo(0.5, 1);
    expect(depth(130, 80)).toBeGreaterThan(0.9);
    expect(depth(10, 10)).toBe(0);
  });

  test('are the same for the same step, and differ from step to step', () => {
    const at = (step: number) => batchOf(() => scene, 2, 64, 4, step);
    expect(at(7)).toEqual(at(7));
    expect(at(8).image).not.toEqual(at(7).image);
    expect(at(7).truth).toHaveLength(2 * maps * 32 * 32);
  });

  test('are normalised, with truth where the particles are', () => {
    let right = 0;
    const size = 48 * 48;
    for (let step = 0; step < 20; step++) {
      const { image, truth, importance } = batchOf(() => scene, 1, 96, 1, step);
      const mean = image.reduce((a, b) => a + b, 0) / image.length;
      expect(Math.abs(mean)).toBeLessThan(1);
      expect(importance.every((w) => w > 0)).toBe(true);
      // pixels of particles and of background are told apart by their grey level, one way round or the other
      const sums = [0, 0];
      const counts = [0, 0];
      for (let i = 0; i < size; i++) {
        const grey = image[2 * Math.floor(i / 48) * 96 + 2 * (i % 48)];
        sums[truth[i]] += grey;
        counts[truth[i]]++;
        expect(truth[size + i]).toBeLessThanOrEqual(truth[i]);
      }
      if (counts[0] > 20 && counts[1] > 20 && Math.abs(sums[0] / counts[0] - sums[1] / counts[1]) > 0.5) right++;
    }
    expect(right).toBeGreaterThan(12);
  });
});

test('the judge finds the weights that cases were drawn with', () => {
  const draw = random(5);
  const weights = [-0.5, 2, -1];
  const cases = Array.from({ length: 20_000 }, () => {
    const evidence = [1, draw.normal(0, 1), draw.normal(0, 1)];
    const score = evidence.reduce((sum, v, k) => sum + v * weights[k], 0);
    return { evidence, truth: draw.next() < 1 / (1 + Math.exp(-score)) ? 1 : 0 };
  });
  fitJudge(cases).forEach((weight, k) => {
    expect(weight).toBeCloseTo(weights[k], 0);
    expect(Math.abs(weight - weights[k])).toBeLessThan(0.1);
  });
});

describe('scores', () => {
  test('of labels: matched, found and missed particles, and pixels', () => {
    const truth = Int32Array.of(1, 1, 0, 2, 2, 2, 0, 3);
    const labels = { width: 8, height: 1, count: 2, data: Int32Array.of(1, 1, 0, 2, 0, 0, 2, 0) };
    const tally = tallyOf(labels, truth);
    expect(tally).toEqual({ matched: 1, found: 2, there: 3, both: 3, foundPixels: 4, truePixels: 6 });
    expect(scoresOf([tally])).toMatchObject({ f1: 0.4, dice: 0.6, meanF1: 0.4, images: 1 });
    const perfect = tallyOf({ ...labels, count: 3, data: truth }, truth);
    const both = scoresOf([tally, perfect]);
    expect(both.meanF1).toBeCloseTo(0.7, 10);
    expect(both.f1).toBeCloseTo((2 * 4) / (5 + 6), 10);
  });

  test('of boxes: one to one, at an IoU of a half', () => {
    const data = Int32Array.of(1, 1, 0, 0, 1, 0, 0, 2, 0, 0, 0, 2);
    expect(boxesOf({ width: 4, height: 3, count: 2, data })).toEqual([
      [0, 0, 2, 2],
      [3, 1, 4, 3],
    ]);
    const there = [
      [0, 0, 10, 10],
      [20, 0, 30, 10],
    ] as const;
    const found = [
      [0, 0, 10, 9],
      [1, 0, 11, 10],
      [24, 0, 40, 10],
    ] as const;
    expect(tallyBoxes(found, there)).toMatchObject({ matched: 1, found: 3, there: 2 });
  });
});
