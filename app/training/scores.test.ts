import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classCounts, classWeights } from './counts.ts';
import { curveOf, curveStep, emptyCurve } from './curves.ts';
import { type EvaluationCounts, evaluateImage, mergeEvaluations, softDice } from './evaluation.ts';
import { scoresOf } from './scores.ts';

interface Reference {
  readonly confusion: number[];
  readonly precision: number[];
  readonly recall: number[];
  readonly dice: number[];
  readonly iou: number[];
  readonly pixels: number[];
  readonly curve: { threshold: number[]; precision: number[]; recall: number[] };
  readonly averagePrecision: number;
  readonly weights: number[];
}
const reference: Reference = JSON.parse(readFileSync(new URL('./fixtures/scores.json', import.meta.url), 'utf8'));

const n = 5000;
const wave = (phase: number) =>
  Array.from({ length: n }, (_, i) => {
    const v = 43758.5453 * Math.sin(12.9898 * i + phase);
    return v - Math.floor(v);
  });
const [w0, w1, w2, w3] = [0, 1, 2, 3].map(wave);
const truth = Int32Array.from(w0, (v) => Math.floor(v * v * 3));
const found = truth.map((t, i) => (w1[i] < 0.7 ? t : Math.floor(w2[i] * 3)));
const close = (a: readonly (number | null)[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  for (const [i, value] of a.entries()) expect(value, String(i)).toBeCloseTo(b[i], 10);
};

/** An answer that is sure of `found`. */
const sure = (labels: Int32Array, said: Int32Array) => {
  const probabilities = new Float32Array(3 * labels.length);
  for (let i = 0; i < labels.length; i++) probabilities[said[i] * labels.length + i] = 1;
  return {
    width: labels.length,
    height: 1,
    labels,
    probabilities,
    particleClasses: [1],
    particles: null,
    pixelSize: 1,
    sample: 'a',
  };
};

it('counts and scores classes as scikit-learn does', () => {
  const { confusion } = evaluateImage(sure(truth, found), 3);
  expect([...confusion]).toEqual(reference.confusion);
  const { classes, pixelAccuracy, meanDice } = scoresOf(confusion, 3);
  close(
    classes.map((c) => c.precision),
    reference.precision,
  );
  close(
    classes.map((c) => c.recall),
    reference.recall,
  );
  close(
    classes.map((c) => c.dice),
    reference.dice,
  );
  close(
    classes.map((c) => c.iou),
    reference.iou,
  );
  expect(classes.map((c) => c.pixels)).toEqual(reference.pixels);
  expect(pixelAccuracy).toBeCloseTo((reference.confusion[0] + reference.confusion[4] + reference.confusion[8]) / n, 12);
  expect(meanDice).toBeCloseTo(reference.dice.reduce((a, b) => a + b) / 3, 12);
});

it('scores a class that is nowhere with null and leaves it out of the means', () => {
  const scores = scoresOf([5, 0, 0, 0, 3, 0, 0, 0, 0], 3);
  expect(scores.classes[2]).toEqual({ dice: null, iou: null, precision: null, recall: null, pixels: 0 });
  expect(scores.meanDice).toBe(1);
});

it('gives precision and recall against the threshold as scikit-learn does', () => {
  const counts = emptyCurve();
  for (let i = 0; i < n; i++) {
    const step = Math.min(255, Math.max(0, Math.floor(256 * (0.6 * w3[i] + (truth[i] === 1 ? 0.4 : 0)))));
    expect(curveStep((step + 0.5) / 256)).toBe(step);
    (truth[i] === 1 ? counts.positives : counts.negatives)[step]++;
  }
  const curve = curveOf(counts);
  // scikit-learn lists only thresholds that occur, each the lower end of one of our steps plus a half
  const steps = reference.curve.threshold.map((t) => Math.floor(t * 256));
  close(
    steps.map((s) => curve.precision[s]),
    reference.curve.precision,
  );
  close(
    steps.map((s) => curve.recall[s]),
    reference.curve.recall,
  );
  expect(curve.averagePrecision).toBeCloseTo(reference.averagePrecision, 10);
  const at = Math.round((curve.best?.threshold ?? 0) * 256);
  const [p, r] = [curve.precision[at], curve.recall[at]];
  expect(curve.best?.dice).toBeCloseTo((2 * p * r) / (p + r), 12);
});

it('weighs classes as scikit-learn does, within limits', () => {
  close(classWeights(classCounts(truth, 3), 'balanced'), reference.weights);
  expect(classWeights([1e6, 1, 0], 'balanced')).toEqual([0.5000005, 10, 1]);
  expect(classWeights([3, 9], 'none')).toEqual([1, 1]);
});

it('has a soft Dice of 1 for itself and 0 for others when the answer is the truth', () => {
  const matrix = softDice(evaluateImage(sure(truth, truth), 3));
  expect([...matrix]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  // an answer without knowledge: 2 t_i / 3 / (t_i + n / 3)
  const even = { ...sure(truth, truth), probabilities: new Float32Array(3 * n).fill(1 / 3) };
  const flat = softDice(evaluateImage(even, 3));
  const [t0] = classCounts(truth, 3);
  expect(flat[0]).toBeCloseTo(((2 / 3) * t0) / (t0 + n / 3), 6);
});

it('counts the same whether images come together or apart', () => {
  const parts = [0, 2000].map((from, i) => ({
    ...sure(truth.slice(from, i === 0 ? 2000 : n), found.slice(from, i === 0 ? 2000 : n)),
    sample: i === 0 ? 'a' : 'b',
  }));
  const merged = mergeEvaluations(parts.map((part) => evaluateImage(part, 3)));
  const whole = evaluateImage(sure(truth, found), 3);
  const same = ({ confusion, soft, curves, particle }: EvaluationCounts) => ({ confusion, soft, curves, particle });
  expect(same(merged)).toEqual(same(whole));
  expect(merged.bySample.map(({ sample }) => sample)).toEqual(['a', 'b']);
});

it('leaves out pixels of which nothing is known', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 60 }), (values) => {
      const labels = Int32Array.from(values);
      const { confusion, particle } = evaluateImage(
        sure(
          labels,
          labels.map((v) => Math.max(0, v)),
        ),
        3,
      );
      const known = values.filter((v) => v >= 0).length;
      expect(confusion.reduce((a, b) => a + b, 0)).toBe(known);
      const counted = [...particle.positives, ...particle.negatives].reduce((a, b) => a + b, 0);
      expect(counted).toBe(known);
    }),
  );
});

