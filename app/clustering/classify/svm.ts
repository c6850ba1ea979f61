import { kernel, type Work } from '../../ports/work.ts';
import type { Points } from '../points.ts';
import { PairSolver, rowKernel } from './svm-solver.ts';

/** A support vector machine of several classes: one two-class machine a pair, which vote. */
export interface Svm {
  readonly classes: number;
  readonly dims: number;
  /** 0: linear. */
  readonly gamma: number;
  readonly c: number;
  /** Support vectors, row after row. */
  readonly vectors: Float64Array;
  /** Weight of vector v in the machine of pair p at [p vectors + v]; pairs (0, 1), (0, 2), ... (1, 2), ... */
  readonly weights: Float64Array;
  /** Offset of each pair. */
  readonly offsets: Float64Array;
}

export interface SvmSettings {
  readonly c: number;
  /** Width of the radial kernel; 0: linear; null: 1 / (columns x variance), as scikit-learn's `scale`. */
  readonly gamma: number | null;
}

/** 1 / (columns x variance of all numbers). */
export function scaleGamma({ rows, dims, data }: Points): number {
  let sum = 0;
  for (let i = 0; i < rows * dims; i++) sum += data[i];
  const mean = sum / (rows * dims);
  let squares = 0;
  for (let i = 0; i < rows * dims; i++) squares += (data[i] - mean) ** 2;
  const variance = squares / (rows * dims);
  return 1 / (dims * (variance > 0 ? variance : 1));
}

export const pairsOf = (classes: number): [number, number][] =>
  Array.from({ length: classes }, (_, a) => a).flatMap((a) =>
    Array.from({ length: classes - a - 1 }, (__, k): [number, number] => [a, a + k + 1]),
  );

/** Rows of each class, one class after the other. */
function byClass(labels: Int32Array, classes: number): Int32Array[] {
  return Array.from({ length: classes }, (_, g) => Int32Array.from(labels.keys()).filter((i) => labels[i] === g));
}

/** Multipliers of all machines of all parts: part f is trained on the rows of other parts. */
interface Trained {
  /** y alpha of each row of each pair, part after part: [pair start + part x rows of the pair + row]. */
  readonly weights: Float64Array;
  readonly offsets: Float64Array;
  readonly starts: Int32Array;
  readonly rows: readonly Int32Array[];
  /** Numbers of parts + 1: machines on all rows come last. */
  readonly machines: number;
}

function train(
  points: Points,
  labels: Int32Array,
  classes: number,
  partOf: Int32Array,
  parts: number,
  settings: SvmSettings,
  work: Work,
): Trained & { gamma: number } {
  const { threads } = work;
  const gamma = settings.gamma ?? scaleGamma(points);
  const members = byClass(labels, classes);
  const pairs = pairsOf(classes);
  const rows = pairs.map(([a, b]) => Int32Array.from([...members[a], ...members[b]]));
  const machines = parts + 1;
  const starts = threads.allocate('int32', pairs.length + 1);
  const firsts = threads.allocate('int32', pairs.length + 1);
  pairs.forEach((_, p) => {
    firsts[p + 1] = firsts[p] + rows[p].length;
    starts[p + 1] = starts[p] + machines * rows[p].length;
  });
  const flat = threads.allocate('int32', firsts[pairs.length]);
  rows.forEach((own, p) => {
    flat.set(own, firsts[p]);
  });
  const split = threads.allocate('int32', pairs.length);
  pairs.forEach(([a], p) => {
    split[p] = members[a].length;
  });
  const part = threads.allocate('int32', partOf.length);
  part.set(partOf);
  const weights = threads.allocate('float64', starts[pairs.length]);
  const offsets = threads.allocate('float64', machines * pairs.length);
  // Few pairs at a time, so that a stop is heard.
  const step = Math.max(1, 2 * threads.count);
  for (let first = 0; first < pairs.length; first += step) {
    work.check();
    work.progress((0.7 * first) / pairs.length, 'Training support vector machines');
    const count = Math.min(step, pairs.length - first);
    const problem = [points.data, points.dims, gamma, settings.c, firsts, flat, split, part, parts, starts] as const;
    threads.forBands(pairKernel, count, first, ...problem, weights, offsets);
  }
  const result = {
    weights: Float64Array.from(weights),
    offsets: Float64Array.from(offsets),
    starts: Int32Array.from(starts),
    rows,
    machines,
    gamma,
  };
  for (const array of [starts, firsts, flat, split, part, weights, offsets]) threads.release(array);
  return result;
}

