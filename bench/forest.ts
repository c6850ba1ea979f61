// Pixel forest on the same micrograph and scribbles: filters, growing and telling of a 2048 x 2048 frame against scikit-image's
// multiscale features and scikit-learn's random forest of as many trees, in one run, with how much of the truth each gets right.
// Then the program as the window uses it on 4096 x 4096: from a stored stroke to what is seen, and a whole frame as labels.
// BENCH_PYTHON (default /usr/bin/python3) needs scikit-image and scikit-learn; without them the peer is left out.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bytesPath } from '../app/contract/bytes.ts';
import type { CallInput, CallName, CallOutput } from '../app/contract/list.ts';
import { defaultForest } from '../app/domain/forest.ts';
import { classPresets } from '../app/domain/labels/label-class.ts';
import { type ClassSpan, encodeLabelEdit } from '../app/domain/labels/label-edit.ts';
import { tilesOfPlane } from '../app/domain/labels/tiled-plane.ts';
import { writeTiff } from '../app/formats/tiff/write.ts';
import { random } from '../app/math/random.ts';
import type { Work } from '../app/ports/work.ts';
import { featuresOf } from '../app/segmentation/pixel-forest/features.ts';
import { growForest } from '../app/segmentation/pixel-forest/forest.ts';
import { gather, joinSamples, pickPixels } from '../app/segmentation/pixel-forest/samples.ts';
import { ownScale } from '../app/segmentation/pixel-forest/scale.ts';
import { classifyFrame, codesOf, layTile } from '../app/segmentation/pixel-forest/source.ts';
import { compose } from '../main/compose.ts';
import { SharedThreads } from '../main/jobs/threads.ts';

const threads = Math.min(2, cpus().length);
const { features, trees } = defaultForest;

interface Scene {
  readonly side: number;
  readonly pixels: Uint16Array;
  /** 1 particle, 2 background. */
  readonly truth: Uint8Array;
  readonly strokes: readonly ClassSpan[];
}

/** Particles on a noisy, uneven carrier, smooth ones and ones with fringes; short strokes in each class. */
function scene(side: number): Scene {
  const draw = random(5);
  const truth = new Uint8Array(side * side).fill(2);
  const pixels = new Float32Array(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      pixels[y * side + x] = 1000 + 120 * Math.sin(x / 300) + 100 * Math.sin(y / 220) + draw.normal(0, 90);
  const discs = Array.from({ length: Math.round((side / 110) ** 2) }, (_, i) => {
    const [x, y, r] = [draw.uniform(0, side), draw.uniform(0, side), draw.uniform(14, 34)];
    return { x, y, r, fringes: i % 2 === 0, angle: draw.uniform(0, Math.PI) };
  });
  for (const { x: cx, y: cy, r, fringes, angle } of discs) {
    for (let y = Math.max(0, Math.ceil(cy - r)); y < Math.min(side, cy + r); y++) {
      for (let x = Math.max(0, Math.ceil(cx - r)); x < Math.min(side, cx + r); x++) {
        if ((x - cx) ** 2 + (y - cy) ** 2 > r * r) continue;
        const wave = Math.sin((2 * Math.PI * (Math.cos(angle) * x + Math.sin(angle) * y)) / 6);
        if (truth[y * side + x] === 2) pixels[y * side + x] += fringes ? 170 * wave : 240;
        truth[y * side + x] = 1;
      }
    }
  }
  const strokes: ClassSpan[] = [];
  for (const { x, y } of discs.slice(0, 24)) row(strokes, Math.round(x) - 6, Math.round(y), 13, side);
  for (let k = 0; k < 12; k++)
    row(strokes, Math.round(draw.uniform(0, side)), Math.round(draw.uniform(3, side)), 60, side);
  const spans = strokes.flatMap(({ y, from, to }) => sameClass(truth, side, y, from, to));
  return { side, truth, pixels: Uint16Array.from(pixels, (v) => Math.max(0, Math.round(v))), strokes: inOrder(spans) };
}

function row(into: ClassSpan[], x: number, y: number, length: number, side: number): void {
  for (const down of [0, 1, 2])
    if (y + down < side) into.push({ y: y + down, from: Math.max(0, x), to: Math.min(side, x + length), value: 1 });
}

/** A stroke's row in pieces of one true class each. */
function sameClass(truth: Uint8Array, side: number, y: number, from: number, to: number): ClassSpan[] {
  const out: ClassSpan[] = [];
  for (let x = from; x < to; x++) {
    const value = truth[y * side + x];
    const last = out.at(-1);
    if (last?.value === value) out[out.length - 1] = { ...last, to: x + 1 };
    else out.push({ y, from: x, to: x + 1, value });
  }
  return out;
}

/** In order of rows, none over another. */
function inOrder(spans: readonly ClassSpan[]): ClassSpan[] {
  const out: ClassSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.y - b.y || a.from - b.from)) {
    const last = out.at(-1);
    const from = last?.y === span.y ? Math.max(span.from, last.to) : span.from;
    if (span.to > from) out.push({ ...span, from });
  }
  return out;
}

