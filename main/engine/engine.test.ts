import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { random } from '../../app/math/random.ts';
import type { RatePlan } from '../../native-models/gradient/schedules.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import { candidateProviders, probeDevices } from './devices.ts';
import { Engine, type EngineProcess, forkEngine } from './engine.ts';
import type { Batch, JudgedImage, OpenTraining, TrainingState } from './messages.ts';
import { meanDice, train } from './train.ts';
import type { EpochProgress, TrainPlan } from './train-plan.ts';

const entry = fileURLToPath(new URL('./main.ts', import.meta.url));
const processes: EngineProcess[] = [];
const launch = () => {
  const process = forkEngine(entry);
  processes.push(process);
  return process;
};
afterAll(() => {
  for (const process of processes) process.kill();
});

const side = 32;
const device = { provider: 'cpu', threads: 2 } as const;

/** Bright disks on noise, and where they are. */
function scene(seed: number, width: number): JudgedImage {
  const draw = random(seed);
  const pixels = new Float32Array(width * width);
  const labels = new Int32Array(width * width);
  const [x0, y0, r] = [draw.uniform(8, width - 8), draw.uniform(8, width - 8), draw.uniform(4, 8)];
  for (let i = 0; i < pixels.length; i++) {
    const inside = Math.hypot((i % width) - x0, Math.floor(i / width) - y0) < r;
    labels[i] = inside ? 1 : 0;
    pixels[i] = draw.normal(inside ? 2 : 0, 0.5);
  }
  return { pixels, labels, width, height: width };
}

async function batch(step: number): Promise<Batch> {
  const image = new Float32Array(2 * side * side);
  const truth = new Int32Array(2 * side * side);
  for (const i of [0, 1]) {
    const { pixels, labels } = scene(100 + 2 * step + i, side);
    image.set(pixels, i * side * side);
    truth.set(labels, i * side * side);
  }
  return { image, truth };
}

const open: OpenTraining = {
  architecture: 'httem-unet',
  outputs: 2,
  batch: 2,
  height: side,
  width: side,
  loss: { loss: 'cross-entropy-dice' },
  optimiser: { optimiser: 'adam', clipNorm: 5 },
  seed: 1,
  state: null,
  device,
};
const rate: RatePlan = { rate: 1e-2, schedule: { kind: 'constant' }, warmUp: 0 };
const plan: TrainPlan = {
  open,
  rate,
  stepsPerEpoch: 10,
  epochs: 3,
  patience: null,
  minutes: null,
  validation: [scene(1, 48), scene(2, 48)],
  memory: 1e8,
};

const sameState = (a: TrainingState | null, b: TrainingState | null) => {
  expect(a?.step).toBe(b?.step);
  expect(a?.weights.every((w, i) => w === b?.weights[i])).toBe(true);
  expect(a?.memory.every((m, k) => m.every((v, i) => v === b?.memory[k][i]))).toBe(true);
};

describe('training in the engine process', () => {
  const engine = new Engine(launch);

  test('learns, judges, keeps the best, gives the same twice and resumes as if never interrupted', async () => {
    const epochs: EpochProgress[] = [];
    const losses: number[] = [];
    const result = await train(engine, plan, {
      batch,
      onStep: ({ loss }) => losses.push(loss),
      onEpoch: (progress) => {
        epochs.push(progress);
      },
    });
    expect(result.ended).toBe('complete');
    expect(losses).toHaveLength(30);
    expect(epochs.map((e) => e.epoch)).toEqual([0, 1, 2]);
    expect(epochs[2].loss).toBeLessThan(0.85 * epochs[0].loss);
    expect(epochs.every((e) => e.score > 0 && e.score < 1)).toBe(true);
    const best = epochs.reduce((a, b) => (b.score > a.score ? b : a));
    expect(result.bestEpoch).toBe(best.epoch);
    sameState(result.best, best.state);

    const again = await train(engine, plan, { batch });
    sameState(again.last, result.last);

    // through bytes, as after a restart of the program
    const saved = encodeCheckpoint({ state: epochs[0].state, about: { architecture: open.architecture } });
    const { state, about } = decodeCheckpoint(saved, 'checkpoint');
    expect(about).toEqual({ architecture: 'httem-unet' });
    const resumed = await train(engine, { ...plan, open: { ...open, state } }, { batch });
    sameState(resumed.last, result.last);
  });

  test('a stop takes the state along and keeps the best', async () => {
    const stop = new AbortController();
    const result = await train(
      engine,
      { ...plan, epochs: 1000 },
      {
        batch,
        signal: stop.signal,
        onStep: ({ step }) => {
          if (step === 12) stop.abort();
        },
      },
    );
    expect(result.ended).toBe('stopped');
    expect(result.bestEpoch).toBe(0);
    expect(result.best?.step).toBe(10);
    expect(result.last?.step).toBe(13);
  });

  test('ends by itself when it gets no better', async () => {
    const result = await train(
      engine,
      { ...plan, rate: { ...rate, rate: 0 }, epochs: 50, stepsPerEpoch: 1, patience: 2 },
      { batch },
    );
    expect(result.ended).toBe('patience');
    expect(result.last?.step).toBe(3);
  });

  test('a training rate that is far too high is told, not kept', async () => {
    const wild = train(engine, { ...plan, rate: { ...rate, rate: 1e30 } }, { batch });
    await expect(wild).rejects.toMatchObject({ info: { tag: 'invalid-input' } });
  });

  test('an unknown architecture and foreign weights are failures with a remedy', async () => {
    await expect(engine.call('open-training', { ...open, architecture: 'nothing' })).rejects.toBeInstanceOf(Failure);
    const state = { weights: new Float32Array(3), statistics: new Float32Array(0), memory: [], step: 0 };
    const foreign = engine.call('open-training', { ...open, state });
    await expect(foreign).rejects.toMatchObject({ info: { tag: 'invalid-input' } });
  });
});

