/** Points of a leaf at most. */
const leafSize = 24;

/**
 * A k-d tree as flat arrays, so that threads share it. Node k has the children 2k + 1 and 2k + 2; a node without points there is a leaf.
 * The points of a node stand together: positions starts[k] .. ends[k] of `points` and `order`.
 */
export interface KdTree {
  readonly dims: number;
  readonly nodes: number;
  /** Nodes from this one on are leaves. */
  readonly firstLeaf: number;
  /** Row of the point at each position. */
  readonly order: Int32Array;
  /** The points in the order of the tree. */
  readonly points: Float64Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Smallest and largest coordinates of each node: dims numbers low, dims numbers high. */
  readonly boxes: Float64Array;
}

/** Memory for the arrays of a tree; `Threads` of `app/ports/work.ts` fits it. */
export interface TreeMemory {
  allocate(kind: 'int32', length: number, content?: 'zero' | 'any'): Int32Array;
  allocate(kind: 'float64', length: number, content?: 'zero' | 'any'): Float64Array;
}

/** Builds the tree of `rows` points of `dims` numbers each (row after row): split at the median of the widest side, down to some 24 points. */
export function kdTree(data: Float64Array, rows: number, dims: number, memory: TreeMemory): KdTree {
  let depth = 0;
  while (rows / 2 ** depth > leafSize) depth++;
  const nodes = 2 ** (depth + 1) - 1;
  const firstLeaf = 2 ** depth - 1;
  const order = memory.allocate('int32', rows, 'any');
  for (let i = 0; i < rows; i++) order[i] = i;
  const starts = memory.allocate('int32', nodes);
  const ends = memory.allocate('int32', nodes);
  const boxes = memory.allocate('float64', nodes * 2 * dims, 'any');
  ends[0] = rows;
  for (let node = 0; node < nodes; node++) {
    const box = node * 2 * dims;
    const side = bounds(data, order, starts[node], ends[node], dims, boxes, box);
    if (node >= firstLeaf) continue;
    const middle = (starts[node] + ends[node]) >> 1;
    select(data, order, dims, side, starts[node], ends[node] - 1, middle);
    starts[2 * node + 1] = starts[node];
    ends[2 * node + 1] = middle;
    starts[2 * node + 2] = middle;
    ends[2 * node + 2] = ends[node];
  }
  const points = memory.allocate('float64', rows * dims, 'any');
  for (let i = 0; i < rows; i++) for (let c = 0; c < dims; c++) points[i * dims + c] = data[order[i] * dims + c];
  return { dims, nodes, firstLeaf, order, points, starts, ends, boxes };
}

/** Writes the box of some points; returns its widest side. */
function bounds(
  data: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
  dims: number,
  boxes: Float64Array,
  at: number,
): number {
  boxes.fill(Number.POSITIVE_INFINITY, at, at + dims);
  boxes.fill(Number.NEGATIVE_INFINITY, at + dims, at + 2 * dims);
  for (let i = from; i < to; i++) {
    const row = order[i] * dims;
    for (let c = 0; c < dims; c++) {
      const v = data[row + c];
      if (v < boxes[at + c]) boxes[at + c] = v;
      if (v > boxes[at + dims + c]) boxes[at + dims + c] = v;
    }
  }
  let widest = 0;
  for (let c = 1; c < dims; c++)
    if (boxes[at + dims + c] - boxes[at + c] > boxes[at + dims + widest] - boxes[at + widest]) widest = c;
  return widest;
}

