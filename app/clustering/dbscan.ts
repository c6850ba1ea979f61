import { KdSearch, type KdTree, kdTree } from '../math/kd-tree.ts';
import { kernel, type Work } from '../ports/work.ts';
import type { Points } from './points.ts';
import { type TreeArgs, treeArgs, treeOf } from './tree.ts';

export interface Dbscan {
  /** Group of each row, from 0 in the order of their first core point; -1 noise. */
  readonly labels: Int32Array;
  readonly groups: number;
  /** 1 for core points: `minPoints` or more within `eps`, themselves among them. */
  readonly core: Uint8Array;
}

/** Rows between two looks at the stop signal; fewer would wake the other threads too often. */
const bandRows = 65_536;

/**
 * DBSCAN (Ester et al. 1996), exact: core points within `eps` of each other are one group; a point near core points of several groups
 * belongs to the one that begins first, as in scikit-learn. Neighbours come from a k-d tree; leaves narrower than `eps` are joined as wholes.
 * Throws `Failure` stopped.
 */
export function dbscan(points: Points, eps: number, minPoints: number, work: Work): Dbscan {
  const { threads } = work;
  const { rows, dims, data } = points;
  const squared = eps * eps;
  const tree = kdTree(data, rows, dims, threads);
  const args = treeArgs(tree);
  // By position in the tree.
  const core = threads.allocate('uint8', rows);
  bands(rows, work, 0, 'Looking for dense places', (first, count) =>
    threads.forBands(coreKernel, count, first, squared, minPoints, core, ...args),
  );
  const parent = Int32Array.from({ length: rows }, (_, p) => p);
  joinCores(tree, squared, core, parent, work);
  const { group, groups } = numbered(tree, core, parent);
  const shared = threads.allocate('int32', rows, 'any');
  shared.set(group);
  bands(rows, work, 0.8, 'Placing points at borders', (first, count) =>
    threads.forBands(borderKernel, count, first, squared, core, shared, ...args),
  );
  const labels = new Int32Array(rows);
  const coreRows = new Uint8Array(rows);
  for (let p = 0; p < rows; p++) {
    labels[tree.order[p]] = shared[p];
    coreRows[tree.order[p]] = core[p];
  }
  for (const array of [core, shared, tree.order, tree.points, tree.starts, tree.ends, tree.boxes])
    threads.release(array);
  return { labels, groups, core: coreRows };
}

function bands(
  rows: number,
  work: Work,
  from: number,
  note: string,
  run: (first: number, count: number) => void,
): void {
  for (let first = 0; first < rows; first += bandRows) {
    work.check();
    work.progress(from + (0.2 * first) / rows, note);
    run(first, Math.min(bandRows, rows - first));
  }
}

function rootOf(parent: Int32Array, p: number): number {
  let root = p;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]];
    root = parent[root];
  }
  return root;
}

function join(parent: Int32Array, a: number, b: number): void {
  const [p, q] = [rootOf(parent, a), rootOf(parent, b)];
  if (p < q) parent[q] = p;
  else parent[p] = q;
}