test('a model predicts a whole image and reports how far it is', async () => {
  const engine = new Engine(launch);
  const { training } = await engine.call('open-training', open);
  const state = await engine.call('training-state', { training });
  const { model } = await engine.call('open-model', { ...state, architecture: open.architecture, outputs: 2, device });
  const done: number[] = [];
  const image = scene(5, 100);
  const ask = { model, pixels: image.pixels, width: 100, height: 100, memory: 1e8 };
  const { values: probabilities, reduced } = await engine.call('predict', ask, { onProgress: (f) => done.push(f) });
  expect(reduced).toBe(false);
  expect(probabilities).toHaveLength(2 * 100 * 100);
  expect(probabilities[0] + probabilities[10_000]).toBeCloseTo(1, 5);
  expect(done[0]).toBe(0);
  await engine.call('close-model', { model });
  await expect(engine.call('predict', ask)).rejects.toMatchObject({ info: { tag: 'not-found' } });
  engine.stop();
});

describe('when the process dies', () => {
  test('open calls fail as engine-crashed, the next call gets a new process', async () => {
    const engine = new Engine(launch);
    await engine.call('open-training', open);
    const lost = train(engine, { ...plan, epochs: 1000 }, { batch });
    setTimeout(() => processes[processes.length - 1].kill(), 300);
    await expect(lost).rejects.toMatchObject({ info: { tag: 'engine-crashed' } });
    const { parameters } = await engine.call('open-training', open);
    expect(parameters).toBe(55_266);
    expect(engine.generation).toBe(2);
    engine.stop();
  });

  test('a signal ends a call at once', async () => {
    const engine = new Engine(launch);
    const stop = new AbortController();
    const call = engine.call('probe', device, { signal: stop.signal });
    stop.abort();
    await expect(call).rejects.toMatchObject({ info: { tag: 'stopped' } });
    await expect(engine.call('probe', device, { signal: stop.signal })).rejects.toMatchObject({
      info: { tag: 'stopped' },
    });
    engine.stop();
  });
});

test('devices are tried each in a process of its own; what does not work says why', async () => {
  const reports = await probeDevices(launch, ['cpu', 'coreml'], 2);
  const [cpu, coreml] = reports;
  expect(cpu.problem).toBeNull();
  expect(cpu.difference).toBe(0);
  expect(cpu.milliseconds).toBeGreaterThan(0);
  expect(cpu.name).toContain('2 threads');
  if (process.platform !== 'darwin') {
    expect(coreml.milliseconds).toBeNull();
    expect(coreml.problem).toBeTruthy();
  }
  for (const platform of ['linux', 'win32', 'darwin'] as const) expect(candidateProviders(platform)[0]).toBe('cpu');
});

test('bytes that are no checkpoint are refused by name', () => {
  expect(() => decodeCheckpoint(new Uint8Array(10), 'old.ckpt')).toThrow(/old\.ckpt/);
});

test('mean Dice leaves out classes that do not occur', () => {
  expect(meanDice(Float64Array.of(8, 2, 0, 0, 10, 0, 0, 0, 0))).toBeCloseTo((16 / 18 + 20 / 22) / 2, 10);
  expect(meanDice(new Float64Array(4))).toBe(0);
});
