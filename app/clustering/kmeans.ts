import { type Random, random } from '../math/random.ts';
import { kernel, oneThread, type Work } from '../ports/work.ts';
import { chunkRows, chunksOf, type Points, someRows, sumOfParts } from './points.ts';

export interface KMeansOptions {
  readonly seed: number;
  /** Starts; the best end is taken. */
  readonly starts: number;
  readonly mostRounds: number;
}

export const kMeansDefaults: KMeansOptions = { seed: 0, starts: 10, mostRounds: 300 };

export interface KMeans {
  readonly labels: Int32Array;
  /** Centre k in [k dims, (k + 1) dims). */
  readonly centres: Float64Array;
  /** Sum of squared distances to the nearest centre. */
  readonly inertia: number;
  readonly rounds: number;
}

/** Larger tables try their starts on a sample of that many rows and follow only the best of them on all rows. */
const sampleRows = 20_000;
const followed = 2;
/** Centres that together move by less than this share of the columns' mean variance, squared, stand still. */
const tolerance = 1e-4;

/**
 * K-means (Lloyd) from k-means++ starts (Arthur and Vassilvitskii 2007, the best of 2 + ln k draws each time). The same seed gives the same
 * groups on any number of threads. Throws `Failure` stopped.
 */
export function kMeans(points: Points, k: number, work: Work, options: Partial<KMeansOptions> = {}): KMeans {
  const { seed, starts, mostRounds } = { ...kMeansDefaults, ...options };
  const dice = random(seed * 7919 + k);
  const { rows, dims } = points;
  if (rows <= 2 * sampleRows) {
    let best: KMeans | null = null;
    for (let s = 0; s < starts; s++) {
      work.check();
      const found = lloyd(points, spreadCentres(points, k, dice), k, work, mostRounds);
      if (best === null || found.inertia < best.inertia) best = found;
    }
    return best ?? { labels: new Int32Array(rows), centres: new Float64Array(k * dims), inertia: 0, rounds: 0 };
  }
  const chosen = Int32Array.from({ length: sampleRows }, () => dice.integer(0, rows - 1));
  const sample = someRows(points, chosen, work.threads);
  const tried = Array.from({ length: starts }, () =>
    lloyd(sample, spreadCentres(sample, k, dice), k, work, mostRounds),
  ).sort((a, b) => a.inertia - b.inertia);
  work.threads.release(sample.data);
  const different = tried.filter((t, i) => i === 0 || t.inertia > tried[i - 1].inertia * (1 + 1e-6)).slice(0, followed);
  const ends = different.map(({ centres }) => lloyd(points, centres, k, work, mostRounds));
  return ends.reduce((a, b) => (b.inertia < a.inertia ? b : a));
}

/** k-means++: each next centre is a row drawn with a chance that grows with its squared distance from those that are there. */
function spreadCentres({ rows, dims, data }: Points, k: number, dice: Random): Float64Array {
  const centres = new Float64Array(k * dims);
  const near = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const trials = 2 + Math.floor(Math.log(k));
  let next = dice.integer(0, rows - 1);
  for (let c = 0; c < k; c++) {
    if (c > 0) next = bestDraw(data, rows, dims, near, trials, dice);
    centres.set(data.subarray(next * dims, (next + 1) * dims), c * dims);
    for (let i = 0; i < rows; i++)
      near[i] = Math.min(near[i], squaredDistance(data, i * dims, data, next * dims, dims));
  }
  return centres;
}

function bestDraw(data: Float64Array, rows: number, dims: number, near: Float64Array, trials: number, dice: Random) {
  const total = near.reduce((sum, v) => sum + v, 0);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let t = 0; t < trials; t++) {
    let left = dice.next() * total;
    let row = 0;
    for (; row < rows - 1; row++) {
      left -= near[row];
      if (left < 0) break;
    }
    let potential = 0;
    for (let i = 0; i < rows; i++)
      potential += Math.min(near[i], squaredDistance(data, i * dims, data, row * dims, dims));
    if (potential < least) {
      least = potential;
      best = row;
    }
  }
  return best;
}

export function squaredDistance(a: Float64Array, i: number, b: Float64Array, j: number, dims: number): number {
  let sum = 0;
  for (let c = 0; c < dims; c++) {
    const d = a[i + c] - b[j + c];
    sum += d * d;
  }
  return sum;
}

