import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { SharedThreads } from '../../../main/jobs/threads.ts';
import { oneThread, quietWork, type Work } from '../../ports/work.ts';
import { points } from '../fixtures/reference.ts';
import { applyForest, trainForest } from './forest.ts';
import { judge, stratified } from './judge.ts';
import { applySvm, crossValidateSvm, decisions, scaleGamma, trainSvm } from './svm.ts';

interface SvmReference {
  readonly gamma: number;
  readonly vectors: number;
  readonly told: readonly number[];
  /** Decision of each pair. */
  readonly decision: readonly (readonly number[])[];
}
const reference = JSON.parse(readFileSync(new URL('../fixtures/classify.json', import.meta.url), 'utf8')) as {
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly radial: SvmReference;
  readonly tight: SvmReference;
  readonly linear: SvmReference;
  readonly forest: { readonly accuracy: number; readonly importance: readonly number[] };
};
const train = points(reference.rows.slice(0, 240));
const test = points(reference.rows.slice(240));
const labels = Int32Array.from(reference.labels.slice(0, 240));
const truth = reference.labels.slice(240);
const threads = new SharedThreads(2);
const two: Work = { ...quietWork, threads };
afterAll(() => threads.close());

describe('support vector machines', () => {
  it.each([
    ['radial', { c: 1, gamma: null }],
    ['tight', { c: 10, gamma: 0.4 }],
    ['linear', { c: 1, gamma: 0 }],
  ] as const)('decide as those of scikit-learn: %s', (name, settings) => {
    const known = reference[name];
    const model = trainSvm(train, labels, 3, settings, quietWork);
    if (settings.gamma === null) expect(model.gamma).toBeCloseTo(known.gamma, 12);
    // Training ends at a gap of 1e-3, so decisions agree to about that.
    const found = decisions(test, model, quietWork);
    known.decision.forEach((row, i) => {
      row.forEach((v, p) => {
        expect(Math.abs(found[3 * i + p] - v)).toBeLessThan(1e-2);
      });
    });
    const told = applySvm(test, model, quietWork);
    expect(told.filter((g, i) => g !== known.told[i]).length).toBeLessThanOrEqual(1);
    expect(Math.abs(model.vectors.length / 4 - known.vectors)).toBeLessThanOrEqual(3);
  });

  it('part two points in the middle between them', () => {
    const model = trainSvm(points([[0], [2]]), Int32Array.of(0, 1), 2, { c: 100, gamma: 0 }, quietWork);
    const [below, middle, above] = decisions(points([[0], [1], [2]]), model, quietWork);
    expect(below).toBeCloseTo(1, 6);
    expect(middle).toBeCloseTo(0, 6);
    expect(above).toBeCloseTo(-1, 6);
  });

  it('cross-validated tell what machines trained without each part tell', () => {
    const parts = stratified(labels, 4, 3);
    const settings = { c: 1, gamma: scaleGamma(train) };
    const found = crossValidateSvm(train, labels, 3, parts, 4, settings, two);
    let different = 0;
    for (let part = 0; part < 4; part++) {
      const inside = [...parts.keys()].filter((i) => parts[i] !== part);
      const outside = [...parts.keys()].filter((i) => parts[i] === part);
      const rows = (of: readonly number[]) => points(of.map((i) => reference.rows[i]));
      const model = trainSvm(
        rows(inside),
        Int32Array.from(inside, (i) => labels[i]),
        3,
        settings,
        quietWork,
      );
      applySvm(rows(outside), model, quietWork).forEach((g, k) => {
        if (g !== found[outside[k]]) different++;
      });
    }
    expect(different).toBeLessThanOrEqual(1);
  });
});

describe('random forests', () => {
  it('are about as right as those of scikit-learn and find the same columns important', () => {
    const forest = trainForest(train, labels, 3, quietWork, { trees: 300 });
    const { labels: told, shares } = applyForest(test, forest, quietWork);
    expect(judge(truth, told, 3).accuracy).toBeGreaterThan(reference.forest.accuracy - 0.04);
    reference.forest.importance.forEach((v, c) => {
      expect(Math.abs(forest.importance[c] - v)).toBeLessThan(0.05);
    });
    expect(forest.importance.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    for (const share of shares) expect(share).toBeGreaterThan(1 / 3 - 1e-9);
  });

  it('are the same on any number of threads, and learn by heart what they may', () => {
    const [a, b] = [quietWork, two].map((work) => trainForest(train, labels, 3, work, { trees: 20, seed: 4 }));
    expect(b).toEqual(a);
    const whole = trainForest(train, labels, 3, quietWork, { trees: 100 });
    expect(judge(labels, applyForest(train, whole, quietWork).labels, 3).accuracy).toBeGreaterThan(0.99);
  });

  it('cut between two values', () => {
    const rows = points(Array.from({ length: 40 }, (_, i) => [i < 20 ? 1 : 3, 7]));
    const classes = Int32Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
    const forest = trainForest(rows, classes, 2, quietWork, { trees: 5 });
    expect(forest.threshold.filter((_, k) => forest.feature[k] === 0).every((t) => t === 2)).toBe(true);
    expect([...forest.importance]).toEqual([1, 0]);
    expect([
      ...applyForest(
        points([
          [1.9, 7],
          [2.1, 7],
        ]),
        forest,
        quietWork,
      ).labels,
    ]).toEqual([0, 1]);
  });
});

describe('judging', () => {
  it('counts a confusion by hand', () => {
    const found = judge([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 1, 0], 3);
    expect(found.confusion).toEqual([
      [2, 1, 0],
      [0, 2, 0],
      [1, 0, 0],
    ]);
    expect(found.accuracy).toBeCloseTo(4 / 6, 12);
    expect(found.balancedAccuracy).toBeCloseTo((2 / 3 + 1 + 0) / 3, 12);
    expect(found.classes[0]).toMatchObject({ precision: 2 / 3, recall: 2 / 3, rows: 3 });
    expect(found.classes[2].precision).toBeNaN();
  });

  it('spreads each class over the parts', () => {
    const parts = stratified(labels, 5, 1);
    for (let g = 0; g < 3; g++) {
      const counts = [0, 1, 2, 3, 4].map((p) => labels.filter((l, i) => l === g && parts[i] === p).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect(stratified(labels, 5, 1)).toEqual(parts);
    expect(stratified(labels, 5, 2)).not.toEqual(parts);
  });

  it('can be stopped', () => {
    const work: Work = {
      threads: oneThread,
      progress: () => undefined,
      check: () => {
        throw new Error('stopped');
      },
    };
    expect(() => trainSvm(train, labels, 3, { c: 1, gamma: 1 }, work)).toThrow('stopped');
    expect(() => trainForest(train, labels, 3, work)).toThrow('stopped');
  });
});
