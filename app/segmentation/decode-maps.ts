import type { LabelMap, ParticleMaps } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';
import { mergeBasins, passesBetween, seedPeaks } from './basins.ts';
import { renamed } from './clean-labels.ts';
import { distanceMaxima } from './seeds.ts';
import { watershed } from './watershed.ts';

export interface DecodeSettings {
  /** Least probability of a pixel of a particle. */
  readonly threshold: number;
  /** A particle's depth rises by at least this over the pass to a deeper neighbour; less is one particle. */
  readonly rise: number;
  /** Least depth in the middle of a particle. */
  readonly middle: number;
  /** How far a contact lowers the depth: 0 not at all, 1 to nothing. */
  readonly cut: number;
  /** Least mean probability of a particle's pixels. */
  readonly sure: number;
  /** Least area of a particle, px. */
  readonly area: number;
}

export const defaultDecode: DecodeSettings = { threshold: 0.5, rise: 0.18, middle: 0.35, cut: 0.5, sure: 0.6, area: 9 };

/** Whole numbers for depths: fine enough that no two levels that matter fall together. */
const levels = 1000;

/** Depth lowered at contacts, smoothed by (1 2 1) / 4 along both axes, in thousandths; 0 outside particles, else at least 1. */
function heightsOf(maps: ParticleMaps, inside: Uint8Array, cut: number, out: Int32Array): void {
  const { width, height, depth, contact } = maps;
  let [above, here, below] = [new Float32Array(width), new Float32Array(width), new Float32Array(width)];
  const load = (y: number, row: Float32Array) => {
    const from = Math.min(height - 1, Math.max(0, y)) * width;
    for (let x = 0; x < width; x++) row[x] = depth[from + x] * (1 - cut * contact[from + x]);
  };
  load(0, above);
  load(0, here);
  for (let y = 0; y < height; y++) {
    load(y + 1, below);
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (inside[i] === 0) continue;
      const [l, r] = [x > 0 ? x - 1 : x, x + 1 < width ? x + 1 : x];
      const sum =
        4 * here[x] + 2 * (here[l] + here[r] + above[x] + below[x]) + above[l] + above[r] + below[l] + below[r];
      out[i] = 1 + Math.round((levels * sum) / 16);
    }
    [above, here, below] = [here, below, above];
  }
}

/** Mean probability, area and greatest depth of each label. */
function facts(labels: LabelMap, { particle }: ParticleMaps, heights: Int32Array) {
  const area = new Int32Array(labels.count + 1);
  const sum = new Float64Array(labels.count + 1);
  const peak = new Int32Array(labels.count + 1);
  for (let i = 0; i < labels.data.length; i++) {
    const label = labels.data[i];
    if (label === 0) continue;
    area[label]++;
    sum[label] += particle[i];
    if (heights[i] > peak[label]) peak[label] = heights[i];
  }
  return { area, sum, peak };
}

/**
 * Particles from the maps of a network: every maximum of the depth inside the particles is a seed, seeds grow by watershed, and
 * neighbours whose depth hardly rises over their pass are one. Nothing depends on the size of particles, for depths are
 * relative to each.
 */
export function decodeMaps(maps: ParticleMaps, settings: DecodeSettings, work: Work): LabelMap {
  const { width, height, particle } = maps;
  const { threads } = work;
  const inside = threads.allocate('uint8', width * height);
  for (let i = 0; i < inside.length; i++) if (particle[i] >= settings.threshold) inside[i] = 1;
  const heights = threads.allocate('int32', width * height);
  heightsOf(maps, inside, settings.cut, heights);
  work.check();
  const seeds = distanceMaxima({ width, height, data: heights }, 3, 0, work);
  const basins = watershed(heights, seeds, { width, height, data: inside }, work);
  work.check();
  const rise = settings.rise * levels;
  const joins = (peak: number, pass: number) => peak - pass < rise;
  const merged = mergeBasins(basins, seedPeaks(seeds, heights), passesBetween(basins, heights), joins, work);
  const { area, sum, peak } = facts(merged, maps, heights);
  const names = new Int32Array(merged.count + 1);
  let count = 0;
  for (let label = 1; label <= merged.count; label++) {
    const sound =
      area[label] >= settings.area &&
      sum[label] >= settings.sure * area[label] &&
      peak[label] >= settings.middle * levels;
    if (sound) names[label] = ++count;
  }
  const labels = renamed(merged, names, count, work);
  for (const array of [inside, heights, basins.data, merged.data]) if (array !== labels.data) threads.release(array);
  return labels;
}

/** Rows [start, end) of the finer grid. */
const enlargeRows = kernel(
  'segmentation/enlarge-labels',
  (
    start: number,
    end: number,
    data: Int32Array,
    particle: Float32Array,
    width: number,
    height: number,
    threshold: number,
    toWidth: number,
    toHeight: number,
    out: Int32Array,
  ) => {
    const [stepX, stepY] = [width / toWidth, height / toHeight];
    for (let y = start; y < end; y++) {
      const v = Math.min(height - 1, Math.max(0, (y + 0.5) * stepY - 0.5));
      const top = Math.min(height - 1, Math.floor(v));
      const above = top * width;
      const below = Math.min(height - 1, top + 1) * width;
      const q = v - top;
      for (let x = 0; x < toWidth; x++) {
        const u = Math.min(width - 1, Math.max(0, (x + 0.5) * stepX - 0.5));
        const left = Math.min(width - 1, Math.floor(u));
        const right = Math.min(width - 1, left + 1);
        const a = data[above + left];
        const b = data[above + right];
        const c = data[below + left];
        const d = data[below + right];
        if (a === 0 && b === 0 && c === 0 && d === 0) continue;
        const p = u - left;
        const wa = (1 - p) * (1 - q);
        const wb = p * (1 - q);
        const wc = (1 - p) * q;
        const wd = p * q;
        const likely =
          wa * particle[above + left] +
          wb * particle[above + right] +
          wc * particle[below + left] +
          wd * particle[below + right];
        if (likely < threshold) continue;
        let best = a;
        let most = a === 0 ? 0 : wa + (b === a ? wb : 0) + (c === a ? wc : 0) + (d === a ? wd : 0);
        const shareB = b === 0 ? 0 : wb + (a === b ? wa : 0) + (c === b ? wc : 0) + (d === b ? wd : 0);
        if (shareB > most) {
          best = b;
          most = shareB;
        }
        const shareC = c === 0 ? 0 : wc + (a === c ? wa : 0) + (b === c ? wb : 0) + (d === c ? wd : 0);
        if (shareC > most) {
          best = c;
          most = shareC;
        }
        const shareD = d === 0 ? 0 : wd + (a === d ? wa : 0) + (b === d ? wb : 0) + (c === d ? wc : 0);
        if (shareD > most) best = d;
        out[y * toWidth + x] = best;
      }
    }
  },
);

/**
 * Labels on a finer grid, with outlines where the probability, linear between pixel centres, passes the threshold. A pixel takes
 * the label with the largest share among the four around it.
 */
export function enlargeLabels(
  labels: LabelMap,
  particle: Float32Array,
  threshold: number,
  size: { readonly width: number; readonly height: number },
  { threads }: Work,
): LabelMap {
  const { width, height, count } = labels;
  const out = threads.allocate('int32', size.width * size.height);
  const data = onSharedMemory('int32', labels.data, threads);
  const likely = onSharedMemory('float32', particle, threads);
  threads.forBands(enlargeRows, size.height, data, likely, width, height, threshold, size.width, size.height, out);
  return { ...size, count, data: out };
}

export const decodeKernels = [enlargeRows];
