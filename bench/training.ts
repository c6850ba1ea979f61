// A training step of ours against PyTorch's eager one, turn by turn in one run: same network, batch, loss and optimiser.
// Cores are shared on most machines, so CPU seconds stand beside the wall clock; ratios are PyTorch / ours (above 1: ours is faster).
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { freemem } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { random } from '../app/math/random.ts';
import { TrainingSession } from '../main/engine/training-session.ts';

const cases = [
  { name: 'compact-unet', batch: 4, side: 128, rounds: 8 },
  { name: 'compact-unet', batch: 8, side: 256, rounds: 4 },
  { name: 'resnet18-unet', batch: 8, side: 256, rounds: 3 },
  { name: 'compact-unet', batch: 8, side: 512, rounds: 2 },
  { name: 'resnet18-unet', batch: 8, side: 512, rounds: 2 },
] as const;
const threads = Number(process.env['BENCH_THREADS'] ?? 2);
/** Only these, by a part of "NAME BATCH SIDE"; all by default. */
const only = process.env['BENCH_ONLY'] ?? '';
/** Bytes a pixel that both sides keep at once during a step: cases that do not fit the free memory are told and left out. */
const bytesPerPixel = 14_000;

interface Lap {
  readonly seconds: number;
  readonly cpu: number;
}

/** The peer in a process of its own, one step an order. */
class Peer {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(python: string) {
    const script = path.join(import.meta.dirname, 'peers', 'training.py');
    this.#child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!this.#child.stdout) throw new Error('The peer has no output');
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async hear(): Promise<Record<string, number | string>> {
    const { value } = await this.#lines.next();
    return JSON.parse(value as string) as Record<string, number | string>;
  }

  async step(order: string): Promise<Lap> {
    this.#child.stdin?.write(`${order}\n`);
    const { seconds, cpu } = await this.hear();
    return { seconds: Number(seconds), cpu: Number(cpu) };
  }

  close(): void {
    this.#child.stdin?.end();
  }
}

async function lap(run: () => Promise<unknown>): Promise<Lap> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
}

const least = (laps: readonly Lap[], key: keyof Lap) => Math.min(...laps.map((l) => l[key]));

const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;
const peer = hasTorch ? new Peer(python) : null;
if (peer) process.stdout.write(`peer: PyTorch ${(await peer.hear())['torch']}, ${threads} threads\n`);
else process.stdout.write('PyTorch is not there (python3-torch): only our own figures.\n');

for (const { name, batch, side, rounds } of cases) {
  const pixels = batch * side * side;
  const order = `${name} ${batch} ${side}`;
  if (!order.includes(only)) continue;
  if (pixels * bytesPerPixel > freemem()) {
    process.stdout.write(`${order}: left out, ${Math.round((pixels * bytesPerPixel) / 1e9)} GB are not free\n`);
    continue;
  }
  const draw = random(1);
  const image = Float32Array.from({ length: pixels }, () => draw.normal(0, 1));
  const truth = Int32Array.from({ length: pixels }, () => draw.integer(0, 1));
  const session = await TrainingSession.open({
    architecture: name,
    outputs: 2,
    batch,
    height: side,
    width: side,
    loss: { loss: 'cross-entropy-dice' },
    optimiser: { optimiser: 'adam' },
    seed: 1,
    state: null,
    device: { provider: 'cpu', threads },
  });
  const [ours, theirs]: [Lap[], Lap[]] = [[], []];
  // the first step allocates
  await session.step({ image, truth }, 1e-3);
  await peer?.step(order);
  for (let i = 0; i < rounds; i++) {
    ours.push(await lap(() => session.step({ image, truth }, 1e-3)));
    if (peer) theirs.push(await peer.step(order));
  }
  await session.close();
  const [seconds, cpu] = [least(ours, 'seconds'), least(ours, 'cpu')];
  let text = `${order.padEnd(24)} ours ${(batch / seconds).toFixed(2)} samples/s (${seconds.toFixed(3)} s, CPU ${cpu.toFixed(3)} s)`;
  if (peer) {
    const [s, c] = [least(theirs, 'seconds'), least(theirs, 'cpu')];
    text += `; PyTorch ${(batch / s).toFixed(2)} (${s.toFixed(3)} s, CPU ${c.toFixed(3)} s); ratio ${(s / seconds).toFixed(2)}, by CPU ${(c / cpu).toFixed(2)}`;
  }
  process.stdout.write(`${text}\n`);
}
peer?.close();