function labelled({ side, strokes }: Scene): Uint8Array {
  const plane = new Uint8Array(side * side);
  for (const { y, from, to, value } of strokes) plane.fill(value, y * side + from, y * side + to);
  return plane;
}

const rightShare = (found: Uint8Array, truth: Uint8Array): number => {
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (found[i] === truth[i]) right++;
  return right / truth.length;
};

const seconds = <R>(run: () => R): [R, number] => {
  const begin = performance.now();
  const result = run();
  return [result, (performance.now() - begin) / 1000];
};

interface Side {
  readonly filters: number;
  readonly grow: number;
  readonly tell: number;
  readonly right: number;
  readonly features: number;
}

/** Filters, growing and telling of a whole frame; filters are told apart by running them once more alone. */
async function ours(made: Scene): Promise<Side> {
  const shared = new SharedThreads(threads);
  const work: Work = { threads: shared, check: () => undefined, progress: () => undefined };
  const { side } = made;
  const data = shared.allocate('float32', side * side);
  data.set(made.pixels);
  const image = { width: side, height: side, data };
  const count = featuresOf(features).length;
  const run = () => {
    const source = { image, scale: ownScale(image), features };
    const picks = pickPixels(tilesOfPlane(labelled(made), side, side), side, side, [1, 2], 4000);
    const parts = picks.map((one) =>
      gather(codesOf(source, [{ level: 0, column: one.column, row: one.row }], work), count, one),
    );
    const [grown, grow] = seconds(() => growForest(joinSamples(parts, count, 16_000), 2, trees, 1, work));
    const found = new Uint8Array(side * side);
    const [, whole] = seconds(() =>
      classifyFrame(source, grown.trees, work, (tile, { best }, first) => layTile(found, image, tile, best, first)),
    );
    const tiles = Math.ceil(side / 256);
    const [, filters] = seconds(() => {
      for (let r = 0; r < tiles; r++) {
        const places = Array.from({ length: tiles }, (_, column) => ({ level: 0, column, row: r }));
        shared.release(codesOf(source, places, work));
      }
    });
    return {
      filters,
      grow,
      tell: Math.max(0, whole - filters),
      right: rightShare(
        found.map((c) => c + 1),
        made.truth,
      ),
      features: count,
    };
  };
  run();
  const result = run();
  await shared.close();
  return result;
}