/** Rearranges order[low..high] so that place `k` has the element of its rank by column `side` (Hoare's selection). */
function select(
  data: Float64Array,
  order: Int32Array,
  dims: number,
  side: number,
  from: number,
  to: number,
  k: number,
): void {
  let low = from;
  let high = to;
  while (low < high) {
    const a = data[order[low] * dims + side];
    const b = data[order[(low + high) >> 1] * dims + side];
    const c = data[order[high] * dims + side];
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let i = low;
    let j = high;
    while (i <= j) {
      while (data[order[i] * dims + side] < pivot) i++;
      while (data[order[j] * dims + side] > pivot) j--;
      if (i <= j) {
        const kept = order[i];
        order[i++] = order[j];
        order[j--] = kept;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}

/** Looks into a tree. Each searcher has its own stack, so one a thread. */
export class KdSearch {
  readonly tree: KdTree;
  readonly #stack = new Int32Array(128);

  constructor(tree: KdTree) {
    this.tree = tree;
  }

  /** Squared distance from the point at `at` of `from` to the nearest place of a node's box. */
  nearest(node: number, from: Float64Array, at: number): number {
    const { dims, boxes } = this.tree;
    const low = node * 2 * dims;
    let sum = 0;
    for (let c = 0; c < dims; c++) {
      const v = from[at + c];
      const d = v < boxes[low + c] ? boxes[low + c] - v : v > boxes[low + dims + c] ? v - boxes[low + dims + c] : 0;
      sum += d * d;
    }
    return sum;
  }

  /** Squared distance to the farthest corner of a node's box. */
  farthest(node: number, from: Float64Array, at: number): number {
    const { dims, boxes } = this.tree;
    const low = node * 2 * dims;
    let sum = 0;
    for (let c = 0; c < dims; c++) {
      const v = from[at + c];
      const d = Math.max(v - boxes[low + c], boxes[low + dims + c] - v);
      sum += d * d;
    }
    return sum;
  }

  /** Number of points within the squared radius, itself among them; stops counting at `enough`. */
  count(from: Float64Array, at: number, squared: number, enough: number): number {
    const { tree } = this;
    const stack = this.#stack;
    let depth = 0;
    let found = 0;
    stack[depth++] = 0;
    while (depth > 0 && found < enough) {
      const node = stack[--depth];
      if (this.nearest(node, from, at) > squared) continue;
      if (this.farthest(node, from, at) <= squared) {
        found += tree.ends[node] - tree.starts[node];
        continue;
      }
      if (node < tree.firstLeaf) {
        stack[depth++] = 2 * node + 1;
        stack[depth++] = 2 * node + 2;
        continue;
      }
      for (let p = tree.starts[node]; p < tree.ends[node]; p++) if (this.distance(p, from, at) <= squared) found++;
    }
    return found;
  }

  /** Squared distance between the point at position `p` of the tree and another. */
  distance(p: number, from: Float64Array, at: number): number {
    const { dims, points } = this.tree;
    let sum = 0;
    for (let c = 0, k = p * dims; c < dims; c++, k++) {
      const d = points[k] - from[at + c];
      sum += d * d;
    }
    return sum;
  }

  /** Calls `visit` with the position in the tree and squared distance of every point within the squared radius. */
  within(from: Float64Array, at: number, squared: number, visit: (position: number, distance: number) => void): void {
    this.leaves(from, at, squared, (leaf) => {
      for (let p = this.tree.starts[leaf]; p < this.tree.ends[leaf]; p++) {
        const d = this.distance(p, from, at);
        if (d <= squared) visit(p, d);
      }
    });
  }

  /** Calls `visit` with every leaf whose box comes within the squared radius. */
  leaves(from: Float64Array, at: number, squared: number, visit: (leaf: number) => void): void {
    const { tree } = this;
    const stack = this.#stack;
    let depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
      const node = stack[--depth];
      if (this.nearest(node, from, at) > squared) continue;
      if (node < tree.firstLeaf) {
        stack[depth++] = 2 * node + 2;
        stack[depth++] = 2 * node + 1;
      } else visit(node);
    }
  }

  /** Squared distances to the `k` nearest points, itself among them, ascending, into `out`; infinite where there are fewer. */
  nearestDistances(from: Float64Array, at: number, k: number, out: Float64Array): void {
    const { tree } = this;
    const stack = this.#stack;
    out.fill(Number.POSITIVE_INFINITY, 0, k);
    let depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
      const node = stack[--depth];
      if (this.nearest(node, from, at) >= out[k - 1]) continue;
      if (node < tree.firstLeaf) {
        const [left, right] = [2 * node + 1, 2 * node + 2];
        // The nearer child is looked at first, so that it stands on top.
        const leftFirst = this.nearest(left, from, at) <= this.nearest(right, from, at);
        stack[depth++] = leftFirst ? right : left;
        stack[depth++] = leftFirst ? left : right;
        continue;
      }
      for (let p = tree.starts[node]; p < tree.ends[node]; p++) {
        const d = this.distance(p, from, at);
        if (d >= out[k - 1]) continue;
        let place = k - 1;
        for (; place > 0 && out[place - 1] > d; place--) out[place] = out[place - 1];
        out[place] = d;
      }
    }
  }
}
