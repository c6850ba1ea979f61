import { expect, test } from 'vitest';
import { openSession } from '../../main/engine/runtime.ts';
import { compactUnet } from '../architectures/compact-unet.ts';
import { httemUnet } from '../architectures/httem-unet.ts';
import type { Layout } from '../architectures/layout.ts';
import { initialState } from '../architectures/layout.ts';
import { superEllipse } from '../architectures/super-ellipse.ts';
import type { Target } from '../graph/graph.ts';
import { float32, sizeOf, type TensorData } from '../graph/tensor.ts';
import curves from './fixtures/training-curves.json' with { type: 'json' };
import { buildTrainingStep, type StepOptions } from './training-step.ts';

// The same numbers as fixtures/training_curves.py makes, from the same formulas.

const wave = (n: number, phase: number, scale: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => {
    const v = 43758.5453 * Math.sin(12.9898 * i + phase);
    return scale * (2 * (v - Math.floor(v)) - 1);
  });

function filled(layout: Layout, names: readonly string[]): Float32Array {
  const weights = new Float32Array(layout.size);
  names.forEach((name, k) => {
    const parameter = layout.parameters.get(name);
    if (!parameter) throw new Error(name);
    const { shape, offset } = parameter;
    const n = sizeOf(shape);
    let values: Float32Array;
    if (shape.length > 1) values = wave(n, k, Math.sqrt(3) * Math.sqrt(2 / (n / shape[0])));
    else if (name.endsWith('norm.scale')) values = Float32Array.from(wave(n, k, 0.1), (v) => 1 + v);
    else values = wave(n, k, 0.05);
    weights.set(values, offset);
  });
  expect(names).toHaveLength(layout.parameters.size);
  return weights;
}

function batchOf(step: number, n: number, side: number, classes: number): Record<string, TensorData> {
  const pixels = n * side * side;
  const slow = Float64Array.from({ length: pixels }, (_, i) => Math.sin(0.05 * i + step));
  const image = Float32Array.from(slow, (s, i) => s + 0.5 * Math.sin(78.233 * i + step));
  const labels = Int32Array.from(slow, (s, i) => (i % 17 === 0 ? -1 : Math.floor(((s + 1) / 2.0001) * classes)));
  return {
    image: float32([n, 1, side, side], image),
    labels: { type: 'int32', shape: [n, 1, side, side], data: labels },
    values: float32([n, 3], wave(3 * n, step, 1)),
  };
}

const norm = (name: string) => [`${name}.weight`, `${name}.norm.scale`, `${name}.norm.shift`];
const plain = (name: string) => [`${name}.weight`, `${name}.bias`];
const compactNames = [
  ...['encoder0', 'encoder1', 'encoder2', 'encoder3', 'decoder2', 'decoder1', 'decoder0'].flatMap((block) => [
    ...norm(`${block}.0`),
    ...norm(`${block}.1`),
  ]),
  ...plain('head'),
];
const httemNames = [
  ...['encoder0', 'encoder1', 'encoder2', 'encoder3', 'centre'].flatMap(plain),
  ...[3, 2, 1, 0].flatMap((level) => [...plain(`decoder${level}.0`), ...plain(`decoder${level}.1`)]),
  ...plain('head'),
];
const ellipseNames = [...[0, 1, 2, 3].flatMap((i) => norm(`layer${i}`)), ...plain('head')];

interface Curve {
  readonly options: Omit<StepOptions, 'target'>;
  readonly names: readonly string[];
  readonly rate: number;
  /** Largest relative difference of a loss. */
  readonly tolerance: number;
  readonly expected: { readonly losses: readonly number[]; readonly weights: number; readonly running: number };
}

