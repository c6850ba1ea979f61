import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { float32 } from '../graph/tensor.ts';
import { checkGradient, evaluate, noise } from './fixtures/check-gradient.ts';
import { type MapLossOptions, mapLoss } from './map-losses.ts';

const shape = [2, 3, 4, 5];
const truth = noise(shape, 5, 0, 1);
/** Every seventh value is unknown, the others count differently. */
const importance = float32(
  shape,
  Float32Array.from({ length: 120 }, (_, i) => (i % 7 === 3 ? 0 : 0.5 + (i % 4))),
);

/** The loss spelled out in double precision. */
function expected(scores: Float32Array, { mapWeights = [1, 1, 1], diceMaps = [] }: MapLossOptions): number {
  const sums = [0, 1, 2].map(() => ({ entropy: 0, counted: 0, both: 0, total: 0 }));
  scores.forEach((x, i) => {
    const sum = sums[Math.floor(i / 20) % 3];
    const [t, w, p] = [truth.data[i], importance.data[i], 1 / (1 + Math.exp(-x))];
    sum.entropy -= w * (t * Math.log(p) + (1 - t) * Math.log(1 - p));
    sum.counted += w;
    sum.both += w * p * t;
    sum.total += w * (p + t);
  });
  const entropy = sums.reduce((s, { entropy, counted }, k) => s + (mapWeights[k] * entropy) / counted, 0);
  const dice = diceMaps.map((k) => 1 - (2 * sums[k].both + 1) / (sums[k].total + 1));
  return entropy + dice.reduce((a, b) => a + b, 0) / Math.max(1, dice.length);
}

const cases: MapLossOptions[] = [{}, { mapWeights: [1, 2, 0.5], diceMaps: [0] }, { diceMaps: [0, 2] }];

test.each(cases)('the loss of maps as spelled out value by value (%o)', async (options) => {
  const graph = new Graph();
  const scores = graph.input('scores', 'float32', shape);
  graph.output('loss', mapLoss(graph, scores, graph.constant(truth), graph.constant(importance), options));
  const given = noise(shape, 3, -3, 3);
  const { loss } = await evaluate(graph, { scores: given });
  expect((loss.data as Float32Array)[0]).toBeCloseTo(expected(given.data, options), 4);
});

test.each(cases)('the loss of maps has the gradient of its differences (%o)', async (options) => {
  await checkGradient({
    shapes: { scores: shape },
    range: [-3, 3],
    build: (graph, { scores }) => mapLoss(graph, scores, graph.constant(truth), graph.constant(importance), options),
  });
});

test('scores far from zero keep the loss of maps finite', async () => {
  const graph = new Graph();
  const scores = graph.input('scores', 'float32', [1, 1, 1, 2]);
  const one = graph.constant(float32([1, 1, 1, 2], [1, 1]));
  graph.output('loss', mapLoss(graph, scores, graph.constant(float32([1, 1, 1, 2], [0, 1])), one, {}));
  const { loss } = await evaluate(graph, { scores: float32([1, 1, 1, 2], [200, -200]) });
  expect((loss.data as Float32Array)[0]).toBeCloseTo(200, 3);
});
