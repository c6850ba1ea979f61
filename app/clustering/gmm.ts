import type { CovarianceKind } from '../domain/grouping.ts';
import { kernel, type Work } from '../ports/work.ts';
import {
  aic as akaike,
  bic as bayes,
  freeNumbers,
  type Gaussians,
  mixtureOf,
  momentsWidth,
  whitening,
} from './gaussian.ts';
import { kMeans } from './kmeans.ts';
import { chunkRows, chunksOf, type Points, sumOfParts } from './points.ts';

export interface GmmOptions {
  readonly kind: CovarianceKind;
  readonly seed: number;
  /** Starts from different K-means groups; the likeliest end is taken. */
  readonly starts: number;
  /** Rounds end when the mean log-likelihood of a row grows by less. */
  readonly tolerance: number;
  readonly mostRounds: number;
}

export const gmmDefaults: GmmOptions = { kind: 'full', seed: 0, starts: 1, tolerance: 1e-4, mostRounds: 200 };

export interface Gmm {
  readonly model: Gaussians;
  /** Likeliest group of each row, and its probability. */
  readonly labels: Int32Array;
  readonly probability: Float64Array;
  /** Sum over rows. */
  readonly logLikelihood: number;
  readonly bic: number;
  readonly aic: number;
  readonly rounds: number;
  readonly converged: boolean;
}

/**
 * Fits a mixture of `groups` normal distributions by expectation and maximisation, begun from K-means groups, with 1e-6 added to every
 * variance: the model of scikit-learn's GaussianMixture. One pass over the rows a round finds responsibilities and sums up the next
 * round's moments. The same seed gives the same mixture on any number of threads. Throws `Failure` stopped.
 */
export function fitGmm(points: Points, groups: number, work: Work, options: Partial<GmmOptions> = {}): Gmm {
  const chosen = { ...gmmDefaults, ...options };
  let best: Gmm | null = null;
  for (let s = 0; s < Math.max(1, chosen.starts); s++) {
    const { labels } = kMeans(points, groups, work, { seed: chosen.seed + 101 * s, starts: s === 0 ? 3 : 1 });
    const found = expectationMaximisation(points, groups, labels, work, chosen);
    if (best === null || found.logLikelihood > best.logLikelihood) best = found;
  }
  return best as Gmm;
}

/** Follows one start, given as a group of each row. */
export function expectationMaximisation(
  points: Points,
  groups: number,
  start: Int32Array,
  work: Work,
  { kind, tolerance, mostRounds }: Pick<GmmOptions, 'kind' | 'tolerance' | 'mostRounds'>,
): Gmm {
  const { threads } = work;
  const { rows, dims } = points;
  const loop = new RowLoop(points, groups, work);
  let model = mixtureOf(kind, momentsOfGroups(points, groups, start), new Float64Array(groups * dims), points);
  let logLikelihood = Number.NEGATIVE_INFINITY;
  let converged = false;
  let rounds = 0;
  for (; rounds < mostRounds && !converged; rounds++) {
    work.check();
    const step = loop.run(model, false);
    if (step === null) break;
    converged = Math.abs(step.logLikelihood - logLikelihood) < tolerance * rows;
    logLikelihood = step.logLikelihood;
    model = mixtureOf(kind, step.moments, model.means, points);
  }
  const last = loop.run(model, true);
  const labels = Int32Array.from(loop.labels);
  const probability = Float64Array.from(loop.probability);
  loop.release(threads);
  const likelihood = last?.logLikelihood ?? logLikelihood;
  const free = freeNumbers(model);
  return {
    model,
    labels,
    probability,
    logLikelihood: likelihood,
    bic: bayes(likelihood, free, rows),
    aic: akaike(likelihood, free),
    rounds,
    converged,
  };
}

/** Groups of other points under a mixture. */
export function assignGmm(
  points: Points,
  model: Gaussians,
  work: Work,
): Pick<Gmm, 'labels' | 'probability' | 'logLikelihood'> {
  const loop = new RowLoop(points, model.groups, work);
  const { logLikelihood } = loop.run(model, true) ?? { logLikelihood: Number.NaN };
  const result = {
    labels: Int32Array.from(loop.labels),
    probability: Float64Array.from(loop.probability),
    logLikelihood,
  };
  loop.release(work.threads);
  return result;
}

