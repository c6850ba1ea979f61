import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { float32, type TensorData } from '../graph/tensor.ts';
import { checkGradient, evaluate, noise } from './fixtures/check-gradient.ts';
import { type LossName, type LossOptions, meanSquaredError, segmentationLoss } from './losses.ts';

const shape = [2, 3, 4, 5];
const pixels = 20;

/** Every seventh pixel is not labelled. */
const labels = Int32Array.from({ length: 2 * pixels }, (_, i) => (i % 7 === 3 ? -1 : (i * 5) % 3));

/** Softmax probabilities by class and pixel, in double precision. */
function probabilities(scores: Float32Array): number[][] {
  return Array.from({ length: 2 * pixels }, (_, i) => {
    const at = (k: number) => scores[Math.floor(i / pixels) * 3 * pixels + k * pixels + (i % pixels)];
    const e = [0, 1, 2].map((k) => Math.exp(at(k)));
    const sum = e.reduce((a, b) => a + b, 0);
    return e.map((v) => v / sum);
  });
}

/** The losses spelled out, pixel by pixel. */
function expected(p: readonly number[][], { loss, classWeights, diceClasses, focus = 2 }: LossOptions): number {
  let [sum, total] = [0, 0];
  const [both, found, there] = [0, 1, 2].map(() => [0, 0, 0]);
  p.forEach((row, i) => {
    const label = labels[i];
    if (label < 0) return;
    const weight = classWeights?.[label] ?? 1;
    const ease = loss === 'focal' ? (1 - row[label]) ** focus : 1;
    sum -= weight * ease * Math.log(row[label]);
    total += weight;
    both[label] += row[label];
    there[label]++;
    row.forEach((v, k) => {
      found[k] += v;
    });
  });
  const chosen = diceClasses ?? [0, 1, 2];
  const weights = chosen.map((k) => classWeights?.[k] ?? 1);
  const mean = chosen.reduce((s, k, i) => s + (weights[i] * (2 * both[k] + 1)) / (found[k] + there[k] + 1), 0);
  const dice = 1 - mean / weights.reduce((a, b) => a + b, 0);
  if (loss === 'dice') return dice;
  return loss === 'cross-entropy-dice' ? sum / total + dice : sum / total;
}

const names: LossName[] = ['cross-entropy', 'dice', 'cross-entropy-dice', 'focal'];
const cases: LossOptions[] = names.flatMap((loss) => [
  { loss },
  { loss, classWeights: [1, 3, 0.5], diceClasses: [1, 2], focus: 3 },
]);

function build(options: LossOptions) {
  const graph = new Graph();
  const scores = graph.input('scores', 'float32', shape);
  const marks = graph.input('labels', 'int32', [2, 1, 4, 5]);
  const { loss, overlaps } = segmentationLoss(graph, scores, marks, options);
  graph.output('loss', loss);
  graph.output('overlaps', overlaps);
  return graph;
}

const marks = (data: Int32Array): TensorData => ({ type: 'int32', shape: [2, 1, 4, 5], data });

test.each(cases)('$loss as spelled out pixel by pixel ($classWeights)', async (options) => {
  const scores = noise(shape, 3, -2, 2);
  const given = await evaluate(build(options), { scores, labels: marks(labels) });
  expect((given['loss'].data as Float32Array)[0]).toBeCloseTo(expected(probabilities(scores.data), options), 5);
});

test.each(cases)('$loss has the gradient of its differences ($classWeights)', async (options) => {
  await checkGradient({
    shapes: { scores: shape },
    range: [-2, 2],
    build: (graph, { scores }) => {
      const known = graph.constant({ type: 'int32', shape: [2, 1, 4, 5], data: labels });
      return segmentationLoss(graph, scores, known, options).loss;
    },
  });
});

test('scores of unlabelled pixels change nothing', async () => {
  const graph = build({ loss: 'cross-entropy-dice' });
  const scores = noise(shape, 3, -2, 2);
  const changed = scores.data.slice();
  for (let k = 0; k < 3; k++) changed[k * pixels + 3] += 5;
  const a = await evaluate(graph, { scores, labels: marks(labels) });
  const b = await evaluate(graph, { scores: float32(shape, changed), labels: marks(labels) });
  expect((a['loss'].data as Float32Array)[0]).toBeCloseTo((b['loss'].data as Float32Array)[0], 6);
});

test('a batch without any label has a finite loss', async () => {
  const none = marks(new Int32Array(2 * pixels).fill(-1));
  const { loss } = await evaluate(build({ loss: 'cross-entropy' }), { scores: noise(shape, 3), labels: none });
  expect((loss.data as Float32Array)[0]).toBeCloseTo(0, 10);
});

test('mean squared error', async () => {
  const graph = new Graph();
  const a = graph.input('a', 'float32', [2, 2]);
  graph.output('loss', meanSquaredError(graph, a, graph.constant(float32([2, 2], [0, 0, 0, 4]))));
  const { loss } = await evaluate(graph, { a: float32([2, 2], [1, 2, 3, 4]) });
  expect((loss.data as Float32Array)[0]).toBeCloseTo((1 + 4 + 9) / 4, 6);
});
