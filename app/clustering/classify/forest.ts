import { kernel, type Work } from '../../ports/work.ts';
import type { Points } from '../points.ts';
import { mostBins, TreeGrower } from './forest-tree.ts';

/** A random forest. Node k of a leaf has feature -1; others send rows up to the threshold to left[k], the rest to left[k] + 1. */
export interface Forest {
  readonly classes: number;
  readonly dims: number;
  /** Where the nodes of each tree begin; one more than trees. */
  readonly starts: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  /** Share of each class, nodes x classes. */
  readonly shares: Float32Array;
  /** Share of each column in the fall of impurity; together 1. */
  readonly importance: Float64Array;
}

export interface ForestSettings {
  readonly trees: number;
  /** Columns tried at each cut; null: the square root of their number. */
  readonly tries: number | null;
  readonly leafRows: number;
  readonly seed: number;
}

export const forestDefaults: ForestSettings = { trees: 200, tries: null, leafRows: 1, seed: 0 };

/**
 * Trains a random forest (Breiman 2001): each tree on a bootstrap, cuts by Gini's impurity among some columns. Columns of more than 255
 * different values are cut at 255 of their quantiles. The same seed gives the same forest on any number of threads. Throws stopped.
 */
export function trainForest(
  points: Points,
  labels: Int32Array,
  classes: number,
  work: Work,
  options: Partial<ForestSettings> = {},
): Forest {
  const { trees, tries, leafRows, seed } = { ...forestDefaults, ...options };
  const { threads } = work;
  const { rows, dims } = points;
  const edges = Array.from({ length: dims }, (_, c) => edgesOf(points, c));
  const bins = threads.allocate('uint8', rows * dims, 'any');
  for (let c = 0; c < dims; c++)
    for (let i = 0; i < rows; i++) bins[i * dims + c] = binOf(edges[c], points.data[i * dims + c]);
  const classOf = threads.allocate('int32', rows, 'any');
  classOf.set(labels);
  const step = Math.max(1, 2 * threads.count);
  const room = 2 * rows + 1;
  const ints = threads.allocate('int32', step * (3 * room + 1));
  const shares = threads.allocate('float32', step * room * classes);
  const importance = threads.allocate('float64', step * dims);
  const grown: Omit<Forest, 'classes' | 'dims' | 'starts' | 'importance'>[] = [];
  const total = new Float64Array(dims);
  const columns = tries ?? Math.max(1, Math.round(Math.sqrt(dims)));
  for (let first = 0; first < trees; first += step) {
    work.check();
    work.progress(first / trees, 'Growing trees');
    const count = Math.min(step, trees - first);
    threads.forBands(
      growKernel,
      count,
      first,
      bins,
      classOf,
      dims,
      classes,
      columns,
      leafRows,
      seed,
      ints,
      shares,
      importance,
    );
    for (let t = 0; t < count; t++) {
      const at = t * (3 * room + 1);
      const nodes = ints[at];
      const part = (k: number) => Int32Array.from(ints.subarray(at + 1 + k * room, at + 1 + k * room + nodes));
      const [feature, cut, left] = [part(0), part(1), part(2)];
      const threshold = Float64Array.from(cut, (bin, k) => (feature[k] < 0 ? 0 : edges[feature[k]][bin]));
      grown.push({ feature, threshold, left, shares: shares.slice(t * room * classes, (t * room + nodes) * classes) });
      const own = importance.subarray(t * dims, (t + 1) * dims);
      const sum = own.reduce((a, b) => a + b, 0);
      if (sum > 0) for (let c = 0; c < dims; c++) total[c] += own[c] / sum;
    }
  }
  for (const array of [bins, classOf, ints, shares, importance]) threads.release(array);
  const sum = total.reduce((a, b) => a + b, 0);
  return { classes, dims, ...joined(grown, classes), importance: total.map((v) => (sum > 0 ? v / sum : 0)) };
}

