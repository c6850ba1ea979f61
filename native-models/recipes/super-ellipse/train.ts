// Trains the super-ellipse regressor: node train.ts --out FOLDER [--crops N] [--steps N] [--rate R] [--threads N]. Goes on from OUT/checkpoint.onnx.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { decodeCheckpoint, encodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import { Engine, forkEngine } from '../../../main/engine/engine.ts';
import type { TrainingState } from '../../../main/engine/messages.ts';
import { train } from '../../../main/engine/train.ts';
import { batchOf, type Crops, makeCrops, outputs, seedsOf, side } from './crops.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: '/tmp/super-ellipse' },
    crops: { type: 'string', default: '40000' },
    steps: { type: 'string', default: '8000' },
    rate: { type: 'string', default: '0.003' },
    threads: { type: 'string', default: '1' },
  },
});
const [batch, seed, stepsPerEpoch] = [64, 5, 500];
const steps = Number(values.steps);
mkdirSync(values.out, { recursive: true });
const file = path.join(values.out, 'checkpoint.onnx');
const kept = path.join(values.out, `crops-${values.crops}.bin`);
if (!existsSync(kept)) writeFileSync(kept, serialize(makeCrops(Number(values.crops), seedsOf.training)));
const crops = deserialize(readFileSync(kept)) as Crops;

function keep(state: TrainingState): void {
  writeFileSync(
    `${file}.part`,
    encodeCheckpoint({ state, about: { architecture: 'super-ellipse', model: 'super-ellipse' } }),
  );
  renameSync(`${file}.part`, file);
}

const began = existsSync(file) ? decodeCheckpoint(new Uint8Array(readFileSync(file)), file).state : null;
const engine = new Engine(() => forkEngine(path.resolve(import.meta.dirname, '../../../main/engine/main.ts')));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
await train(
  engine,
  {
    open: {
      architecture: 'super-ellipse',
      outputs: outputs.length,
      batch,
      height: side,
      width: side,
      loss: { loss: 'cross-entropy' },
      optimiser: { optimiser: 'adamw', weightDecay: 0.01, clipNorm: 5 },
      seed,
      state: began,
      device: { provider: 'cpu', threads: Number(values.threads) },
    },
    rate: { rate: Number(values.rate), schedule: { kind: 'cosine', steps, end: 0.01 }, warmUp: 200 },
    stepsPerEpoch,
    epochs: Math.ceil(steps / stepsPerEpoch),
    patience: null,
    minutes: null,
    validation: [],
    memory: 0,
  },
  {
    batch: async (step) => batchOf(crops, batch, seed, step),
    onKeep: keep,
    onEpoch: ({ loss, state }) => {
      keep(state);
      process.stdout.write(`${state.step} mean squared error ${loss.toFixed(4)} ${new Date().toISOString()}\n`);
    },
    signal: stop.signal,
  },
);
engine.stop();
