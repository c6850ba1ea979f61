// Image filters on a 4096 x 4096 micrograph: Morphoscope with one and two threads against SciPy, scikit-image, OpenCV and ImageJ, in
// one run. Data: BENCH_DATA (default /tmp/bench-data), tem4k.npy and tem4k.tif. Peers: BENCH_PYTHON (default
// /usr/bin/python3) with scikit-image, OpenCV and tifffile; java with BENCH_IMAGEJ (default /usr/share/java/ij.jar).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { GreyImage } from '../app/domain/plane.ts';
import { braggFilter } from '../app/image/bragg.ts';
import { equaliseAdaptively } from '../app/image/clahe.ts';
import { normalise, stretchContrast } from '../app/image/contrast.ts';
import { flattenField } from '../app/image/flat-field.ts';
import { gaussian } from '../app/image/gaussian.ts';
import { histogram } from '../app/image/histogram.ts';
import { removeHotPixels } from '../app/image/hot-pixels.ts';
import { meanFilter } from '../app/image/mean.ts';
import { median } from '../app/image/median.ts';
import { whiteTopHat } from '../app/image/morphology.ts';
import { guessPolarity } from '../app/image/polarity.ts';
import { powerSpectrum } from '../app/image/power-spectrum.ts';
import { rollingBall, subtractRollingBall } from '../app/image/rolling-ball.ts';
import { toGrey } from '../app/image/to-grey.ts';
import { forwardFft2 } from '../app/math/fft-2d.ts';
import { quietWork, type Threads, type Work } from '../app/ports/work.ts';
import { SharedThreads } from '../main/jobs/threads.ts';
import { readNpy } from './data/npy.ts';

const folder = process.env['BENCH_DATA'] ?? '/tmp/bench-data';
const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
const imagej = process.env['BENCH_IMAGEJ'] ?? '/usr/share/java/ij.jar';
const imagePath = `${folder}/tem4k.npy`;
const peer = (name: string) => fileURLToPath(new URL(`./peers/${name}`, import.meta.url));

if (!existsSync(imagePath)) {
  console.log(`image: skipped, there is no ${imagePath}`);
  process.exit(0);
}

type Made = Float32Array | undefined;

/** Each stage returns the arrays that a recipe would give back before the next step. */
const stages: Readonly<Record<string, (image: GreyImage, work: Work) => readonly Made[]>> = {
  'gaussian 1': (i, w) => [gaussian(i, 1, w).data],
  'gaussian 3': (i, w) => [gaussian(i, 3, w).data],
  'gaussian 50': (i, w) => [gaussian(i, 50, w).data],
  'median 3': (i, w) => [median(i, 3, w).data],
  'median 10': (i, w) => [median(i, 10, w).data],
  'mean 25': (i, w) => [meanFilter(i, 25, w).data],
  'white top-hat 301': (i, w) => [whiteTopHat(i, 301, w).data],
  'flat field': (i, w) => [flattenField(i, { kind: 'polynomial', order: 3 }, 'divide', w).data],
  histogram: (i, w) => [void histogram(i, w)],
  'contrast stretch': (i, w) => [stretchContrast(i, 1, 99, w).data],
  normalise: (i, w) => [normalise(i, w).data],
  'hot pixels': (i, w) => [removeHotPixels(i, 8000, w).data],
  CLAHE: (i, w) => [equaliseAdaptively(i, 512, 512, 0.01, w).data],
  FFT: (i, w) => {
    const { re, im } = forwardFft2(i.data, i.width, i.height, w.threads);
    return [re, im];
  },
  'power spectrum 1024': (i, w) => [powerSpectrum(i, null, 1024, w).data],
  'Bragg filter': (i, w) => [braggFilter(i, 2.5, 20, 2, 5, w).data],
  'polarity guess': (i, w) => [void guessPolarity(i, w)],
  'rolling ball 150': (i, w) => [subtractRollingBall(i, 150, 'light', w).data],
};

