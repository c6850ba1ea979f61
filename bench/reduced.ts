// A trained network in whole numbers of 8 bits against itself in float32: processor time of tiles, taken in turn in one run, and what it
// costs in Dice on simulated micrographs. Ratios are float32 / int8 (above 1: int8 is faster).
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { sampleScene } from '../app/simulation/sample-scene.ts';
import { decodeCheckpoint } from '../main/engine/checkpoint.ts';
import { tryReduced } from '../main/engine/reduced-form.ts';
import { openSession, type Session } from '../main/engine/runtime.ts';
import type { Architecture } from '../native-models/architectures/architecture.ts';
import { compactUnet } from '../native-models/architectures/compact-unet.ts';
import { forwardGraph, namesOf } from '../native-models/architectures/inference.ts';
import { initialState, layoutOf, type ModelState } from '../native-models/architectures/layout.ts';
import { particleUnet } from '../native-models/architectures/particle-unet.ts';
import { resnet18Unet } from '../native-models/architectures/resnet18-unet.ts';
import { float32 } from '../native-models/graph/tensor.ts';
import { writeOnnx } from '../native-models/graph/write-onnx.ts';

const threads = Number(process.env['BENCH_THREADS'] ?? 1);
const side = 512;

const normal = (pixels: Float32Array) => {
  const mean = pixels.reduce((a, b) => a + b, 0) / pixels.length;
  const deviation = Math.sqrt(pixels.reduce((a, b) => a + (b - mean) ** 2, 0) / pixels.length);
  return pixels.map((v) => (v - mean) / deviation);
};

function scenes(from: number, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const kind = (['bright-field', 'haadf', 'overlap'] as const)[i % 3];
    const { image, particles } = sampleScene(kind, from + i, { width: side, height: side, published: 0 });
    const truth = new Uint8Array(side * side);
    for (const { instance } of particles) {
      const { x, y, width, runs } = instance.mask;
      for (let r = 0; r < runs.length; r += 2) {
        const row = Math.floor(runs[r] / width);
        const at = (y + row) * side + x + runs[r] - row * width;
        truth.fill(1, at, at + runs[r + 1]);
      }
    }
    return { image: normal(image.data), truth };
  });
}

async function dice(session: Session, shown: ReturnType<typeof scenes>, reduction: number): Promise<number> {
  let [both, sum] = [0, 0];
  for (const { image, truth } of shown) {
    const { probabilities } = await session.run({ image: float32([1, 1, side, side], image) });
    const width = side / reduction;
    for (let i = 0; i < width * width; i++) {
      const there = truth[Math.floor(i / width) * reduction * side + (i % width) * reduction];
      const found = (probabilities.data as Float32Array)[i] >= 0.5 ? 1 : 0;
      both += there & found;
      sum += there + found;
    }
  }
  return (2 * both) / sum;
}

const file = path.resolve(import.meta.dirname, '../native-models/weights/generalist.onnx');
const trained = decodeCheckpoint(new Uint8Array(readFileSync(file)), file).state;
const random3 = (architecture: Architecture) => initialState(layoutOf(architecture, 3), 1);
const cases = [
  { architecture: particleUnet, state: trained as ModelState, judged: true },
  { architecture: compactUnet, state: random3(compactUnet), judged: false },
  { architecture: resnet18Unet, state: random3(resnet18Unet), judged: false },
];
const device = { provider: 'cpu', threads } as const;
for (const { architecture, state, judged } of cases) {
  const graph = forwardGraph({ architecture, outputs: 3, state, normalisation: 'none' });
  const options = namesOf(architecture);
  const whole = await openSession(writeOnnx(graph, options), device);
  const parts = scenes(9000, 12).map(({ image }) => ({ image: float32([1, 1, side, side], image) }));
  const { session, gain, agreement } = await tryReduced(
    graph,
    options,
    whole,
    3,
    { learned: parts.slice(0, 6), tried: parts.slice(6) },
    device,
  );
  console.log(
    `${architecture.name}, ${side} x ${side}: float32 / int8 in processor time ${gain.toFixed(2)}, least Dice between both ${agreement.toFixed(4)} (load ${os.loadavg()[0].toFixed(1)})`,
  );
  if (judged) {
    const shown = scenes(9500, 12);
    const reduction = architecture.reduction ?? 1;
    const [exact, coarse] = [await dice(whole, shown, reduction), await dice(session, shown, reduction)];
    console.log(
      `  Dice on ${shown.length} simulated micrographs: float32 ${exact.toFixed(4)}, int8 ${coarse.toFixed(4)}, lost ${(exact - coarse).toFixed(4)}`,
    );
  }
  await whole.close();
  await session.close();
}