/** Moments about the origin of rows that wholly belong to one group each. */
function momentsOfGroups({ rows, dims, data }: Points, groups: number, labels: Int32Array): Float64Array {
  const width = momentsWidth(dims);
  const moments = new Float64Array(groups * width);
  for (let i = 0; i < rows; i++) {
    let at = labels[i] * width;
    moments[at++]++;
    for (let a = 0; a < dims; a++) moments[at++] += data[i * dims + a];
    for (let a = 0; a < dims; a++)
      for (let b = 0; b <= a; b++) moments[at++] += data[i * dims + a] * data[i * dims + b];
  }
  return moments;
}

/** The pass over all rows, with its arrays on shared memory. */
class RowLoop {
  readonly #points: Points;
  readonly #groups: number;
  readonly #work: Work;
  readonly #parts: Float64Array;
  readonly #factors: Float64Array;
  readonly #constants: Float64Array;
  readonly #means: Float64Array;
  readonly labels: Int32Array;
  readonly probability: Float64Array;

  constructor(points: Points, groups: number, work: Work) {
    const { threads } = work;
    const { rows, dims } = points;
    this.#points = points;
    this.#groups = groups;
    this.#work = work;
    this.#parts = threads.allocate('float64', chunksOf(rows) * (groups * momentsWidth(dims) + 1), 'any');
    this.#factors = threads.allocate('float64', (groups * dims * (dims + 1)) / 2);
    this.#constants = threads.allocate('float64', groups);
    this.#means = threads.allocate('float64', groups * dims);
    this.labels = threads.allocate('int32', rows);
    this.probability = threads.allocate('float64', rows);
  }