it('divides the particle curve by the size of the nearest particle', () => {
  // a particle of 4 px at the left, one of 12 px at the right; everything is found but 3 false pixels beside the small one
  const [width, height] = [20, 4];
  const labels = new Int32Array(width * height);
  const map = new Int32Array(width * height);
  const said = new Int32Array(width * height);
  const set = (x0: number, y0: number, w: number, h: number, label: number, real: boolean) => {
    for (let y = y0; y < y0 + h; y++)
      for (let x = x0; x < x0 + w; x++) {
        if (real) labels[y * width + x] = 1;
        if (real) map[y * width + x] = label;
        said[y * width + x] = 1;
      }
  };
  set(0, 0, 2, 2, 1, true);
  set(16, 0, 4, 3, 2, true);
  set(3, 0, 1, 3, 0, false);
  const particles = { width, height, count: 2, data: map };
  const { bySize, particle } = evaluateImage({ ...sure(labels, said), width, height, particles }, 3, [3]);
  const [small, large] = bySize.map(curveOf);
  expect(small.precision[128]).toBeCloseTo(4 / 7, 12);
  expect(large.precision[128]).toBe(1);
  expect(small.pixels + large.pixels).toBe(16);
  const sum = (a: Float64Array) => a.reduce((x, y) => x + y, 0);
  expect(sum(bySize[0].negatives) + sum(bySize[1].negatives)).toBe(sum(particle.negatives));
});