const segmentation = { batch: 2, height: 32, width: 32 };
const cases: Record<string, Curve> = {
  'compact U-Net, cross-entropy and Dice, Adam': {
    options: {
      ...segmentation,
      architecture: compactUnet,
      outputs: 2,
      loss: { loss: 'cross-entropy-dice' },
      optimiser: { optimiser: 'adam' },
    },
    names: compactNames,
    // Adam divides gradients near zero by their own size: rounding errors grow from step to step

    rate: 1e-4,
    tolerance: 3e-3,
    expected: curves['compact-unet'],
  },
  'small U-Net, weighted cross-entropy, SGD with momentum and decay': {
    options: {
      ...segmentation,
      architecture: httemUnet,
      outputs: 3,
      loss: { loss: 'cross-entropy', classWeights: [1, 2, 0.5] },
      // PyTorch decays biases too
      optimiser: { optimiser: 'sgd', weightDecay: 1e-3, decaying: 55_271 },
    },
    names: httemNames,
    rate: 0.02,
    tolerance: 2e-6,
    expected: curves['httem-unet'],
  },
  'regressor with batch normalisation, mean squared error, AdamW': {
    options: {
      batch: 8,
      height: 44,
      width: 44,
      architecture: superEllipse,
      outputs: 3,
      loss: { loss: 'cross-entropy' },
      optimiser: { optimiser: 'adamw', weightDecay: 0.01, decaying: 26_843 },
    },
    names: ellipseNames,
    rate: 1e-3,
    tolerance: 5e-5,
    expected: curves['super-ellipse'],
  },
  'small U-Net, cross-entropy, Adadelta': {
    options: {
      ...segmentation,
      architecture: httemUnet,
      outputs: 3,
      loss: { loss: 'cross-entropy' },
      optimiser: { optimiser: 'adadelta' },
    },
    names: httemNames,
    rate: 0.1,
    tolerance: 2e-6,
    expected: curves['adadelta'],
  },
};

/** Runs a training and gives its losses with sums over the state at its end. */
async function train({ options, names, rate, expected }: Curve, target: Target) {
  const step = buildTrainingStep({ ...options, target });
  const session = await openSession(step.model, { provider: 'cpu', threads: 2 });
  let state: Record<string, TensorData> = {
    weights: float32([step.layout.size], filled(step.layout, names)),
    statistics: float32([step.layout.statisticsSize], initialState(step.layout, 1).statistics),
  };
  for (let i = 0; i < step.memory; i++)
    state[`memory${i}`] = float32([step.layout.size], new Float32Array(step.layout.size));
  for (const { name, shape } of step.masks) state[name] = float32(shape, new Float32Array(sizeOf(shape)).fill(1));
  const losses: number[] = [];
  for (let i = 0; i < expected.losses.length; i++) {
    const after = await session.run({
      ...state,
      ...batchOf(i, options.batch, options.height, options.outputs),
      rate: float32([], [rate]),
      step: float32([], [i + 1]),
    });
    losses.push((after['loss'].data as Float32Array)[0]);
    for (const name of session.outputs)
      if (name.endsWith('_next')) state = { ...state, [name.slice(0, -5)]: after[name] };
  }
  await session.close();
  const sum = (data: TensorData['data']) => (data as Float32Array).reduce((total, x) => total + Math.abs(x), 0);
  const running = (state['statistics'].data as Float32Array).reduce((total, x) => total + x, 0);
  return { losses, weights: sum(state['weights'].data), running };
}

test.each(Object.entries(cases))('%s: loss after loss as in PyTorch', async (_, curve) => {
  const { losses, weights, running } = await train(curve, 'cpu');
  losses.forEach((loss, i) => {
    expect(Math.abs(loss / curve.expected.losses[i] - 1), `step ${i}: ${loss}`).toBeLessThan(curve.tolerance);
  });
  expect(weights / curve.expected.weights).toBeCloseTo(1, 5);
  expect(running / (curve.expected.running || 1)).toBeCloseTo(curve.expected.running === 0 ? 0 : 1, 2);
});

test('operators of every provider train as those of the CPU do', async () => {
  const curve = { ...cases['compact U-Net, cross-entropy and Dice, Adam'] };
  const short = { ...curve, expected: { ...curve.expected, losses: curve.expected.losses.slice(0, 4) } };
  const { losses } = await train(short, 'any');
  losses.forEach((loss, i) => {
    expect(Math.abs(loss / curve.expected.losses[i] - 1)).toBeLessThan(curve.tolerance);
  });
});
