import type { LevelImage } from './levels.ts';

/**
 * The tree of all contours: a node is a connected part (over edges) of the pixels at or above some level, its parent the part
 * around it at the next level below. Nodes come before their parents, so one pass in order collects sums upwards.
 */
export interface ComponentTree {
  readonly count: number;
  /** Parent of each node; -1 for the whole image. */
  readonly parent: Int32Array;
  readonly level: Uint8Array;
  /** Pixels of the node, those of the nodes inside it included. */
  readonly area: Int32Array;
  /** Mean slope along the outline, levels a px. */
  readonly edge: Float32Array;
  /** The pixels of node n are pixels[start[n]] .. pixels[start[n] + area[n] - 1]. */
  readonly start: Int32Array;
  readonly pixels: Int32Array;
}

/** Pixels from the highest level to the lowest, in row-major order within a level. */
function fromHighToLow(levels: Uint8Array): Int32Array {
  const next = new Int32Array(257);
  for (let i = 0; i < levels.length; i++) next[256 - levels[i]]++;
  for (let k = 0; k < 256; k++) next[k + 1] += next[k];
  const order = new Int32Array(levels.length);
  for (let i = 0; i < levels.length; i++) order[next[255 - levels[i]]++] = i;
  return order;
}

/**
 * Builds the tree by union-find from the highest pixel down (C. Berger et al., IEEE Int. Conf. Image Process. 2007). On the way the
 * outline of each part is counted: a pixel that joins adds its edges to pixels outside and takes away those to pixels inside.
 */
export function componentTree({ width, height, levels, slopes }: LevelImage): ComponentTree {
  const pixels = width * height;
  const order = fromHighToLow(levels);
  const above = new Int32Array(pixels);
  const root = new Int32Array(pixels).fill(-1);
  const outline = new Int8Array(pixels);
  const steepness = new Float32Array(pixels);
  for (let k = 0; k < pixels; k++) {
    const p = order[k];
    above[p] = p;
    root[p] = p;
    const x = p % width;
    let edges = 0;
    let sum = 0;
    for (let side = 0; side < 4; side++) {
      let q: number;
      if (side === 0) {
        if (p < width) continue;
        q = p - width;
      } else if (side === 1) {
        if (x === 0) continue;
        q = p - 1;
      } else if (side === 2) {
        if (x === width - 1) continue;
        q = p + 1;
      } else {
        if (p >= pixels - width) continue;
        q = p + width;
      }
      const slope = (slopes[p] + slopes[q]) / 2;
      if (root[q] < 0) {
        edges++;
        sum += slope;
        continue;
      }
      edges--;
      sum -= slope;
      let r = q;
      while (root[r] !== r) {
        root[r] = root[root[r]];
        r = root[r];
      }
      if (r !== p) {
        root[r] = p;
        above[r] = p;
      }
    }
    outline[p] = edges;
    steepness[p] = sum;
  }
  for (let k = pixels - 1; k >= 0; k--) {
    const p = order[k];
    const q = above[p];
    if (levels[above[q]] === levels[q]) above[p] = above[q];
  }
  return collected(order, above, levels, outline, steepness);
}

/** Nodes from pixels: a node is the last pixel of its level in its part; the others of that level point to it. */
function collected(
  order: Int32Array,
  above: Int32Array,
  levels: Uint8Array,
  outline: Int8Array,
  steepness: Float32Array,
): ComponentTree {
  const pixels = order.length;
  const nodeOf = new Int32Array(pixels);
  const leads = (p: number) => above[p] === p || levels[above[p]] !== levels[p];
  let count = 0;
  for (let k = 0; k < pixels; k++) if (leads(order[k])) nodeOf[order[k]] = count++;
  const parent = new Int32Array(count);
  const level = new Uint8Array(count);
  const own = new Int32Array(count);
  const edges = new Int32Array(count);
  const sums = new Float64Array(count);
  for (let k = 0; k < pixels; k++) {
    const p = order[k];
    if (leads(p)) {
      level[nodeOf[p]] = levels[p];
      parent[nodeOf[p]] = above[p] === p ? -1 : nodeOf[above[p]];
    } else nodeOf[p] = nodeOf[above[p]];
    own[nodeOf[p]]++;
    edges[nodeOf[p]] += outline[p];
    sums[nodeOf[p]] += steepness[p];
  }
  const area = own.slice();
  const edge = new Float32Array(count);
  for (let n = 0; n < count; n++) {
    const p = parent[n];
    edge[n] = edges[n] > 0 ? sums[n] / edges[n] : 0;
    if (p < 0) continue;
    area[p] += area[n];
    edges[p] += edges[n];
    sums[p] += sums[n];
  }
  const start = new Int32Array(count);
  const free = new Int32Array(count);
  for (let n = count - 1; n >= 0; n--) {
    const p = parent[n];
    start[n] = p < 0 ? 0 : free[p];
    if (p >= 0) free[p] += area[n];
    free[n] = start[n] + own[n];
  }
  const next = start.slice();
  const sorted = new Int32Array(pixels);
  for (let p = 0; p < pixels; p++) sorted[next[nodeOf[p]]++] = p;
  return { count, parent, level, area, edge, start, pixels: sorted };
}
