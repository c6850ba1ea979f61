import type { LabelMap } from '../domain/plane.ts';
import type { Work } from '../ports/work.ts';
import { renamed } from './clean-labels.ts';
import type { Seeds } from './seeds.ts';

/** A place where two basins meet: labels low < high, and the height of the highest pass between them. */
export interface Pass {
  readonly low: number;
  readonly high: number;
  readonly height: number;
}

/**
 * The passes between neighbouring basins, highest first: for two labels that share edges, the largest over these edges of
 * the lower of the two heights.
 */
export function passesBetween({ width, height, count, data }: LabelMap, heights: Int32Array): Pass[] {
  const highest = new Map<number, number>();
  const meet = (i: number, j: number) => {
    const low = Math.min(data[i], data[j]);
    const key = low * (count + 1) + Math.max(data[i], data[j]);
    const pass = Math.min(heights[i], heights[j]);
    const known = highest.get(key);
    if (known === undefined || pass > known) highest.set(key, pass);
  };
  for (let y = 0; y < height; y++) {
    const stop = (y + 1) * width;
    for (let i = y * width; i < stop; i++) {
      const label = data[i];
      if (label === 0) continue;
      if (i + 1 < stop && data[i + 1] !== label && data[i + 1] !== 0) meet(i, i + 1);
      if (y + 1 < height && data[i + width] !== label && data[i + width] !== 0) meet(i, i + width);
    }
  }
  return Array.from(highest, ([key, pass]) => {
    const low = Math.floor(key / (count + 1));
    return { low, high: key - low * (count + 1), height: pass };
  }).sort((a, b) => b.height - a.height || a.low - b.low || a.high - b.high);
}

/** Height of the highest seed pixel of each label; element 0 is unused. */
export function seedPeaks({ count, pixel, label }: Seeds, heights: Int32Array): Int32Array {
  const peaks = new Int32Array(count + 1);
  for (let k = 0; k < pixel.length; k++) peaks[label[k]] = Math.max(peaks[label[k]], heights[pixel[k]]);
  return peaks;
}

/**
 * Merges basins over their passes, highest pass first, where `joins(peak, pass)` says that the lower of the two peaks does not
 * stand out. The merged basin keeps the higher peak. Labels are renumbered in the order of their first basin.
 */
export function mergeBasins(
  labels: LabelMap,
  peaks: Int32Array,
  passes: readonly Pass[],
  joins: (peak: number, pass: number) => boolean,
  work: Work,
): LabelMap {
  const root = Int32Array.from({ length: labels.count + 1 }, (_, label) => label);
  const top = peaks.slice();
  const find = (label: number): number => {
    let at = label;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  };
  for (const { low, high, height } of passes) {
    const a = find(low);
    const b = find(high);
    if (a === b || !joins(Math.min(top[a], top[b]), height)) continue;
    root[Math.max(a, b)] = Math.min(a, b);
    top[Math.min(a, b)] = Math.max(top[a], top[b]);
  }
  const names = new Int32Array(labels.count + 1);
  let count = 0;
  // A root is the smallest label of its basins, so it has its name before the others ask for it.
  for (let label = 1; label <= labels.count; label++)
    names[label] = find(label) === label ? ++count : names[find(label)];
  return renamed(labels, names, count, work);
}
