// Trains one of the networks of kinds.ts: node train.ts --model ID --out FOLDER [--from CHECKPOINT] [--steps N] [--rate R] [--minutes N] [--threads N]
// Goes on from OUT/ID.checkpoint.onnx when it is there; else begins with what fits of --from. The rate falls to zero over the steps.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { decodeCheckpoint, encodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import { Engine, forkEngine } from '../../../main/engine/engine.ts';
import type { TrainingState } from '../../../main/engine/messages.ts';
import { train } from '../../../main/engine/train.ts';
import { beginFrom } from '../../architectures/begin-from.ts';
import { compactUnet } from '../../architectures/compact-unet.ts';
import { heldOut } from './held-out.ts';
import { kindOf } from './kinds.ts';
import { batchOf, Scenes } from './patches.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'overlap' },
    out: { type: 'string', default: '/tmp/segmentation' },
    from: { type: 'string' },
    steps: { type: 'string', default: '3000' },
    rate: { type: 'string', default: '0.002' },
    minutes: { type: 'string', default: '120' },
    threads: { type: 'string', default: '2' },
  },
});
const [side, batch, seed, stepsPerEpoch] = [192, 4, 7, 250];
const kind = kindOf(values.model);
const steps = Number(values.steps);
const architecture = compactUnet.name;
const outputs = kind.classes.length;
mkdirSync(values.out, { recursive: true });
const file = path.join(values.out, `${kind.id}.checkpoint.onnx`);

function keep(state: TrainingState): void {
  writeFileSync(`${file}.part`, encodeCheckpoint({ state, about: { architecture, model: kind.id } }));
  renameSync(`${file}.part`, file);
}

const read = (from: string) => decodeCheckpoint(new Uint8Array(readFileSync(from)), from).state;

/** The numbers of another network of this folder, with a new head where the classes differ in number. */
function others(from: string): TrainingState {
  const [name] = path.basename(from).split('.');
  const known = { architecture: compactUnet, outputs: kindOf(name).classes.length, state: read(from) };
  return { ...beginFrom(known, compactUnet, outputs, seed).state, memory: [], step: 0 };
}

const began = existsSync(file) ? read(file) : values.from ? others(values.from) : null;
const scenes = new Scenes(kind);
const engine = new Engine(() => forkEngine(path.resolve(import.meta.dirname, '../../../main/engine/main.ts')));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
let clock = performance.now();
await train(
  engine,
  {
    open: {
      architecture,
      outputs,
      batch,
      height: side,
      width: side,
      loss: { loss: 'cross-entropy-dice', classWeights: kind.classes.map((c) => c.weight) },
      optimiser: { optimiser: 'adamw', weightDecay: 0.02, clipNorm: 5 },
      seed,
      state: began,
      device: { provider: 'cpu', threads: Number(values.threads) },
    },
    rate: { rate: Number(values.rate), schedule: { kind: 'cosine', steps, end: 0.01 }, warmUp: 100 },
    stepsPerEpoch,
    epochs: Math.ceil(steps / stepsPerEpoch),
    patience: null,
    minutes: Number(values.minutes),
    validation: heldOut(kind, 8),
    memory: 1e9,
  },
  {
    batch: async (step) => batchOf(scenes, batch, side, seed, step),
    onKeep: keep,
    onEpoch: ({ epoch, loss, score, state }) => {
      keep(state);
      const seconds = (performance.now() - clock) / 1000;
      clock = performance.now();
      const line = `${kind.id} ${state.step} loss ${loss.toFixed(4)} mean Dice ${score.toFixed(4)} ${seconds.toFixed(0)} s`;
      appendFileSync(path.join(values.out, 'history.txt'), `${epoch} ${line} ${new Date().toISOString()}\n`);
      process.stdout.write(`${line}\n`);
    },
    signal: stop.signal,
  },
);
engine.stop();
