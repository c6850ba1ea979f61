import { describe, expect, test } from 'vitest';
import { openSession } from '../../main/engine/runtime.ts';
import { buildTrainingStep } from '../gradient/training-step.ts';
import { readOnnx } from '../graph/read-onnx.ts';
import { float32, type TensorData } from '../graph/tensor.ts';
import { trainingConstants, writeForward } from './inference.ts';
import { initialState, layoutOf } from './layout.ts';
import { architectures } from './list.ts';

/** Parameters with two classes (three numbers for the regressor), and running statistics. */
const facts: Record<string, readonly [parameters: number, statistics: number]> = {
  'compact-unet': [487_730, 1408],
  'resnet18-unet': [14_322_082, 11_584],
  'vgg16-unet': [18_637_058, 10_368],
  'mobilenet-unet': [8_312_034, 23_872],
  fpn: [13_041_090, 11_392],
  atrous: [74_658, 576],
  'httem-unet': [55_266, 0],
  'particle-unet': [1_337_202, 3008],
  'super-ellipse': [26_843, 176],
};

describe.each(architectures)('$name', (architecture) => {
  const regression = architecture.kind === 'regression';
  const outputs = regression ? 3 : 2;
  const layout = layoutOf(architecture, outputs);

  test('has the published number of parameters', () => {
    expect([layout.size, layout.statisticsSize]).toEqual(facts[architecture.name]);
    let size = 0;
    for (const { offset, shape } of layout.parameters.values()) {
      expect(offset).toBe(size);
      size += shape.reduce((a, b) => a * b, 1);
    }
    expect(size).toBe(layout.size);
  });
});

describe('a network of the list', () => {
  const [architecture] = architectures;
  const layout = layoutOf(architecture, 2);
  const state = initialState(layout, 3);

  test('starts the same from the same seed, differently from another', () => {
    expect(initialState(layout, 3).weights.every((w, i) => w === state.weights[i])).toBe(true);
    expect(initialState(layout, 4).weights.every((w, i) => w === state.weights[i])).toBe(false);
  });

  test('starts with variance 2 / inputs before a ReLU', () => {
    const { offset, shape } = layout.parameters.get('encoder3.1.weight') ?? { offset: 0, shape: [0] };
    const part = state.weights.subarray(offset, offset + shape.reduce((a, b) => a * b, 1));
    const variance = part.reduce((sum, w) => sum + w * w, 0) / part.length;
    expect(variance / (2 / (128 * 9))).toBeCloseTo(1, 1);
  });

  test('says what it is in the file', () => {
    const metadata = { key: 'välue' };
    const bytes = writeForward(
      { architecture, outputs: 2, state, normalisation: 'image', metadata, trainable: true },
      layout,
    );
    const model = readOnnx(bytes, 'model.onnx');
    expect(model.metadata).toEqual(metadata);
    expect(model.inputs.map((i) => i.name)).toEqual(['image']);
    expect(model.inputs[0].shape).toEqual(['batch', 1, 'height', 'width']);
    expect(model.outputs[0].name).toBe('probabilities');
    const kept = model.constants.get(trainingConstants.weights)?.data as Float32Array;
    expect(kept.every((w, i) => w === state.weights[i])).toBe(true);
    expect(model.constants.get(trainingConstants.statistics)?.data).toEqual(state.statistics);
  });
});

