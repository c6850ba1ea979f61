// Trains the generalist: node train.ts --data FOLDER --out FOLDER [--minutes N] [--steps N] [--cooldown N] [--threads N]
// Goes on from OUT/checkpoint.onnx when it is there. The rate falls to zero over the last --cooldown of --steps.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { decodeCheckpoint, encodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import { Engine, forkEngine } from '../../../main/engine/engine.ts';
import type { TrainingState } from '../../../main/engine/messages.ts';
import { train } from '../../../main/engine/train.ts';
import { figureNames, readFigure, sceneFrom } from './figures.ts';
import { batchOf, maps } from './patches.ts';
import type { Scene } from './scene.ts';
import { SimulatedScenes } from './simulated.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/emps' },
    out: { type: 'string', default: '/tmp/generalist' },
    minutes: { type: 'string', default: '60' },
    steps: { type: 'string', default: '1000000' },
    cooldown: { type: 'string', default: '1' },
    rate: { type: 'string', default: '0.002' },
    threads: { type: 'string', default: '2' },
  },
});
const side = 160;
const batch = 6;
const seed = 4;
const stepsPerEpoch = 250;
/** Share of patches from simulated scenes. */
const simulatedShare = 0.5;
const file = path.join(values.out, 'checkpoint.onnx');
const steps = Number(values.steps);
mkdirSync(values.out, { recursive: true });

/** Figures as scenes; kept beside the checkpoint, for they take half a minute to make. */
async function learnedFrom(): Promise<Scene[]> {
  const kept = path.join(values.out, 'scenes.bin');
  if (existsSync(kept)) return deserialize(readFileSync(kept)) as Scene[];
  const made: Scene[] = [];
  for (const name of figureNames(values.data, 'training')) made.push(sceneFrom(await readFigure(values.data, name)));
  writeFileSync(kept, serialize(made));
  return made;
}

const scenes = await learnedFrom();
process.stdout.write(`${scenes.length} figures to learn from\n`);

const simulated = new SimulatedScenes();

function keep(state: TrainingState): void {
  writeFileSync(
    `${file}.part`,
    encodeCheckpoint({ state, about: { architecture: 'particle-unet', model: 'generalist' } }),
  );
  renameSync(`${file}.part`, file);
}

const began = existsSync(file) ? decodeCheckpoint(new Uint8Array(readFileSync(file)), file).state : null;
const engine = new Engine(() => forkEngine(path.resolve(import.meta.dirname, '../../../main/engine/main.ts')));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
const cooldown = Number(values.cooldown);
let clock = performance.now();
await train(
  engine,
  {
    open: {
      architecture: 'particle-unet',
      outputs: maps,
      batch,
      height: side,
      width: side,
      loss: { loss: 'cross-entropy' },
      mapLoss: { mapWeights: [1, 1.5, 0.5], diceMaps: [0] },
      optimiser: { optimiser: 'adamw', weightDecay: 0.02, clipNorm: 5 },
      seed,
      state: began,
      device: { provider: 'cpu', threads: Number(values.threads) },
    },
    rate: {
      rate: Number(values.rate),
      schedule: { kind: 'cooldown', from: steps - cooldown, steps: cooldown },
      warmUp: 200,
    },
    stepsPerEpoch,
    epochs: Math.ceil(steps / stepsPerEpoch),
    patience: null,
    minutes: Number(values.minutes),
    validation: [],
    memory: 0,
  },
  {
    batch: async (step) => {
      const { image, truth, importance } = batchOf(
        (draw) =>
          draw.next() < simulatedShare ? simulated.at(step, draw.next()) : scenes[draw.integer(0, scenes.length - 1)],
        batch,
        side,
        seed,
        step,
      );
      return { image, truth, importance };
    },
    onKeep: keep,
    onEpoch: ({ epoch, loss, state }) => {
      keep(state);
      const seconds = (performance.now() - clock) / 1000;
      clock = performance.now();
      const line = `${state.step} loss ${loss.toFixed(4)} ${seconds.toFixed(0)} s`;
      appendFileSync(path.join(values.out, 'history.txt'), `${epoch} ${line} ${new Date().toISOString()}\n`);
      process.stdout.write(`${line}\n`);
    },
    signal: stop.signal,
  },
);
engine.stop();
