// The whole classical job of the peers' script, in a process of its own so that its memory can be told: node classical.ts tem4k|haadf2k
import process from 'node:process';
import type { LabelMap } from '../../app/domain/plane.ts';
import { measure } from '../../app/features/measure.ts';
import { invert } from '../../app/image/contrast.ts';
import { divideByReference } from '../../app/image/flat-field.ts';
import { gaussian } from '../../app/image/gaussian.ts';
import { whiteTopHat } from '../../app/image/morphology.ts';
import { toGrey } from '../../app/image/to-grey.ts';
import { labelsToInstances } from '../../app/particles/label.ts';
import { quietWork, type SharedArrays, type SharedKind, type Work } from '../../app/ports/work.ts';
import { aboveThreshold } from '../../app/segmentation/binarize.ts';
import { erode } from '../../app/segmentation/binary-morphology.ts';
import { fillHoles, removeSmallParts } from '../../app/segmentation/clean-binary.ts';
import { clearBorder } from '../../app/segmentation/clean-labels.ts';
import { squaredDistance } from '../../app/segmentation/distance.ts';
import { distanceMaxima } from '../../app/segmentation/seeds.ts';
import { globalThreshold } from '../../app/segmentation/threshold.ts';
import { watershed } from '../../app/segmentation/watershed.ts';
import { SharedThreads } from '../../main/jobs/threads.ts';
import { readNpy } from '../data/npy.ts';
import { match } from './match.ts';

const folder = process.env['BENCH_DATA'] ?? '/tmp/bench-data';
const threads = new SharedThreads(Number(process.env['BENCH_THREADS'] ?? 2));
const work: Work = { ...quietWork, threads };
const features = [
  'area',
  'perimeter',
  'solidity',
  'axis_major_length',
  'axis_minor_length',
  'eccentricity',
  'intensity_max',
  'intensity_mean',
  'intensity_total',
  'circularity',
];

/** Milliseconds of each stage of one run, in order. */
class Laps {
  readonly ms: Record<string, number> = {};
  #last = performance.now();
  lap(stage: string): void {
    const now = performance.now();
    this.ms[stage] = (this.ms[stage] ?? 0) + now - this.#last;
    this.#last = now;
  }
}

/** A decoded 16-bit frame where all threads see it, as a file reader leaves it. */
function frame(name: string): { pixels: Uint16Array; width: number; height: number } {
  const { shape, data } = readNpy(`${folder}/${name}.npy`);
  const pixels = threads.allocate('uint16', data.length);
  pixels.set(data as Uint16Array);
  return { pixels, width: shape[1], height: shape[0] };
}

const done = (...planes: { readonly data: SharedArrays[SharedKind] }[]) => {
  for (const plane of planes) threads.release(plane.data);
};

interface Settings {
  readonly topHat: number;
  readonly sigma: number;
  readonly minArea: number;
  readonly erosion: number;
  readonly spacing: number;
}

/** Top-hat, Gaussian, Li, holes, small parts, erosion, distance, seeds, watershed, border. */
function segment(start: ReturnType<typeof toGrey>, laps: Laps, s: Settings): LabelMap {
  let image = start;
  if (s.topHat > 0) {
    image = whiteTopHat(start, s.topHat, work);
    laps.lap('top-hat');
  }
  const smooth = gaussian(image, s.sigma, work);
  if (image !== start) done(image);
  laps.lap('gaussian');
  const threshold = globalThreshold(smooth, 'li', 'bright', work);
  laps.lap('li');
  const above = aboveThreshold(smooth, threshold, 'bright', work);
  done(smooth);
  laps.lap('threshold');
  const filled = fillHoles(above, 0, work);
  const mask = removeSmallParts(filled, s.minArea, work);
  done(above, filled);
  laps.lap('fill, remove small');
  const core = erode(mask, 'cross', s.erosion, work);
  laps.lap('erosion');
  const distance = squaredDistance(core, work);
  done(core);
  laps.lap('distance');
  const seeds = distanceMaxima(distance, 2 * s.spacing + 1, s.spacing, work);
  laps.lap('seeds');
  const basins = watershed(distance.data, seeds, mask, work);
  done(distance, mask);
  laps.lap('watershed');
  const labels = clearBorder(basins, 0, work);
  done(basins);
  laps.lap('clear border');
  return labels;
}

const jobs = {
  tem4k: () => {
    const { pixels, width, height } = frame('tem4k');
    const gain = frame('tem4k_flat').pixels;
    return (laps: Laps) => {
      const image = toGrey(pixels, 'uint16', width, height, threads);
      const reference = toGrey(gain, 'uint16', width, height, threads);
      laps.lap('to float');
      const flat = divideByReference(image, reference, work);
      done(reference);
      laps.lap('flat field');
      const bright = invert(flat, work);
      done(flat);
      laps.lap('invert');
      const labels = segment(bright, laps, { topHat: 0, sigma: 3, minArea: 800, erosion: 10, spacing: 20 });
      done(bright);
      return { image, labels };
    };
  },
  haadf2k: () => {
    const { pixels, width, height } = frame('haadf2k');
    return (laps: Laps) => {
      const image = toGrey(pixels, 'uint16', width, height, threads);
      laps.lap('to float');
      const labels = segment(image, laps, { topHat: 301, sigma: 1, minArea: 200, erosion: 10, spacing: 40 });
      return { image, labels };
    };
  },
};

const name = process.argv[2] as keyof typeof jobs;
const run = jobs[name]();
const truth = readNpy(`${folder}/${name}_labels.npy`).data as Uint16Array;
const runs: { seconds: number; ms: Record<string, number>; particles: number }[] = [];
let quality = null;
for (let round = 0; round < Number(process.env['BENCH_ROUNDS'] ?? 6); round++) {
  const begin = performance.now();
  const laps = new Laps();
  const { image, labels } = run(laps);
  const table = measure(labelsToInstances(labels), image, null, work, features);
  laps.lap('measure');
  runs.push({ seconds: (performance.now() - begin) / 1000, ms: laps.ms, particles: table.rows });
  if (round === 0) quality = match(labels, truth);
  done(image, labels);
}
process.stdout.write(`${JSON.stringify({ name, runs, quality, peakMb: process.resourceUsage().maxRSS / 1024 })}\n`);
await threads.close();