/** The machines of one part as a model: rows with weight in any pair are its support vectors. */
function modelOf(
  { weights, offsets, starts, rows, machines, gamma }: Trained & { gamma: number },
  points: Points,
  classes: number,
  c: number,
  part: number,
): Svm {
  const used = new Set<number>();
  rows.forEach((own, p) => {
    const from = starts[p] + part * own.length;
    own.forEach((row, k) => {
      if (weights[from + k] !== 0) used.add(row);
    });
  });
  const chosen = Int32Array.from(used).sort();
  const place = new Map(Array.from(chosen, (row, v) => [row, v]));
  const { dims } = points;
  const vectors = new Float64Array(chosen.length * dims);
  chosen.forEach((row, v) => {
    vectors.set(points.data.subarray(row * dims, (row + 1) * dims), v * dims);
  });
  const dense = new Float64Array(rows.length * chosen.length);
  rows.forEach((own, p) => {
    const from = starts[p] + part * own.length;
    own.forEach((row, k) => {
      const v = place.get(row);
      if (weights[from + k] !== 0 && v !== undefined) dense[p * chosen.length + v] = weights[from + k];
    });
  });
  const own = Float64Array.from(rows, (_, p) => offsets[p * machines + part]);
  return { classes, dims, gamma, c, vectors, weights: dense, offsets: own };
}

/** Trains on all rows. `labels` number classes from 0. Throws `Failure` stopped. */
export function trainSvm(points: Points, labels: Int32Array, classes: number, settings: SvmSettings, work: Work): Svm {
  const trained = train(points, labels, classes, new Int32Array(points.rows), 0, settings, work);
  return modelOf(trained, points, classes, settings.c, 0);
}

/**
 * Cross-validation: the class of each row as told by machines that were trained without the rows of its part. The machines of all rows are
 * found first; those of a part begin from them, with its rows taken out, and share their kernel rows. Throws `Failure` stopped.
 */
export function crossValidateSvm(
  points: Points,
  labels: Int32Array,
  classes: number,
  partOf: Int32Array,
  parts: number,
  settings: SvmSettings,
  work: Work,
): Int32Array {
  const trained = train(points, labels, classes, partOf, parts, settings, work);
  const found = new Int32Array(points.rows);
  for (let part = 0; part < parts; part++) {
    work.check();
    work.progress(0.7 + (0.3 * part) / parts, 'Asking the machines');
    const model = modelOf(trained, points, classes, settings.c, part);
    const own = Int32Array.from(partOf.keys()).filter((i) => partOf[i] === part);
    const told = voteRows(points, own, model, work);
    own.forEach((row, k) => {
      found[row] = told[k];
    });
  }
  return found;
}

/** Class of each row. Throws `Failure` stopped. */
export function applySvm(points: Points, model: Svm, work: Work): Int32Array {
  return voteRows(
    points,
    Int32Array.from({ length: points.rows }, (_, i) => i),
    model,
    work,
  );
}

/** Decision of each pair for each row, rows x pairs: above 0 for the first class of the pair. */
export function decisions(points: Points, model: Svm, work: Work): Float64Array {
  const rows = Int32Array.from({ length: points.rows }, (_, i) => i);
  return decided(points, rows, model, work);
}

