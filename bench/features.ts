// Measuring the particles of a 4096 x 4096 label map: Morphoscope against scikit-image, in one run.
// Data: BENCH_DATA (default /tmp/bench-data), tem4k_labels.npy and tem4k.npy. The peer needs BENCH_PYTHON with scikit-image.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { FeatureTable } from '../app/domain/feature-table.ts';
import type { GreyImage, LabelMap } from '../app/domain/plane.ts';
import { measure } from '../app/features/measure.ts';
import { labelsToInstances } from '../app/particles/label.ts';
import { quietWork, type Work } from '../app/ports/work.ts';
import { SharedThreads } from '../main/jobs/threads.ts';
import { readNpy } from './data/npy.ts';

const folder = process.env['BENCH_DATA'] ?? '/tmp/bench-data';
const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
const labelPath = `${folder}/tem4k_labels.npy`;
const imagePath = `${folder}/tem4k.npy`;

if (!existsSync(labelPath) || !existsSync(imagePath)) {
  console.log(`features: skipped, there is no ${labelPath} and ${imagePath}`);
  process.exit(0);
}

const eight = [
  'area',
  'perimeter',
  'solidity',
  'axis_major_length',
  'axis_minor_length',
  'eccentricity',
  'intensity_max',
  'intensity_mean',
];

const { shape, data } = readNpy(labelPath);
const [height, width] = shape;
const labelValues = Int32Array.from(data);
const count = labelValues.reduce((largest, label) => Math.max(largest, label), 0);
const labels: LabelMap = { width, height, count, data: labelValues };
const pixels = readNpy(imagePath).data;

function best(run: () => FeatureTable): { seconds: number; table: FeatureTable } {
  let seconds = Number.POSITIVE_INFINITY;
  let table = run();
  for (let i = 0; i < 7; i++) {
    const start = performance.now();
    table = run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { seconds, table };
}

// From the label map, as the peer: instances are found and measured.
function time(name: string, work: Work, image: GreyImage, only?: readonly string[]) {
  const { seconds, table } = best(() => measure(labelsToInstances(labels), image, null, work, only));
  return { name, seconds, columns: table.columns.length, particles: table.rows };
}

const threads = new SharedThreads(2);
const shared = threads.allocate('float32', pixels.length);
shared.set(pixels);
const plain: GreyImage = { width, height, data: Float32Array.from(pixels) };
const onShared: GreyImage = { width, height, data: shared };
const two: Work = { ...quietWork, threads };
const ours = [
  time('all columns, 1 thread', quietWork, plain),
  time('all columns, 2 threads', two, onShared),
  time('8 columns, 1 thread', quietWork, plain, eight),
  time('8 columns, 2 threads', two, onShared, eight),
];
await threads.close();

const answer = execFileSync(python, [
  fileURLToPath(new URL('./peers/features.py', import.meta.url)),
  labelPath,
  imagePath,
]);
const peer = JSON.parse(answer.toString()) as { thirty: number; eight: number; particles: number };
for (const { name, seconds, columns, particles } of ours) {
  const theirs = name.startsWith('all') ? peer.thirty : peer.eight;
  const ratio = (theirs / seconds).toFixed(1);
  console.log(
    `features ${name}: ${(seconds * 1000).toFixed(0)} ms (${columns} columns, ${particles} particles); ` +
      `scikit-image ${(theirs * 1000).toFixed(0)} ms (${peer.particles} particles): ${ratio} times faster`,
  );
}
console.log(`machine load ${loadavg()[0].toFixed(2)}`);