function peer(made: Scene): Side | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'forest-'));
  try {
    writeFileSync(path.join(folder, 'image.u16'), made.pixels);
    writeFileSync(path.join(folder, 'labels.u8'), labelled(made));
    writeFileSync(path.join(folder, 'truth.u8'), made.truth);
    const script = fileURLToPath(new URL('./peers/forest.py', import.meta.url));
    const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
    const args = [script, folder, String(made.side), String(trees), String(threads)];
    return JSON.parse(execFileSync(python, args, { encoding: 'utf8' })) as Side;
  } catch {
    console.log('forest: no peer, scikit-image and scikit-learn were not found');
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const show = (v: number) => v.toFixed(3);
/** Seconds of processor time of all threads since; on a busy machine it says more than the clock. */
function processor(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
const load = () => `load ${loadavg()[0].toFixed(1)}`;

async function against(): Promise<void> {
  const made = scene(2048);
  const own = await ours(made);
  const other = peer(made);
  for (const key of ['filters', 'grow', 'tell'] as const)
    console.log(`${key}: ${show(own[key])} s${other === null ? '' : `, peer ${show(other[key])} s`}`);
  console.log(`right: ${show(own.right)}${other === null ? '' : `, peer ${show(other.right)}`}; ${load()}`);
  if (other === null) return;
  const sum = ({ filters, grow, tell }: Side) => filters + grow + tell;
  console.log(
    `whole frame of 2048 x 2048, ${trees} trees, ${threads} threads: ${own.features} features in ${show(sum(own))} s, peer ${other.features} in ${show(sum(other))} s: ratio ${(sum(other) / sum(own)).toFixed(1)}`,
  );
}

/** The program without a window: its worker threads, storage and byte routes are those of the real one. */
async function live(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'morpho-bench-'));
  const made = scene(4096);
  const file = path.join(folder, 'frame.tif');
  writeFileSync(file, writeTiff([{ width: made.side, height: made.side, data: made.pixels }], { pixelSizeNm: 1 }));
  const settingsFolder = path.join(folder, 'config');
  const program = await compose({ host: 'cli', configFolder: settingsFolder, documentsFolder: folder });
  const signal = new AbortController().signal;
  const ask = <N extends CallName>(name: N, input: CallInput<N>) =>
    (program.handlers[name] as (i: unknown, a: object) => Promise<CallOutput<N>>)(input, { signal });
  const ended = async (id: number): Promise<void> => {
    for (;;) {
      const job = (await ask('jobs.list', {})).jobs.find((one) => one.id === id);
      if (job === undefined || job.state === 'done') return;
      if (job.state === 'failed' || job.state === 'stopped') throw new Error(`${job.title}: ${job.failure?.message}`);
      await new Promise((rest) => setTimeout(rest, 10));
    }
  };
  try {
    await ask('projects.create', { folder, name: 'B' });
    await ended((await ask('images.import', { paths: [file], sampleId: null })).id);
    const [image] = (await ask('images.list', {})).images;
    const set = await ask('labels.createSet', { name: 'L', classes: [...classPresets[0].classes] });
    const key = { setId: set.id, imageId: image.id, frame: 0 };
    const paint = async (classes: readonly ClassSpan[]) => {
      const { version } = await ask('labels.frame', key);
      const body = encodeLabelEdit({ classes, changed: [], removed: [] });
      const path = bytesPath.labelEdit(key, version, 'Stroke', 'bench');
      await program.bytes({ method: 'PUT', path, headers: {}, body, signal: undefined });
    };
    const tell = async (level: number, region: { x: number; y: number; width: number; height: number }) => {
      const answer = await ask('forest.live', { ...key, settings: defaultForest, region, level, part: 'sight' });
      if (answer.state !== 'told') throw new Error(answer.state);
      await program.bytes({ method: 'GET', path: answer.url, headers: {}, body: null, signal: undefined });
      return answer;
    };
    await paint(made.strokes);
    const views = [
      ['1400 x 900 px seen one to one', 0, { x: 1000, y: 1200, width: 1400, height: 900 }],
      ['all of 4096 x 4096 px seen at a quarter', 2, { x: 0, y: 0, width: made.side, height: made.side }],
    ] as const;
    for (const [what, level, region] of views) {
      const begin = performance.now();
      // as the window asks: a coarser answer first
      await tell(level + 1, region);
      await tell(level, region);
      const first = performance.now() - begin;
      const quick: number[] = [];
      const times: number[] = [];
      const parts = { learn: 0, tell: 0 };
      const before = process.cpuUsage();
      for (let k = 0; k < 12; k++) {
        const y = 1300 + 40 * k + level;
        const strokes = sameClass(made.truth, made.side, y, 1100 + 20 * k, 1190 + 20 * k);
        const start = performance.now();
        await paint(strokes);
        const coarse = await tell(level + 1, region);
        quick.push(performance.now() - start);
        const { seconds: spent } = await tell(level, region);
        times.push(performance.now() - start);
        parts.learn += (1000 * coarse.seconds.learn) / 12;
        parts.tell += (1000 * spent.tell) / 12;
      }
      const sorted = times.toSorted((a, b) => a - b);
      const hasty = quick.toSorted((a, b) => a - b);
      console.log(
        `${what}: first ${first.toFixed(0)} ms, then from a stroke to the first answer ${hasty[6].toFixed(0)} ms and to the whole one ${sorted[6].toFixed(0)} ms (worst ${sorted[11].toFixed(0)} ms; on average ${parts.learn.toFixed(0)} to learn, ${parts.tell.toFixed(0)} to tell, ${((1000 * processor(before)) / 12).toFixed(0)} ms of processor time on all cores); ${load()}`,
      );
    }
    const begin = performance.now();
    const before = process.cpuUsage();
    const frames = [{ imageId: image.id, frame: 0 }];
    await ended((await ask('forest.labels', { setId: set.id, frames, settings: defaultForest, mode: 'fill' })).id);
    console.log(
      `4096 x 4096 as labels, stored: ${((performance.now() - begin) / 1000).toFixed(2)} s, ${processor(before).toFixed(2)} s of processor time on all cores; ${load()}`,
    );
  } finally {
    await program.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await against();
await live();