function decided(points: Points, rows: Int32Array, model: Svm, work: Work): Float64Array {
  const { threads } = work;
  const shared = (array: Float64Array) => {
    const copy = threads.allocate('float64', array.length, 'any');
    copy.set(array);
    return copy;
  };
  const [vectors, weights, offsets] = [shared(model.vectors), shared(model.weights), shared(model.offsets)];
  const own = threads.allocate('int32', rows.length, 'any');
  own.set(rows);
  const out = threads.allocate('float64', rows.length * model.offsets.length);
  for (let first = 0; first < rows.length; first += 16_384) {
    work.check();
    const count = Math.min(16_384, rows.length - first);
    const machines = [model.gamma, vectors, weights, offsets] as const;
    threads.forBands(decideKernel, count, first, points.data, points.dims, own, ...machines, out);
  }
  const result = Float64Array.from(out);
  for (const array of [vectors, weights, offsets, own, out]) threads.release(array);
  return result;
}

/** The class with most votes, the first of several. */
function voteRows(points: Points, rows: Int32Array, model: Svm, work: Work): Int32Array {
  const { classes } = model;
  const found = decided(points, rows, model, work);
  const votes = new Int32Array(classes);
  let at = 0;
  return rows.map(() => {
    votes.fill(0);
    for (let a = 0; a < classes; a++) for (let b = a + 1; b < classes; b++) votes[found[at++] > 0 ? a : b]++;
    let best = 0;
    for (let g = 1; g < classes; g++) if (votes[g] > votes[best]) best = g;
    return best;
  });
}

/** Trains pairs first + start .. : on all rows, then on those of other parts, beginning from there. */
const pairKernel = kernel(
  'clustering/svm-pair',
  (
    start: number,
    end: number,
    first: number,
    data: Float64Array,
    dims: number,
    gamma: number,
    c: number,
    firsts: Int32Array,
    flat: Int32Array,
    split: Int32Array,
    partOf: Int32Array,
    parts: number,
    starts: Int32Array,
    weights: Float64Array,
    offsets: Float64Array,
  ) => {
    for (let p = first + start; p < first + end; p++) {
      const rows = flat.slice(firsts[p], firsts[p + 1]);
      const n = rows.length;
      const sign = new Int8Array(n).fill(-1).fill(1, 0, split[p]);
      const solver = new PairSolver(data, dims, gamma, rows, sign);
      const taking = new Uint8Array(n).fill(1);
      const whole = new Float64Array(n);
      offsets[p * (parts + 1) + parts] = solver.solve(whole, taking, c);
      for (let part = parts; part >= 0; part--) {
        const alpha = whole.slice();
        if (part < parts) {
          for (let k = 0; k < n; k++) taking[k] = partOf[rows[k]] === part ? 0 : 1;
          offsets[p * (parts + 1) + part] = solver.solve(alpha, taking, c);
        }
        for (let k = 0; k < n; k++) weights[starts[p] + part * n + k] = sign[k] * alpha[k];
      }
    }
  },
);

const decideKernel = kernel(
  'clustering/svm-decide',
  (
    start: number,
    end: number,
    first: number,
    data: Float64Array,
    dims: number,
    rows: Int32Array,
    gamma: number,
    vectors: Float64Array,
    weights: Float64Array,
    offsets: Float64Array,
    out: Float64Array,
  ) => {
    const count = vectors.length / dims;
    const near = new Float64Array(count);
    const pairs = offsets.length;
    // Most vectors matter to a few pairs only.
    const used = Array.from({ length: pairs }, (_, p) =>
      Int32Array.from({ length: count }, (__, v) => v).filter((v) => weights[p * count + v] !== 0),
    );
    for (let i = first + start; i < first + end; i++) {
      for (let v = 0; v < count; v++) near[v] = rowKernel(data, rows[i] * dims, vectors, v * dims, dims, gamma);
      for (let p = 0; p < pairs; p++) {
        let sum = offsets[p];
        const own = used[p];
        for (let k = 0; k < own.length; k++) sum += weights[p * count + own[k]] * near[own[k]];
        out[i * pairs + p] = sum;
      }
    }
  },
);

export const svmKernels = [pairKernel, decideKernel];
