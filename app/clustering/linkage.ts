import { Failure } from '../domain/failure.ts';
import type { LinkageMethod } from '../domain/grouping.ts';
import { kernel, type Work } from '../ports/work.ts';
import type { Points } from './points.ts';

/**
 * A tree of groups, as SciPy writes it: merge m joins groups `left[m]` and `right[m]` (0..rows - 1 are rows, rows + m is merge m) at
 * `height[m]`, ascending, into `size[m]` rows.
 */
export interface Linkage {
  readonly rows: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly height: Float64Array;
  readonly size: Int32Array;
}

/** Pairs of rows between two looks at the stop signal. */
const pairsAtOnce = 3e7;
/** More rows than this need more than 1.6 GB for their distances. */
export const mostLinkageRows = 20_000;

/**
 * Hierarchical groups by Euclidean distance: Ward's, average or complete linkage, with the nearest-neighbour chain (Murtagh 1983; Müllner
 * 2011) on one triangle of distances: rows² time, 4 rows² bytes. Throws `Failure` too-large, stopped.
 */
export function linkage(points: Points, method: LinkageMethod, work: Work): Linkage {
  const { threads } = work;
  const { rows, dims, data } = points;
  if (rows > mostLinkageRows) {
    throw new Failure(
      'too-large',
      `Linkage of ${rows.toLocaleString('en-US')} particles needs all their distances at once; up to ${mostLinkageRows.toLocaleString('en-US')} are grouped so.`,
      'Use fewer particles, or K-means, a Gaussian mixture or DBSCAN.',
    );
  }
  const triangle = threads.allocate('float64', Math.max(0, (rows * (rows - 1)) / 2), 'any');
  const band = Math.max(1, Math.floor(pairsAtOnce / Math.max(1, rows)));
  for (let first = 0; first < rows; first += band) {
    work.check();
    work.progress((0.2 * first) / rows, 'Distances');
    const count = Math.min(band, rows - first);
    threads.forBands(distanceKernel, count, first, data, rows, dims, method === 'ward', triangle);
  }
  const merges = chain(triangle, rows, method, work);
  threads.release(triangle);
  return ordered(merges, rows);
}

interface Merges {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly height: Float64Array;
}

/**
 * Follows nearest neighbours until two groups are each other's nearest, and joins them. Groups are named after one of their rows; the
 * distances of the joined group take the place of the later one's.
 */
function chain(triangle: Float64Array, rows: number, method: LinkageMethod, work: Work): Merges {
  const size = new Int32Array(rows).fill(1);
  // Living groups in ascending order, compact, so that dead ones cost nothing.
  const alive = Int32Array.from({ length: rows }, (_, i) => i);
  let living = rows;
  const base = new Float64Array(rows);
  // Distance of i < j stands at base[i] + j.
  for (let i = 0; i < rows; i++) base[i] = i * rows - (i * (i + 1)) / 2 - i - 1;
  const path = new Int32Array(rows + 2);
  let length = 0;
  const merges = { a: new Int32Array(rows - 1), b: new Int32Array(rows - 1), height: new Float64Array(rows - 1) };
  const place = Int32Array.from(alive);
  for (let m = 0; m < rows - 1; m++) {
    if ((m & 63) === 0) {
      work.check();
      work.progress(0.2 + 0.8 * (1 - ((rows - m) / rows) ** 2), 'Joining groups');
    }
    if (length === 0) path[length++] = alive[0];
    let x = 0;
    let y = 0;
    let least = 0;
    for (;;) {
      x = path[length - 1];
      // Prefer the group before on the path, so that ties don't go in circles.
      y = length > 1 ? path[length - 2] : -1;
      least = length > 1 ? triangle[x < y ? base[x] + y : base[y] + x] : Number.POSITIVE_INFINITY;
      const until = place[x];
      for (let k = 0; k < until; k++) {
        const d = triangle[base[alive[k]] + x];
        if (d < least) {
          least = d;
          y = alive[k];
        }
      }
      const row = base[x];
      for (let k = until + 1; k < living; k++) {
        const d = triangle[row + alive[k]];
        if (d < least) {
          least = d;
          y = alive[k];
        }
      }
      if (length > 1 && y === path[length - 2]) break;
      path[length++] = y;
    }
    length -= 2;
    if (x > y) [x, y] = [y, x];
    merges.a[m] = x;
    merges.b[m] = y;
    merges.height[m] = method === 'ward' ? Math.sqrt(Math.max(0, least)) : least;
    for (let k = place[x]; k + 1 < living; k++) {
      alive[k] = alive[k + 1];
      place[alive[k]] = k;
    }
    living--;
    update(triangle, base, alive, living, size, method, x, y, least);
    size[y] += size[x];
  }
  return merges;
}

