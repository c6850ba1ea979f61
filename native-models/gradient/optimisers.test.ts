import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { float32, type TensorData } from '../graph/tensor.ts';
import { evaluate } from './fixtures/check-gradient.ts';
import { memoryOf, type OptimiserOptions, optimise } from './optimisers.ts';
import { rateAt } from './schedules.ts';

const start = [1, -2, 3];
const gradients = [
  [0.5, -1, 2],
  [0.1, 0.4, -3],
  [-0.7, 0.2, 1],
];

/** Weights after each of three steps with fixed gradients. */
async function steps(options: OptimiserOptions, rate: number): Promise<number[][]> {
  const graph = new Graph();
  const memory = Array.from({ length: memoryOf(options.optimiser) }, (_, i) => graph.input(`m${i}`, 'float32', [3]));
  const updated = optimise({
    graph,
    weights: graph.input('w', 'float32', [3]),
    gradient: graph.input('g', 'float32', [3]),
    memory,
    rate: graph.input('rate', 'float32', []),
    step: graph.input('step', 'float32', []),
    options,
  });
  graph.output('next', updated.weights);
  updated.memory.forEach((m, i) => {
    graph.output(`next${i}`, m);
  });
  let state: Record<string, TensorData> = { w: float32([3], start) };
  for (const { name } of memory) state[name] = float32([3], [0, 0, 0]);
  const out: number[][] = [];
  for (const [i, gradient] of gradients.entries()) {
    const after = await evaluate(graph, {
      ...state,
      g: float32([3], gradient),
      rate: float32([], [rate]),
      step: float32([], [i + 1]),
    });
    state = { w: after['next'] };
    for (const [k, { name }] of memory.entries()) state[name] = after[`next${k}`];
    out.push(Array.from(after['next'].data as Float32Array));
  }
  return out;
}

function expectClose(actual: number[][], each: (w: number, g: readonly number[], i: number) => number[]): void {
  start.forEach((w, i) => {
    const path = each(
      w,
      gradients.map((g) => g[i]),
      i,
    );
    path.forEach((value, step) => {
      expect(actual[step][i]).toBeCloseTo(value, 5);
    });
  });
}

test('SGD with momentum and L2 decay', async () => {
  expectClose(await steps({ optimiser: 'sgd', momentum: 0.8, weightDecay: 0.1 }, 0.05), (start, gs) => {
    let [w, v] = [start, 0];
    return gs.map((g) => {
      v = 0.8 * v + g + 0.1 * w;
      w -= 0.05 * v;
      return w;
    });
  });
});

test('Adam with its corrected moments; AdamW shrinks weights beside', async () => {
  for (const optimiser of ['adam', 'adamw'] as const) {
    expectClose(await steps({ optimiser, weightDecay: 0.1 }, 0.05), (start, gs) => {
      let [w, m, v] = [start, 0, 0];
      return gs.map((gradient, i) => {
        const g = optimiser === 'adam' ? gradient + 0.1 * w : gradient;
        if (optimiser === 'adamw') w *= 1 - 0.05 * 0.1;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        w -= (0.05 * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8);
        return w;
      });
    });
  }
});

test('only the first weights decay when told so', async () => {
  expectClose(await steps({ optimiser: 'sgd', momentum: 0, weightDecay: 0.5, decaying: 2 }, 0.1), (start, gs, i) => {
    let w = start;
    return gs.map((g) => {
      w -= 0.1 * (g + (i < 2 ? 0.5 * w : 0));
      return w;
    });
  });
});

test('Adadelta', async () => {
  expectClose(await steps({ optimiser: 'adadelta' }, 1), (start, gs) => {
    let [w, squares, changes] = [start, 0, 0];
    return gs.map((g) => {
      squares = 0.9 * squares + 0.1 * g * g;
      const change = (Math.sqrt(changes + 1e-6) / Math.sqrt(squares + 1e-6)) * g;
      changes = 0.9 * changes + 0.1 * change * change;
      w -= change;
      return w;
    });
  });
});

test('gradients longer than the limit are shortened to it, others are left alone', async () => {
  expectClose(await steps({ optimiser: 'sgd', momentum: 0, clipNorm: 1 }, 0.1), (start, _, i) => {
    let w = start;
    return gradients.map((gradient) => {
      w -= (0.1 * gradient[i]) / Math.max(1, Math.hypot(...gradient));
      return w;
    });
  });
  expectClose(await steps({ optimiser: 'sgd', momentum: 0, clipNorm: 100 }, 0.1), (start, gs) => {
    let w = start;
    return gs.map((g) => {
      w -= 0.1 * g;
      return w;
    });
  });
});

test('learning rates over a training', () => {
  const plan = { rate: 0.4, warmUp: 4 };
  const warm = [0, 1, 2, 3].map((i) => rateAt({ ...plan, schedule: { kind: 'constant' } }, i));
  expect(warm).toEqual([0.1, 0.2, 0.3, 0.4].map((r) => expect.closeTo(r, 10)));
  const halving = { ...plan, schedule: { kind: 'halving', every: 20 } } as const;
  expect([4, 23, 24, 44].map((i) => rateAt(halving, i))).toEqual([0.4, 0.4, 0.2, 0.1]);
  const cooldown = { ...plan, schedule: { kind: 'cooldown', from: 10, steps: 20 } } as const;
  expect([4, 10, 20, 25, 30, 99].map((i) => rateAt(cooldown, i))).toEqual(
    [0.4, 0.4, 0.2, 0.1, 0, 0].map((r) => expect.closeTo(r, 10)),
  );
  const cosine = { ...plan, schedule: { kind: 'cosine', steps: 100, end: 0.1 } } as const;
  expect(rateAt(cosine, 4)).toBeCloseTo(0.4, 10);
  expect(rateAt(cosine, 54)).toBeCloseTo(0.22, 10);
  expect(rateAt(cosine, 104)).toBeCloseTo(0.04, 10);
  expect(rateAt(cosine, 900)).toBeCloseTo(0.04, 10);
});