  /** Log-likelihood of a mixture and the next one's moments; with `assign` labels and probabilities instead. Null for no mixture. */
  run(model: Gaussians, assign: boolean): { logLikelihood: number; moments: Float64Array } | null {
    const white = whitening(model);
    if (white === null) return null;
    this.#factors.set(white.factors);
    this.#constants.set(white.constants);
    this.#means.set(model.means);
    const { rows, dims, data } = this.#points;
    const chunks = chunksOf(rows);
    const groups = this.#groups;
    const width = groups * momentsWidth(dims) + 1;
    const mixture = [this.#means, this.#factors, this.#constants, groups] as const;
    const results = [assign, this.#parts, this.labels, this.probability] as const;
    const run = dims === 3 ? gmm3Kernel : gmmKernel;
    this.#work.threads.forBands(run, chunks, data, rows, dims, ...mixture, ...results);
    const sum = sumOfParts(this.#parts, chunks, width);
    return { logLikelihood: sum[width - 1], moments: sum.subarray(0, width - 1) };
  }

  release(threads: Work['threads']): void {
    const own = [this.#parts, this.#factors, this.#constants, this.#means, this.labels, this.probability];
    for (const array of own) threads.release(array);
  }
}

/** Responsibilities below this count for nothing: their logarithm, less the largest. */
const negligible = -34;

type RowArgs = [
  data: Float64Array,
  rows: number,
  dims: number,
  means: Float64Array,
  factors: Float64Array,
  constants: Float64Array,
  groups: number,
  assign: boolean,
  parts: Float64Array,
  labels: Int32Array,
  probability: Float64Array,
];

/** Expectation and moments over chunks start..end; see `RowLoop`. */
const gmmKernel = kernel<RowArgs>(
  'clustering/gmm',
  (start, end, data, rows, dims, means, factors, constants, groups, assign, parts, labels, probability) => {
    const size = (dims * (dims + 1)) / 2;
    const each = momentsWidth(dims);
    const width = groups * each + 1;
    const [offsets, density] = [new Float64Array(groups * dims), new Float64Array(groups)];
    const own = new Float64Array(width);
    for (let chunk = start; chunk < end; chunk++) {
      own.fill(0);
      const last = Math.min(rows, (chunk + 1) * chunkRows);
      for (let i = chunk * chunkRows; i < last; i++) {
        let most = Number.NEGATIVE_INFINITY;
        let likeliest = 0;
        for (let g = 0; g < groups; g++) {
          const from = g * dims;
          for (let c = 0; c < dims; c++) offsets[from + c] = data[i * dims + c] - means[from + c];
          let square = 0;
          let at = g * size;
          for (let a = 0; a < dims; a++) {
            let y = 0;
            for (let b = 0; b <= a; b++) y += factors[at++] * offsets[from + b];
            square += y * y;
          }
          const d = constants[g] - 0.5 * square;
          density[g] = d;
          if (d > most) {
            most = d;
            likeliest = g;
          }
        }
        let sum = 0;
        for (let g = 0; g < groups; g++) {
          const below = density[g] - most;
          const share = below < negligible ? 0 : Math.exp(below);
          density[g] = share;
          sum += share;
        }
        own[width - 1] += most + Math.log(sum);
        if (assign) {
          labels[i] = likeliest;
          probability[i] = 1 / sum;
          continue;
        }
        for (let g = 0; g < groups; g++) {
          if (density[g] === 0) continue;
          const r = density[g] / sum;
          const from = g * dims;
          let at = g * each;
          own[at++] += r;
          for (let a = 0; a < dims; a++) own[at++] += r * offsets[from + a];
          for (let a = 0; a < dims; a++) {
            const weighted = r * offsets[from + a];
            for (let b = 0; b <= a; b++) own[at++] += weighted * offsets[from + b];
          }
        }
      }
      parts.set(own, chunk * width);
    }
  },
);

/** The same for three columns, written out. */
const gmm3Kernel = kernel<RowArgs>(
  'clustering/gmm-3',
  (start, end, data, rows, _dims, means, factors, constants, groups, assign, parts, labels, probability) => {
    const width = groups * 10 + 1;
    const density = new Float64Array(groups);
    const own = new Float64Array(width);
    const [m, f, k] = [Float64Array.from(means), Float64Array.from(factors), Float64Array.from(constants)];
    for (let chunk = start; chunk < end; chunk++) {
      own.fill(0);
      const last = Math.min(rows, (chunk + 1) * chunkRows);
      for (let i = chunk * chunkRows; i < last; i++) {
        const x = data[3 * i];
        const y = data[3 * i + 1];
        const z = data[3 * i + 2];
        let most = Number.NEGATIVE_INFINITY;
        let likeliest = 0;
        for (let g = 0; g < groups; g++) {
          const u = x - m[3 * g];
          const v = y - m[3 * g + 1];
          const w = z - m[3 * g + 2];
          const at = 6 * g;
          const a = f[at] * u;
          const b = f[at + 1] * u + f[at + 2] * v;
          const c = f[at + 3] * u + f[at + 4] * v + f[at + 5] * w;
          const d = k[g] - 0.5 * (a * a + b * b + c * c);
          density[g] = d;
          if (d > most) {
            most = d;
            likeliest = g;
          }
        }
        let sum = 0;
        for (let g = 0; g < groups; g++) {
          const below = density[g] - most;
          const share = below < negligible ? 0 : Math.exp(below);
          density[g] = share;
          sum += share;
        }
        own[width - 1] += most + Math.log(sum);
        if (assign) {
          labels[i] = likeliest;
          probability[i] = 1 / sum;
          continue;
        }
        for (let g = 0; g < groups; g++) {
          const share = density[g];
          if (share === 0) continue;
          const r = share / sum;
          const u = x - m[3 * g];
          const v = y - m[3 * g + 1];
          const w = z - m[3 * g + 2];
          const at = 10 * g;
          own[at] += r;
          own[at + 1] += r * u;
          own[at + 2] += r * v;
          own[at + 3] += r * w;
          own[at + 4] += r * u * u;
          own[at + 5] += r * v * u;
          own[at + 6] += r * v * v;
          own[at + 7] += r * w * u;
          own[at + 8] += r * w * v;
          own[at + 9] += r * w * w;
        }
      }
      parts.set(own, chunk * width);
    }
  },
);

export const gmmKernels = [gmmKernel, gmm3Kernel];