/** Joins core points within reach of each other, leaf by leaf. */
function joinCores(tree: KdTree, squared: number, core: Uint8Array, parent: Int32Array, work: Work): void {
  const { dims, starts, ends, boxes, points, firstLeaf, nodes } = tree;
  const reach = Math.sqrt(squared);
  const leaves = nodes - firstLeaf;
  // Leaves so narrow that all their points are within reach of each other.
  const narrow = new Uint8Array(nodes);
  const cores = new Int32Array(nodes);
  for (let leaf = firstLeaf; leaf < nodes; leaf++) {
    let diagonal = 0;
    for (let c = 0; c < dims; c++) diagonal += (boxes[leaf * 2 * dims + dims + c] - boxes[leaf * 2 * dims + c]) ** 2;
    narrow[leaf] = diagonal <= squared ? 1 : 0;
    let first = -1;
    for (let p = starts[leaf]; p < ends[leaf]; p++) {
      if (core[p] === 0) continue;
      cores[leaf]++;
      if (narrow[leaf] === 1 && first >= 0) join(parent, first, p);
      if (first < 0) first = p;
    }
  }
  const firstCore = (leaf: number): number => {
    let p = starts[leaf];
    while (core[p] === 0) p++;
    return p;
  };
  /** Joins two leaves, or a leaf with itself, point by point; narrow ones by the first pair. */
  const joinLeaves = (a: number, b: number) => {
    const whole = narrow[a] === 1 && narrow[b] === 1;
    if (whole && rootOf(parent, firstCore(a)) === rootOf(parent, firstCore(b))) return;
    for (let p = starts[a]; p < ends[a]; p++) {
      if (core[p] === 0) continue;
      for (let q = a === b ? p + 1 : starts[b]; q < ends[b]; q++) {
        if (core[q] === 0) continue;
        let d = 0;
        for (let c = 0; c < dims && d <= squared; c++) d += (points[p * dims + c] - points[q * dims + c]) ** 2;
        if (d > squared) continue;
        join(parent, p, q);
        if (whole) return;
      }
    }
  };
  const stack = new Int32Array(128);
  for (let leaf = firstLeaf; leaf < nodes; leaf++) {
    if (((leaf - firstLeaf) & 511) === 0) {
      work.check();
      work.progress(0.2 + (0.6 * (leaf - firstLeaf)) / leaves, 'Joining groups');
    }
    if (cores[leaf] === 0) continue;
    if (narrow[leaf] === 0) joinLeaves(leaf, leaf);
    let depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
      const node = stack[--depth];
      if (!boxesWithin(boxes, dims, leaf, node, reach)) continue;
      if (node < firstLeaf) {
        stack[depth++] = 2 * node + 1;
        stack[depth++] = 2 * node + 2;
      } else if (node > leaf && cores[node] > 0) joinLeaves(leaf, node);
    }
  }
}

function boxesWithin(boxes: Float64Array, dims: number, a: number, b: number, reach: number): boolean {
  let sum = 0;
  const [p, q] = [a * 2 * dims, b * 2 * dims];
  for (let c = 0; c < dims; c++) {
    const gap = Math.max(0, boxes[p + c] - boxes[q + dims + c], boxes[q + c] - boxes[p + dims + c]);
    sum += gap * gap;
  }
  return sum <= reach * reach;
}

/** Numbers the groups of core points by their first row; -1 for all other points. By position in the tree. */
function numbered({ order }: KdTree, core: Uint8Array, parent: Int32Array): { group: Int32Array; groups: number } {
  const rows = order.length;
  const positionOf = new Int32Array(rows);
  for (let p = 0; p < rows; p++) positionOf[order[p]] = p;
  const numberOf = new Int32Array(rows).fill(-1);
  const group = new Int32Array(rows).fill(-1);
  let groups = 0;
  for (let row = 0; row < rows; row++) {
    const p = positionOf[row];
    if (core[p] === 0) continue;
    const root = rootOf(parent, p);
    if (numberOf[root] < 0) numberOf[root] = groups++;
    group[p] = numberOf[root];
  }
  return { group, groups };
}

const coreKernel = kernel(
  'clustering/core',
  (
    start: number,
    end: number,
    first: number,
    squared: number,
    minPoints: number,
    core: Uint8Array,
    ...tree: TreeArgs
  ) => {
    const search = new KdSearch(treeOf(tree));
    const { points, dims } = search.tree;
    for (let p = first + start; p < first + end; p++)
      core[p] = search.count(points, p * dims, squared, minPoints) >= minPoints ? 1 : 0;
  },
);

const borderKernel = kernel(
  'clustering/border',
  (
    start: number,
    end: number,
    first: number,
    squared: number,
    core: Uint8Array,
    group: Int32Array,
    ...tree: TreeArgs
  ) => {
    const search = new KdSearch(treeOf(tree));
    const { points, dims } = search.tree;
    for (let p = first + start; p < first + end; p++) {
      if (core[p] === 1) continue;
      let least = Number.POSITIVE_INFINITY;
      search.within(points, p * dims, squared, (q) => {
        if (core[q] === 1 && group[q] < least) least = group[q];
      });
      if (least < Number.POSITIVE_INFINITY) group[p] = least;
    }
  },
);

export const dbscanKernels = [coreKernel, borderKernel];