/** A training step of a network on a small striped batch, as inputs for the runtime. */
function firstStep(name: string, side: number) {
  const architecture = architectures.find((a) => a.name === name);
  if (!architecture) throw new Error(name);
  const step = buildTrainingStep({
    architecture,
    outputs: 2,
    batch: 2,
    height: side,
    width: side,
    loss: { loss: 'cross-entropy-dice' },
    optimiser: { optimiser: 'adam' },
    target: 'cpu',
  });
  const state = initialState(step.layout, 5);
  const pixels = 2 * side * side;
  const feeds: Record<string, TensorData> = {
    image: float32(
      [2, 1, side, side],
      Float32Array.from({ length: pixels }, (_, i) => Math.sin(i * 0.3)),
    ),
    labels: {
      type: 'int32',
      shape: [2, 1, side, side],
      data: Int32Array.from({ length: pixels }, (_, i) => (Math.sin(i * 0.3) > 0 ? 1 : 0)),
    },
    weights: float32([step.layout.size], state.weights),
    memory0: float32([step.layout.size], new Float32Array(step.layout.size)),
    memory1: float32([step.layout.size], new Float32Array(step.layout.size)),
    statistics: float32([step.layout.statisticsSize], state.statistics),
    rate: float32([], [1e-3]),
    step: float32([], [1]),
  };
  return { architecture, step, feeds };
}

test.each(['compact-unet', 'atrous', 'httem-unet'])('%s learns a striped pattern', async (name) => {
  const { step, feeds } = firstStep(name, 16);
  for (const { name, shape } of step.masks)
    feeds[name] = float32(shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1));
  const session = await openSession(step.model, { provider: 'cpu', threads: 2 });
  const losses: number[] = [];
  for (let i = 1; i <= 12; i++) {
    feeds['step'] = float32([], [i]);
    feeds['rate'] = float32([], [5e-3]);
    const after = await session.run(feeds);
    losses.push((after['loss'].data as Float32Array)[0]);
    for (const state of ['weights', 'memory0', 'memory1', 'statistics'])
      if (after[`${state}_next`]) feeds[state] = after[`${state}_next`];
  }
  await session.close();
  expect(losses[11]).toBeLessThan(0.85 * losses[0]);
});

test('folding keeps what normalisation with running statistics does', async () => {
  const { step, feeds, architecture } = firstStep('compact-unet', 16);
  const session = await openSession(step.model, { provider: 'cpu', threads: 2 });
  const { statistics_next: statistics } = await session.run({ ...feeds, rate: float32([], [0]) });
  await session.close();
  // a batch normalisation whose running statistics are the batch's gives what training on that batch saw:
  // undo the share of 0.1 and the n / (n - 1) of each level to get the batch's own
  const own = new Float32Array(step.layout.statisticsSize);
  const before = feeds['statistics'].data as Float32Array;
  const after = statistics.data as Float32Array;
  for (const { name, channels, offset } of step.layout.statistics.values()) {
    const level = Number(/coder(\d)/.exec(name)?.[1] ?? 0);
    const count = 2 * (16 >> level) ** 2;
    for (let i = offset; i < offset + 2 * channels; i++) {
      own[i] = (after[i] - 0.9 * before[i]) / 0.1;
      if (i >= offset + channels) own[i] *= (count - 1) / count;
    }
  }
  const state = { weights: feeds['weights'].data as Float32Array, statistics: own };
  const forward = await openSession(writeForward({ architecture, outputs: 2, state, normalisation: 'none' }), {
    provider: 'cpu',
    threads: 2,
  });
  const { probabilities } = await forward.run({ image: feeds['image'] });
  await forward.close();
  // cross-entropy + Dice of these probabilities is the loss that the training step reported
  const p = probabilities.data as Float32Array;
  const labels = feeds['labels'].data as Int32Array;
  const plane = 256;
  let entropy = 0;
  const [both, found, there] = [
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  labels.forEach((label, i) => {
    for (const k of [0, 1]) {
      const value = p[Math.floor(i / plane) * 2 * plane + k * plane + (i % plane)];
      found[k] += value;
      if (k !== label) continue;
      entropy -= Math.log(value) / labels.length;
      both[k] += value;
      there[k]++;
    }
  });
  const dice = [0, 1].reduce((sum, k) => sum + (2 * both[k] + 1) / (found[k] + there[k] + 1) / 2, 0);
  const training = await openSession(step.model, { provider: 'cpu', threads: 2 });
  const { loss } = await training.run(feeds);
  await training.close();
  expect((loss.data as Float32Array)[0]).toBeCloseTo(entropy + 1 - dice, 3);
});
