import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import type { BenchRow, Devices, TriedDevice } from '../../app/ports/devices.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import { candidateProviders, probeDevices } from './devices.ts';
import { Engine, type EngineProcess } from './engine.ts';
import type { DeviceReport, OpenTraining } from './messages.ts';
import type { Provider } from './runtime.ts';

/** What is timed: a training step of 4 patches of 256 px, each network's. */
const [batch, side, classes] = [4, 256, 3];
const steps = 3;
const timed = ['compact-unet', 'resnet18-unet'];

/** Where the choice of a device is remembered. */
export interface ChosenDevice {
  readonly read: () => string;
  readonly keep: (id: string) => void;
}

/** In a file of the settings folder; the processor until something was chosen. */
export function chosenDevice(configFolder: string): ChosenDevice {
  const file = path.join(configFolder, 'device.txt');
  return {
    read: () => {
      try {
        return readFileSync(file, 'utf8').trim() || 'cpu';
      } catch {
        return 'cpu';
      }
    },
    keep: (id) => {
      mkdirSync(configFolder, { recursive: true });
      writeFileSync(file, id);
    },
  };
}

/** Devices of this computer, tried in processes of their own. */
export class EngineDevices implements Devices {
  readonly #launch: () => EngineProcess;
  readonly #cores: number;
  readonly #chosen: ChosenDevice;
  #active: string;
  #reports: readonly DeviceReport[] | null = null;

  constructor(launch: () => EngineProcess, cores: number, chosen: ChosenDevice) {
    this.#launch = launch;
    this.#cores = cores;
    this.#chosen = chosen;
    this.#active = chosen.read();
  }

  get active(): string {
    return this.#active;
  }

  async list(probe: boolean): Promise<readonly TriedDevice[]> {
    if (probe || this.#reports === null)
      this.#reports = probe
        ? await probeDevices(this.#launch, candidateProviders(process.platform), this.#cores)
        : [{ ...untried, name: `${os.cpus()[0]?.model.trim() ?? 'Processor'}, ${this.#cores} threads` }];
    return this.#reports.map(({ provider, name, ...report }) => ({
      id: provider,
      title: name,
      ...report,
      active: provider === this.#active,
    }));
  }

  async choose(id: string): Promise<readonly TriedDevice[]> {
    const found = (await this.list(true)).find((device) => device.id === id);
    if (found === undefined || found.problem !== null)
      throw new Failure(
        'unsupported',
        `The device ${id} can't be used${found?.problem ? `: ${found.problem}` : '.'}`,
        'Choose another one; the processor always works.',
        id,
      );
    this.#active = id;
    this.#chosen.keep(id);
    return this.list(false);
  }

  async bench(
    id: string | null,
    architectures: readonly string[] | null,
    signal: AbortSignalLike,
    progress: (done: number, note: string) => void,
  ): Promise<BenchRow[]> {
    const provider = (id ?? this.#active) as Provider;
    const rows: BenchRow[] = [];
    const names = architectures ?? timed;
    const engine = new Engine(this.#launch);
    try {
      for (const [i, architecture] of names.entries()) {
        progress(i / names.length, architecture);
        rows.push(...(await timeNetwork(engine, architecture, provider, this.#cores, signal)));
      }
    } finally {
      engine.stop();
    }
    return rows;
  }
}

const untried = {
  provider: 'cpu',
  memory: os.totalmem(),
  milliseconds: null,
  difference: null,
  problem: null,
} as const;

async function timeNetwork(
  engine: Engine,
  architecture: string,
  provider: Provider,
  threads: number,
  signal: AbortSignalLike,
): Promise<BenchRow[]> {
  const device = { provider, threads };
  const image = Float32Array.from({ length: batch * side * side }, (_, i) => Math.sin(12.9 * i));
  const truth = Int32Array.from(image, (_, i) => i % classes);
  const open: OpenTraining = {
    architecture,
    outputs: classes,
    batch,
    height: side,
    width: side,
    loss: { loss: 'cross-entropy-dice' },
    optimiser: { optimiser: 'adamw', clipNorm: 5 },
    seed: 1,
    state: null,
    device,
  };
  const { training } = await engine.call('open-training', open, { signal });
  const learning = await fastest(() =>
    engine.call('training-step', { training, rate: 1e-3, batch: { image, truth } }, { signal }),
  );
  const { weights, statistics } = await engine.call('training-state', { training }, { signal });
  await engine.call('close-training', { training }, { signal });
  const ask = { architecture, outputs: classes, weights, statistics, device };
  const { model } = await engine.call('open-model', ask, { signal });
  const [width, height] = [1024, 1024];
  const pixels = Float32Array.from({ length: width * height }, (_, i) => Math.sin(12.9 * i));
  const drawing = await fastest(() =>
    engine.call('predict', { model, pixels, width, height, memory: 2e9 }, { signal }),
  );
  await engine.call('close-model', { model }, { signal });
  const row = (what: BenchRow['what'], title: string, milliseconds: number, items: number): BenchRow => ({
    title: `${architecture}, ${title}`,
    what,
    device: provider,
    milliseconds,
    rate: (1000 * items) / milliseconds,
  });
  return [
    row('training', `step of ${batch} patches of ${side} px`, learning, batch),
    row('prediction', `image of ${width} × ${height} px`, drawing, 1),
  ];
}

/** Milliseconds of the fastest of a few runs; the first one also allocates. */
async function fastest(run: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < steps; i++) {
    const began = performance.now();
    await run();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}
