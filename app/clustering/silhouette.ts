import { random } from '../math/random.ts';
import { kernel, type Work } from '../ports/work.ts';
import { type Points, someRows } from './points.ts';

/** How well rows lie in their groups: mean of (b - a) / max(a, b), -1..1 (Rousseeuw 1987). */
export interface Silhouette {
  readonly mean: number;
  /** 95 % interval of the mean where it was worked out on a sample; null where on all rows. */
  readonly interval: readonly [number, number] | null;
  /** Rows that it was worked out on. */
  readonly rows: number;
  /** Mean of each group; NaN for one without rows. */
  readonly groups: Float64Array;
}

/** Tables up to this many rows are looked at wholly. */
export const exactRows = 20_000;
export const sampleRows = 10_000;

/**
 * Silhouette of groups numbered from 0 (rows of -1 are left out): exact up to 20,000 rows, above on a sample of 10,000 with its interval.
 * NaN for fewer than two groups. Throws `Failure` stopped.
 */
export function silhouette(
  points: Points,
  labels: Int32Array,
  work: Work,
  { exact, sample, seed } = { exact: exactRows, sample: sampleRows, seed: 0 },
): Silhouette {
  const { threads } = work;
  const members = Int32Array.from(labels.keys()).filter((i) => labels[i] >= 0);
  const whole = members.length <= exact;
  // Group by group, so that each is a run of rows.
  const chosen = (whole ? members : drawn(members, sample, seed)).sort((a, b) => labels[a] - labels[b] || a - b);
  const groups = labels.reduce((most, g) => Math.max(most, g), -1) + 1;
  const own = someRows(points, chosen, threads);
  const group = threads.allocate('int32', chosen.length);
  chosen.forEach((row, i) => {
    group[i] = labels[row];
  });
  const size = threads.allocate('int32', groups);
  for (const g of group) size[g]++;
  const values = threads.allocate('float64', chosen.length);
  const band = Math.max(1, Math.floor(3e7 / Math.max(1, chosen.length)));
  for (let first = 0; first < chosen.length; first += band) {
    work.check();
    work.progress(first / chosen.length, 'Silhouette');
    const count = Math.min(band, chosen.length - first);
    threads.forBands(silhouetteKernel, count, first, own.data, own.dims, group, size, values);
  }
  const result = summed(values, group, size);
  for (const array of [own.data, group, size, values]) threads.release(array);
  return { ...result, interval: whole ? null : result.interval };
}

function summed(values: Float64Array, group: Int32Array, size: Int32Array) {
  const rows = values.length;
  const sums = new Float64Array(size.length);
  let total = 0;
  let squares = 0;
  for (let i = 0; i < rows; i++) {
    total += values[i];
    squares += values[i] * values[i];
    sums[group[i]] += values[i];
  }
  const some = size.filter((n) => n > 0).length > 1;
  const mean = some ? total / rows : Number.NaN;
  const error = Math.sqrt(Math.max(0, squares / rows - mean * mean) / rows);
  return {
    mean,
    interval: [mean - 1.96 * error, mean + 1.96 * error] as const,
    rows,
    groups: sums.map((sum, g) => (some && size[g] > 0 ? sum / size[g] : Number.NaN)),
  };
}

/** `count` different rows, in random order. */
export function drawn(rows: Int32Array, count: number, seed: number): Int32Array {
  const dice = random(seed + 17);
  const pool = rows.slice();
  for (let i = 0; i < Math.min(count, pool.length); i++) {
    const j = dice.integer(i, pool.length - 1);
    const kept = pool[i];
    pool[i] = pool[j];
    pool[j] = kept;
  }
  return pool.slice(0, count);
}

const silhouetteKernel = kernel(
  'clustering/silhouette',
  (
    start: number,
    end: number,
    first: number,
    data: Float64Array,
    dims: number,
    group: Int32Array,
    size: Int32Array,
    values: Float64Array,
  ) => {
    const sums = new Float64Array(size.length);
    for (let i = first + start; i < first + end; i++) {
      let at = 0;
      for (let g = 0; g < size.length; g++) {
        let total = 0;
        for (const stop = at + size[g] * dims; at < stop; at += dims) {
          let sum = 0;
          for (let c = 0; c < dims; c++) {
            const d = data[i * dims + c] - data[at + c];
            sum += d * d;
          }
          total += Math.sqrt(sum);
        }
        sums[g] = total;
      }
      const own = group[i];
      let nearest = Number.POSITIVE_INFINITY;
      for (let g = 0; g < size.length; g++)
        if (g !== own && size[g] > 0) nearest = Math.min(nearest, sums[g] / size[g]);
      const inside = size[own] > 1 ? sums[own] / (size[own] - 1) : 0;
      const larger = Math.max(inside, nearest);
      values[i] = size[own] > 1 && larger > 0 && larger < Number.POSITIVE_INFINITY ? (nearest - inside) / larger : 0;
    }
  },
);

export const silhouetteKernels = [silhouetteKernel];
