import { KdSearch, kdTree } from '../math/kd-tree.ts';
import { kernel, type Work } from '../ports/work.ts';
import { Heap } from './heap.ts';
import type { Points } from './points.ts';
import { type TreeArgs, treeArgs, treeOf } from './tree.ts';

/** The reachability plot of a table. By row, except `order`. */
export interface Optics {
  /** Rows in the order of the plot. */
  readonly order: Int32Array;
  /** Distance at which each row is reached; infinite where a walk begins. */
  readonly reachability: Float64Array;
  /** Distance to the `minPoints`-th nearest row, itself the first; infinite beyond `maxEps`. */
  readonly coreDistance: Float64Array;
  /** The row from which each was reached, -1 where a walk begins. */
  readonly predecessor: Int32Array;
}

/**
 * OPTICS (Ankerst et al. 1999): walks from row to row, always to the one that is reached at the smallest distance; ties go to the first
 * row. `maxEps` bounds how far it looks. As in scikit-learn distances count to 15 digits. Throws `Failure` stopped.
 */
export function optics(points: Points, minPoints: number, maxEps: number, work: Work): Optics {
  const { threads } = work;
  const { rows, dims, data } = points;
  const tree = kdTree(data, rows, dims, threads);
  const core = threads.allocate('float64', rows, 'any');
  for (let first = 0; first < rows; first += 32_768) {
    work.check();
    work.progress((0.3 * first) / rows, 'Distances to neighbours');
    const count = Math.min(32_768, rows - first);
    threads.forBands(coreDistanceKernel, count, first, minPoints, maxEps, core, ...treeArgs(tree));
  }
  const search = new KdSearch(tree);
  const reachability = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const coreDistance = new Float64Array(rows);
  const position = new Int32Array(rows);
  for (let p = 0; p < rows; p++) {
    position[tree.order[p]] = p;
    coreDistance[tree.order[p]] = core[p];
  }
  const predecessor = new Int32Array(rows).fill(-1);
  const order = new Int32Array(rows);
  const done = new Uint8Array(rows);
  const heap = new Heap(reachability);
  const squared = maxEps * maxEps;
  let begin = 0;
  for (let at = 0; at < rows; at++) {
    if ((at & 1023) === 0) {
      work.check();
      work.progress(0.3 + (0.7 * at) / rows, 'Walking from neighbour to neighbour');
    }
    let row = heap.pop();
    if (row < 0) {
      while (done[begin] === 1) begin++;
      row = begin;
    }
    done[row] = 1;
    order[at] = row;
    const own = coreDistance[row];
    if (own === Number.POSITIVE_INFINITY) continue;
    search.within(tree.points, position[row] * dims, squared, (p, d) => {
      const other = tree.order[p];
      if (done[other] === 1) return;
      const reach = rounded(Math.max(own, Math.sqrt(d)));
      if (reach < reachability[other]) {
        reachability[other] = reach;
        predecessor[other] = row;
        heap.lower(other);
      }
    });
  }
  for (const array of [core, tree.order, tree.points, tree.starts, tree.ends, tree.boxes]) threads.release(array);
  return { order, reachability, coreDistance, predecessor };
}

/** To 15 decimals, so that rounding of distances doesn't decide the way. */
const rounded = (d: number) => (d < 8 ? Math.round(d * 1e15) / 1e15 : d);

/** Groups at one height of the plot: what DBSCAN with this `eps` gives, but for points at borders. -1 noise. */
export function cutPlot({ order, reachability, coreDistance }: Optics, eps: number): Int32Array {
  const labels = new Int32Array(order.length).fill(-1);
  let group = -1;
  for (const row of order) {
    if (reachability[row] <= eps) labels[row] = group;
    else if (coreDistance[row] <= eps) labels[row] = ++group;
  }
  return labels;
}

const coreDistanceKernel = kernel(
  'clustering/core-distance',
  (
    start: number,
    end: number,
    first: number,
    minPoints: number,
    maxEps: number,
    core: Float64Array,
    ...tree: TreeArgs
  ) => {
    const search = new KdSearch(treeOf(tree));
    const { points, dims } = search.tree;
    const near = new Float64Array(minPoints);
    for (let p = first + start; p < first + end; p++) {
      search.nearestDistances(points, p * dims, minPoints, near);
      const d = Math.sqrt(near[minPoints - 1]);
      core[p] = d <= maxEps ? (d < 8 ? Math.round(d * 1e15) / 1e15 : d) : Number.POSITIVE_INFINITY;
    }
  },
);

export const opticsKernels = [coreDistanceKernel];