/** Least wall and least processor seconds of five runs; the latter say more on a busy machine. */
function best(threads: Threads, run: () => readonly Made[]): { wall: number; cpu: number } {
  let wall = Number.POSITIVE_INFINITY;
  let cpu = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 5; k++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const made = run();
    wall = Math.min(wall, (performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(before);
    cpu = Math.min(cpu, (user + system) / 1e6);
    for (const array of made) if (array !== undefined) threads.release(array);
  }
  return { wall, cpu };
}

const { shape, data } = readNpy(imagePath);
const [height, width] = shape;
const ours: Record<string, { one: number; two: number; cpu: number }> = {};
for (const count of [1, 2]) {
  const threads = new SharedThreads(count);
  const work: Work = { ...quietWork, threads };
  const image = toGrey(data, 'uint16', width, height, threads);
  for (const [name, stage] of Object.entries(stages)) {
    const { wall, cpu } = best(threads, () => stage(image, work));
    ours[name] = count === 1 ? { one: wall, two: wall, cpu } : { ...ours[name], two: wall };
  }
  await threads.close();
}

const scratch = mkdtempSync(path.join(tmpdir(), 'morpho-bench-image-'));
try {
  const crop = path.join(scratch, 'crop');
  const answer = execFileSync(python, [peer('image.py'), imagePath, crop], { stdio: ['ignore', 'pipe', 'ignore'] });
  const theirs = JSON.parse(answer.toString()) as Record<string, Record<string, number>>;
  const ms = (seconds: number) => `${(seconds * 1000).toFixed(0)} ms`;

  const java = (...args: string[]) =>
    execFileSync('java', ['-Xmx4g', '-Djava.awt.headless=true', '-cp', imagej, peer('RollingBall.java'), ...args])
      .toString()
      .trim()
      .split('\n')
      .map(Number);
  if (existsSync(imagej)) {
    const seconds = java(`${folder}/tem4k.tif`, '150', 'true', 'true', '5', path.join(scratch, 'whole.f32'));
    theirs['rolling ball 150'] = { ImageJ: Math.min(...seconds.slice(1)) };
    java(`${crop}.tif`, '150', 'true', 'false', '1', `${crop}.imagej.f32`);
  }
  for (const [name, { one, two, cpu }] of Object.entries(ours)) {
    const against = Object.entries(theirs[name] ?? {}).map(
      ([library, seconds]) => `${library} ${ms(seconds)} (${(seconds / two).toFixed(1)} x)`,
    );
    const times = `${ms(two)} on 2 threads, ${ms(one)} on one (${ms(cpu)} of processor)`;
    console.log(`image ${name}: ${[times, ...against].join('; ')}`);
  }

  const readFloats = (file: string) => {
    const bytes = readFileSync(file);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
  const exact = readFloats(`${crop}.exact.f32`);
  const opened = readFloats(`${crop}.opened.f32`);
  const [side, corner] = [512, 1024];
  const negative = exact.map((_, i) => -data[(corner + Math.floor(i / side)) * width + corner + (i % side)]);
  const mine = rollingBall({ width: side, height: side, data: negative }, 150, quietWork).data.map((v) => -v);
  /** Standard deviation of the difference: a constant offset does not count. */
  const error = (values: Float32Array, truth: Float32Array) => {
    const differences = values.map((v, i) => v - truth[i]);
    const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / differences.length;
    return `${Math.sqrt(variance).toFixed(2)} counts`;
  };
  console.log(`image rolling ball 150, 512 x 512 px: ours differs from the exact ball by ${error(mine, exact)}`);
  if (existsSync(`${crop}.imagej.f32`)) {
    const theirBall = readFloats(`${crop}.imagej.f32`);
    console.log(
      `image rolling ball 150, 512 x 512 px: ImageJ (without its smoothing) differs from the exact ball by ` +
        `${error(theirBall, exact)}, from its opening by ${error(theirBall, opened)}`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true });
}
console.log(`machine load ${loadavg()[0].toFixed(2)}`);