/** Distances of all living groups to the one that joins x and y (Lance and Williams 1967); Ward's are squared here. */
function update(
  triangle: Float64Array,
  base: Float64Array,
  alive: Int32Array,
  living: number,
  size: Int32Array,
  method: LinkageMethod,
  x: number,
  y: number,
  between: number,
): void {
  const [nx, ny] = [size[x], size[y]];
  const together = nx + ny;
  for (let k = 0; k < living; k++) {
    const z = alive[k];
    if (z === y) continue;
    const dx = triangle[z < x ? base[z] + x : base[x] + z];
    const at = z < y ? base[z] + y : base[y] + z;
    const dy = triangle[at];
    if (method === 'average') triangle[at] = (nx * dx + ny * dy) / together;
    else if (method === 'complete') triangle[at] = dx > dy ? dx : dy;
    else triangle[at] = ((nx + size[z]) * dx + (ny + size[z]) * dy - size[z] * between) / (together + size[z]);
  }
}

/** Merges by ascending height, named as SciPy names them. */
function ordered({ a, b, height }: Merges, rows: number): Linkage {
  const count = Math.max(0, rows - 1);
  const order = Array.from({ length: count }, (_, m) => m).sort((p, q) => height[p] - height[q] || p - q);
  const parent = Int32Array.from({ length: rows }, (_, i) => i);
  const name = Int32Array.from(parent);
  const members = new Int32Array(rows).fill(1);
  const root = (i: number): number => {
    let r = i;
    while (parent[r] !== r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  };
  const out = {
    rows,
    left: new Int32Array(count),
    right: new Int32Array(count),
    height: new Float64Array(count),
    size: new Int32Array(count),
  };
  order.forEach((from, m) => {
    const [p, q] = [root(a[from]), root(b[from])];
    out.left[m] = Math.min(name[p], name[q]);
    out.right[m] = Math.max(name[p], name[q]);
    out.height[m] = height[from];
    out.size[m] = members[p] + members[q];
    parent[p] = q;
    members[q] = out.size[m];
    name[q] = rows + m;
  });
  return out;
}

/** The rows in the order of the leaves of the drawn tree, and the height at which each is joined to the row before it. */
export function leafOrder({ rows, left, right, height }: Linkage): { order: Int32Array; gaps: Float64Array } {
  const order = new Int32Array(rows);
  const gaps = new Float64Array(rows);
  if (rows === 0) return { order, gaps };
  const stack = [2 * rows - 2];
  const heights = [0];
  let at = 0;
  while (stack.length > 0) {
    const node = stack.pop() ?? 0;
    const gap = heights.pop() ?? 0;
    if (node < rows) {
      gaps[at] = gap;
      order[at++] = node;
      continue;
    }
    // The left part comes first; the right one's first leaf is joined to it at this height.
    stack.push(right[node - rows], left[node - rows]);
    heights.push(height[node - rows], gap);
  }
  return { order, gaps };
}

/** Group of each row when the tree is cut into `groups` (or fewer): the last merges are undone. Numbered by the first row. */
export function cutTree({ rows, left, right }: Linkage, groups: number): Int32Array {
  const merges = Math.max(0, rows - Math.max(1, groups));
  const parent = Int32Array.from({ length: rows + merges }, (_, i) => i);
  for (let m = 0; m < merges; m++) {
    parent[left[m]] = rows + m;
    parent[right[m]] = rows + m;
  }
  for (let i = rows + merges - 1; i >= 0; i--) parent[i] = parent[parent[i]];
  const numberOf = new Map<number, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const root = parent[row];
    const number = numberOf.get(root) ?? numberOf.size;
    numberOf.set(root, number);
    return number;
  });
}