/** Assigns and averages until nothing moves. */
function lloyd(points: Points, from: Float64Array, k: number, work: Work, mostRounds: number): KMeans {
  const { rows, dims, data } = points;
  // Waking other threads each round would cost more than a small table takes.
  const threads = rows <= 2 * sampleRows ? oneThread : work.threads;
  const chunks = chunksOf(rows);
  // Of each chunk: sums of each group's rows, their number, inertia, rows that changed group.
  const width = k * (dims + 1) + 2;
  const parts = threads.allocate('float64', chunks * width, 'any');
  const labels = threads.allocate('int32', rows);
  const centres = threads.allocate('float64', k * dims);
  centres.set(from);
  labels.fill(-1);
  let inertia = 0;
  let rounds = 0;
  let still = false;
  for (; rounds < mostRounds; rounds++) {
    work.check();
    threads.forBands(assignKernel, chunks, data, rows, dims, centres, k, labels, parts);
    const sum = sumOfParts(parts, chunks, width);
    inertia = sum[width - 2];
    // Labels belong to the centres they were found with.
    if (still || sum[width - 1] === 0) break;
    const moved = moveCentres(points, sum, k, centres, labels);
    still = moved.shift <= tolerance * meanVariance(sum, k, dims, rows, inertia) && !moved.refilled;
  }
  const result = { labels: Int32Array.from(labels), centres: Float64Array.from(centres), inertia, rounds };
  for (const array of [parts, labels, centres]) threads.release(array);
  return result;
}

/** A bound on the columns' mean variance from the sums of groups: within plus between. */
function meanVariance(sum: Float64Array, k: number, dims: number, rows: number, inertia: number): number {
  let between = 0;
  for (let c = 0; c < dims; c++) {
    let total = 0;
    for (let g = 0; g < k; g++) total += sum[g * (dims + 1) + c];
    for (let g = 0; g < k; g++) {
      const n = sum[g * (dims + 1) + dims];
      if (n > 0) between += n * (sum[g * (dims + 1) + c] / n - total / rows) ** 2;
    }
  }
  return (inertia + between) / (rows * dims);
}

/** Puts each centre in the middle of its group; one without rows goes to the row farthest from its own centre. */
function moveCentres(
  { rows, dims, data }: Points,
  sum: Float64Array,
  k: number,
  centres: Float64Array,
  labels: Int32Array,
): { shift: number; refilled: boolean } {
  let shift = 0;
  let refilled = false;
  for (let g = 0; g < k; g++) {
    const n = sum[g * (dims + 1) + dims];
    if (n === 0) {
      let far = 0;
      let most = -1;
      for (let i = 0; i < rows; i++) {
        const d = squaredDistance(data, i * dims, centres, labels[i] * dims, dims);
        if (d > most) {
          most = d;
          far = i;
        }
      }
      centres.set(data.subarray(far * dims, (far + 1) * dims), g * dims);
      labels[far] = g;
      refilled = true;
      continue;
    }
    for (let c = 0; c < dims; c++) {
      const value = sum[g * (dims + 1) + c] / n;
      shift += (value - centres[g * dims + c]) ** 2;
      centres[g * dims + c] = value;
    }
  }
  return { shift, refilled };
}

/** Gives each row of chunks start..end to its nearest centre and sums up groups. */
const assignKernel = kernel(
  'clustering/assign',
  (
    start: number,
    end: number,
    data: Float64Array,
    rows: number,
    dims: number,
    shared: Float64Array,
    k: number,
    labels: Int32Array,
    parts: Float64Array,
  ) => {
    const width = k * (dims + 1) + 2;
    const centres = Float64Array.from(shared);
    const half = new Float64Array(k);
    for (let g = 0; g < k; g++) {
      for (let c = 0; c < dims; c++) half[g] += centres[g * dims + c] ** 2;
      half[g] /= 2;
    }
    const own = new Float64Array(width);
    for (let chunk = start; chunk < end; chunk++) {
      own.fill(0);
      const last = Math.min(rows, (chunk + 1) * chunkRows);
      for (let i = chunk * chunkRows; i < last; i++) {
        const at = i * dims;
        // |x - c|² / 2 less |x|² / 2, which is the same for all centres.
        let nearest = 0;
        let least = Number.POSITIVE_INFINITY;
        for (let g = 0, from = 0; g < k; g++, from += dims) {
          let d = half[g];
          for (let c = 0; c < dims; c++) d -= data[at + c] * centres[from + c];
          if (d < least) {
            least = d;
            nearest = g;
          }
        }
        let square = 0;
        const to = nearest * (dims + 1);
        const centre = nearest * dims;
        for (let c = 0; c < dims; c++) {
          const x = data[at + c];
          own[to + c] += x;
          const d = x - centres[centre + c];
          square += d * d;
        }
        own[to + dims]++;
        own[width - 2] += square;
        if (labels[i] !== nearest) {
          labels[i] = nearest;
          own[width - 1]++;
        }
      }
      parts.set(own, chunk * width);
    }
  },
);

export const kMeansKernels = [assignKernel];
