import type { LabelMap, ParticleMaps } from '../domain/plane.ts';
import type { Work } from '../ports/work.ts';
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
  const { width, height, count, data } = labels;
  const out = threads.allocate('int32', size.width * size.height);
  const [stepX, stepY] = [width / size.width, height / size.height];
  for (let y = 0; y < size.height; y++) {
    const v = Math.min(height - 1, Math.max(0, (y + 0.5) * stepY - 0.5));
    const top = Math.min(height - 1, Math.floor(v));
    const bottom = Math.min(height - 1, top + 1);
    const q = v - top;
    for (let x = 0; x < size.width; x++) {
      const u = Math.min(width - 1, Math.max(0, (x + 0.5) * stepX - 0.5));
      const left = Math.min(width - 1, Math.floor(u));
      const right = Math.min(width - 1, left + 1);
      const p = u - left;
      const [a, b, c, d] = [top * width + left, top * width + right, bottom * width + left, bottom * width + right];
      const [la, lb, lc, ld] = [data[a], data[b], data[c], data[d]];
      if (la === 0 && lb === 0 && lc === 0 && ld === 0) continue;
      const [wa, wb, wc, wd] = [(1 - p) * (1 - q), p * (1 - q), (1 - p) * q, p * q];
      if (wa * particle[a] + wb * particle[b] + wc * particle[c] + wd * particle[d] < threshold) continue;
      if (la === lb && la === lc && la === ld) {
        out[y * size.width + x] = la;
        continue;
      }
      let [best, most] = [0, 0];
      for (const label of [la, lb, lc, ld]) {
        if (label === 0) continue;
        const share =
          (la === label ? wa : 0) + (lb === label ? wb : 0) + (lc === label ? wc : 0) + (ld === label ? wd : 0);
        if (share > most) [best, most] = [label, share];
      }
      out[y * size.width + x] = best;
    }
  }
  return { ...size, count, data: out };
}
