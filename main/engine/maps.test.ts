import { describe, expect, test } from 'vitest';
import { random } from '../../app/math/random.ts';
import { writeForward } from '../../native-models/architectures/inference.ts';
import { initialState, layoutOf } from '../../native-models/architectures/layout.ts';
import { measureNetwork } from '../../native-models/architectures/measure.ts';
import { particleUnet } from '../../native-models/architectures/particle-unet.ts';
import { predictImage } from './predict.ts';
import { openSession } from './runtime.ts';
import { TrainingSession } from './training-session.ts';

const device = { provider: 'cpu', threads: 2 } as const;

describe('a network whose result is half as fine as its image', () => {
  const layout = layoutOf(particleUnet, 3);
  const state = initialState(layout, 3);
  // an untrained network is loud: its scores are brought to where a sigmoid is not yet flat
  const head = layout.parameters.get('head.weight')?.offset ?? 0;
  for (let i = head; i < head + 48; i++) state.weights[i] *= 0.02;
  const model = writeForward({ architecture: particleUnet, outputs: 3, state, normalisation: 'given' });
  const measure = measureNetwork(particleUnet, 3);
  const limits = { divisor: 32, reduction: 2, measure, classes: 3 };
  const memoryFor = (side: number) => 2 * measure.bytesPerPixel * side * side;

  test('gives maps of half the size that do not depend on tiles', async () => {
    const draw = random(4);
    const [width, height] = [1701, 63];
    const pixels = Float32Array.from({ length: width * height }, () => draw.normal(1000, 200));
    const session = await openSession(model, device);
    const whole = await predictImage(session, { pixels, width, height }, { ...limits, memory: memoryFor(2048) });
    expect(whole.length).toBe(3 * 851 * 32);
    expect(whole.every((p) => p > 0 && p < 1)).toBe(true);
    expect(Math.max(...whole) - Math.min(...whole)).toBeGreaterThan(0.1);
    const tiled = await predictImage(session, { pixels, width, height }, { ...limits, memory: memoryFor(1216) });
    const worst = tiled.reduce((most, p, i) => Math.max(most, Math.abs(p - whole[i])), 0);
    expect(worst).toBeLessThan(1e-4);
    await session.close();
  });
});

test('maps are learned, and what has no importance is not', async () => {
  const side = 32;
  const training = await TrainingSession.open({
    architecture: 'particle-unet',
    outputs: 2,
    batch: 2,
    height: side,
    width: side,
    loss: { loss: 'cross-entropy' },
    mapLoss: { diceMaps: [0] },
    optimiser: { optimiser: 'adam' },
    seed: 1,
    state: null,
    device,
  });
  const draw = random(9);
  const image = Float32Array.from({ length: 2 * side * side }, () => draw.normal(0, 1));
  const size = (side / 2) ** 2;
  const truth = Float32Array.from({ length: 4 * size }, (_, i) => (i % 16 < 8 ? 1 : 0.25));
  const importance = Float32Array.from({ length: 4 * size }, (_, i) => (i % 5 === 0 ? 0 : 1));
  const losses: number[] = [];
  for (let i = 0; i < 12; i++) losses.push((await training.step({ image, truth, importance }, 5e-3)).loss);
  expect(losses[11]).toBeLessThan(0.8 * losses[0]);
  const elsewhere = truth.map((t, i) => (importance[i] === 0 ? 1 - t : t));
  const known = await training.step({ image, truth, importance }, 0);
  const changed = await training.step({ image, truth: elsewhere, importance }, 0);
  expect(changed.loss).toBeCloseTo(known.loss, 5);
  await expect(training.step({ image, truth }, 0)).rejects.toMatchObject({ info: { tag: 'internal' } });
  await training.close();
});