/**
 * Cophenetic correlation: how well the heights at which rows are joined follow their distances (Sokal and Rohlf 1962); Pearson's r over all
 * pairs. In the order of the leaves the height that joins two rows is the largest gap between them, so no second triangle is kept.
 */
export function copheneticCorrelation(tree: Linkage, { rows, dims, data }: Points, work: Work): number {
  const { threads } = work;
  if (rows < 3) return Number.NaN;
  const { order, gaps } = leafOrder(tree);
  const sorted = threads.allocate('float64', rows * dims, 'any');
  for (let p = 0; p < rows; p++) for (let c = 0; c < dims; c++) sorted[p * dims + c] = data[order[p] * dims + c];
  const shared = threads.allocate('float64', rows, 'any');
  shared.set(gaps);
  const sums = threads.allocate('float64', 5 * rows);
  const band = Math.max(1, Math.floor(pairsAtOnce / rows));
  for (let first = 0; first < rows; first += band) {
    work.check();
    work.progress(first / rows, 'Cophenetic correlation');
    threads.forBands(copheneticKernel, Math.min(band, rows - first), first, sorted, rows, dims, shared, sums);
  }
  const total = new Float64Array(5);
  for (let p = 0; p < rows; p++) for (let k = 0; k < 5; k++) total[k] += sums[5 * p + k];
  for (const array of [sorted, shared, sums]) threads.release(array);
  const n = (rows * (rows - 1)) / 2;
  const [h, hh, d, dd, hd] = total;
  return (hd / n - (h / n) * (d / n)) / Math.sqrt((hh / n - (h / n) ** 2) * (dd / n - (d / n) ** 2));
}

/** Distances of rows first + start .. to all later ones; squared for Ward. */
const distanceKernel = kernel(
  'clustering/distances',
  (
    start: number,
    end: number,
    first: number,
    data: Float64Array,
    rows: number,
    dims: number,
    squared: boolean,
    triangle: Float64Array,
  ) => {
    for (let i = first + start; i < first + end; i++) {
      let at = i * rows - (i * (i + 1)) / 2;
      for (let j = i + 1, from = (i + 1) * dims; j < rows; j++, from += dims) {
        let sum = 0;
        for (let c = 0; c < dims; c++) {
          const d = data[i * dims + c] - data[from + c];
          sum += d * d;
        }
        triangle[at++] = squared ? sum : Math.sqrt(sum);
      }
    }
  },
);

/** Sums of heights, distances, their squares and product over the pairs of each leaf with all later ones. */
const copheneticKernel = kernel(
  'clustering/cophenetic',
  (
    start: number,
    end: number,
    first: number,
    data: Float64Array,
    rows: number,
    dims: number,
    gaps: Float64Array,
    sums: Float64Array,
  ) => {
    for (let p = first + start; p < first + end; p++) {
      let height = 0;
      let h = 0;
      let hh = 0;
      let d = 0;
      let dd = 0;
      let hd = 0;
      for (let q = p + 1; q < rows; q++) {
        if (gaps[q] > height) height = gaps[q];
        let sum = 0;
        for (let c = 0; c < dims; c++) {
          const v = data[p * dims + c] - data[q * dims + c];
          sum += v * v;
        }
        const distance = Math.sqrt(sum);
        h += height;
        hh += height * height;
        d += distance;
        dd += sum;
        hd += height * distance;
      }
      sums.set([h, hh, d, dd, hd], 5 * p);
    }
  },
);

export const linkageKernels = [distanceKernel, copheneticKernel];