function joined(trees: readonly Omit<Forest, 'classes' | 'dims' | 'starts' | 'importance'>[], classes: number) {
  const starts = new Int32Array(trees.length + 1);
  trees.forEach(({ feature }, t) => {
    starts[t + 1] = starts[t] + feature.length;
  });
  const nodes = starts[trees.length];
  const out = {
    starts,
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    shares: new Float32Array(nodes * classes),
  };
  trees.forEach((tree, t) => {
    out.feature.set(tree.feature, starts[t]);
    out.threshold.set(tree.threshold, starts[t]);
    out.left.set(
      tree.left.map((k) => k + starts[t]),
      starts[t],
    );
    out.shares.set(tree.shares, starts[t] * classes);
  });
  return out;
}

/** Where a column is cut: between neighbouring values, at quantiles where there are too many; ascending. */
function edgesOf({ rows, dims, data }: Points, c: number): Float64Array {
  const sorted = Float64Array.from({ length: rows }, (_, i) => data[i * dims + c]).sort();
  const different = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1]);
  const between = (values: Float64Array, k: number) => (values[k] + values[k + 1]) / 2;
  if (different.length <= mostBins) {
    return Float64Array.from({ length: different.length - 1 }, (_, k) => between(different, k));
  }
  const cuts = new Set<number>();
  for (let k = 1; k < mostBins; k++) {
    const at = Math.floor((k * rows) / mostBins);
    // The next larger value, so that equal ones stay together.
    let next = at;
    while (next < rows && sorted[next] === sorted[at - 1]) next++;
    if (next < rows) cuts.add((sorted[next - 1] + sorted[next]) / 2);
  }
  return Float64Array.from(cuts).sort();
}

/** Number of edges below a value. */
function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > edges[middle]) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Class of each row, and its share among the trees' votes. Throws `Failure` stopped. */
export function applyForest(points: Points, forest: Forest, work: Work): { labels: Int32Array; shares: Float64Array } {
  const { rows, dims, data } = points;
  const { classes, starts, feature, threshold, left, shares } = forest;
  const labels = new Int32Array(rows);
  const certain = new Float64Array(rows);
  const trees = starts.length - 1;
  const sum = new Float64Array(classes);
  for (let i = 0; i < rows; i++) {
    if ((i & 4095) === 0) {
      work.check();
      work.progress(i / rows, 'Asking the trees');
    }
    sum.fill(0);
    for (let t = 0; t < trees; t++) {
      let node = starts[t];
      while (feature[node] >= 0) node = left[node] + (data[i * dims + feature[node]] <= threshold[node] ? 0 : 1);
      for (let g = 0; g < classes; g++) sum[g] += shares[node * classes + g];
    }
    let best = 0;
    for (let g = 1; g < classes; g++) if (sum[g] > sum[best]) best = g;
    labels[i] = best;
    certain[i] = sum[best] / trees;
  }
  return { labels, shares: certain };
}

const growKernel = kernel(
  'clustering/forest',
  (
    start: number,
    end: number,
    first: number,
    bins: Uint8Array,
    labels: Int32Array,
    dims: number,
    classes: number,
    tries: number,
    leafRows: number,
    seed: number,
    ints: Int32Array,
    shares: Float32Array,
    importance: Float64Array,
  ) => {
    const grower = new TreeGrower(bins, labels, dims, { classes, tries, leafRows, seed });
    const room = 2 * labels.length + 1;
    for (let t = start; t < end; t++) {
      const at = t * (3 * room + 1);
      const part = (k: number) => ints.subarray(at + 1 + k * room, at + 1 + (k + 1) * room);
      ints[at] = grower.grow(first + t, {
        feature: part(0),
        cut: part(1),
        left: part(2),
        shares: shares.subarray(t * room * classes, (t + 1) * room * classes),
        importance: importance.subarray(t * dims, (t + 1) * dims),
      });
    }
  },
);

export const forestKernels = [growKernel];
