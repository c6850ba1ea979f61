// Sets of lattice points as sorted runs, row by row. Work on runs costs as much as an outline is long, not as an area
// is large. All arrays are reused: a RowRuns is a scratch object that is filled again and again.

/**
 * Rows `top` .. `top + height - 1`; row i holds the runs [from[k], to[k]) for k = start[i] .. start[i + 1] - 1, ascending,
 * with at least one empty column between two of them.
 */
export class RowRuns {
  top = 0;
  height = 0;
  start = new Int32Array(64);
  from = new Int32Array(64);
  to = new Int32Array(64);
  #count = 0;

  /** Empties the set; rows follow from `top` downwards, each as `push` ... `endRow`. */
  reset(top: number): void {
    this.top = top;
    this.height = 0;
    this.#count = 0;
    this.start[0] = 0;
  }

  /** Adds [from, to) to the row under way, joined with the run before when they touch or overlap. */
  push(from: number, to: number): void {
    if (to <= from) return;
    const last = this.#count - 1;
    if (last >= this.start[this.height] && from <= this.to[last]) {
      if (to > this.to[last]) this.to[last] = to;
      return;
    }
    if (this.#count === this.from.length) {
      this.from = doubled(this.from);
      this.to = doubled(this.to);
    }
    this.from[this.#count] = from;
    this.to[this.#count] = to;
    this.#count++;
  }

  endRow(): void {
    this.height++;
    if (this.height === this.start.length) this.start = doubled(this.start);
    this.start[this.height] = this.#count;
  }

  /** Number of runs in all rows. */
  get count(): number {
    return this.#count;
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/**
 * Erosion: points whose 4 (or, with `diagonal`, 8) neighbours are all in the set. Rows of `into` are those of `set`.
 */
export function erodeRows(set: RowRuns, diagonal: boolean, into: RowRuns): void {
  const { start, from, to, height } = set;
  const inset = diagonal ? 1 : 0;
  into.reset(set.top);
  for (let row = 0; row < height; row++) {
    if (row > 0 && row < height - 1) {
      let above = start[row - 1];
      let below = start[row + 1];
      const aboveStop = start[row];
      const belowStop = start[row + 2];
      for (let k = start[row]; k < start[row + 1]; k++) {
        const left = from[k] + 1;
        const right = to[k] - 1;
        while (above < aboveStop && to[above] - inset <= left) above++;
        while (below < belowStop && to[below] - inset <= left) below++;
        let a = above;
        let b = below;
        while (a < aboveStop && b < belowStop && from[a] + inset < right && from[b] + inset < right) {
          const low = Math.max(left, from[a] + inset, from[b] + inset);
          const high = Math.min(right, to[a] - inset, to[b] - inset);
          into.push(low, high);
          if (to[a] < to[b]) a++;
          else b++;
        }
      }
    }
    into.endRow();
  }
}

/** Dilation by the 4-neighbour cross: one row and one column more on each side. */
export function dilateRows(set: RowRuns, into: RowRuns): void {
  const { start, from, to, height } = set;
  into.reset(set.top - 1);
  for (let row = -1; row <= height; row++) {
    let above = row > 0 ? start[row - 1] : 0;
    const aboveStop = row > 0 ? start[row] : 0;
    let here = row >= 0 && row < height ? start[row] : 0;
    const hereStop = row >= 0 && row < height ? start[row + 1] : 0;
    let below = row < height - 1 ? start[row + 1] : 0;
    const belowStop = row < height - 1 ? start[row + 2] : 0;
    while (above < aboveStop || here < hereStop || below < belowStop) {
      const a = above < aboveStop ? from[above] : Number.MAX_SAFE_INTEGER;
      const h = here < hereStop ? from[here] - 1 : Number.MAX_SAFE_INTEGER;
      const b = below < belowStop ? from[below] : Number.MAX_SAFE_INTEGER;
      if (h <= a && h <= b) into.push(h, to[here++] + 1);
      else if (a <= b) into.push(a, to[above++]);
      else into.push(b, to[below++]);
    }
    into.endRow();
  }
}

/** The points of `set` that are not in `minus`. Rows of `into` are those of `set`. */
export function subtractRows(set: RowRuns, minus: RowRuns, into: RowRuns): void {
  into.reset(set.top);
  for (let row = 0; row < set.height; row++) {
    const other = row + set.top - minus.top;
    const covered = other >= 0 && other < minus.height;
    let m = covered ? minus.start[other] : 0;
    const mStop = covered ? minus.start[other + 1] : 0;
    for (let k = set.start[row]; k < set.start[row + 1]; k++) {
      let at = set.from[k];
      const stop = set.to[k];
      while (m < mStop && minus.to[m] <= at) m++;
      for (let n = m; n < mStop && minus.from[n] < stop; n++) {
        into.push(at, Math.min(stop, minus.from[n]));
        at = Math.max(at, minus.to[n]);
      }
      into.push(at, stop);
    }
    into.endRow();
  }
}

/**
 * Counts the 16 patterns of 2 x 2 neighbouring points, the set being surrounded by nothing. The pattern of a point is
 * 1 (itself) + 2 (above it) + 4 (left of it) + 8 (above left), each when in the set. Pattern 0 is not counted fully.
 */
export function countPatterns(set: RowRuns, histogram: Int32Array): void {
  histogram.fill(0);
  const { start, height } = set;
  for (let row = 0; row <= height; row++) {
    const aboveStart = row > 0 ? start[row - 1] : 0;
    const aboveStop = row > 0 ? start[row] : 0;
    const hereStart = row < height ? start[row] : 0;
    const hereStop = row < height ? start[row + 1] : 0;
    countRowPair(set, aboveStart, aboveStop, hereStart, hereStop, histogram);
  }
}

function countRowPair(
  set: RowRuns,
  aboveStart: number,
  aboveStop: number,
  hereStart: number,
  hereStop: number,
  histogram: Int32Array,
): void {
  const { from, to } = set;
  let i = aboveStart;
  let j = hereStart;
  let above = 0;
  let here = 0;
  let last = 0;
  while (i < aboveStop || j < hereStop) {
    const nextAbove = i < aboveStop ? (above === 1 ? to[i] : from[i]) : Number.MAX_SAFE_INTEGER;
    const nextHere = j < hereStop ? (here === 1 ? to[j] : from[j]) : Number.MAX_SAFE_INTEGER;
    const at = nextAbove < nextHere ? nextAbove : nextHere;
    if (above + here > 0) histogram[above * 10 + here * 5] += at - last - 1;
    let pattern = above * 8 + here * 4;
    if (nextAbove === at) {
      i += above;
      above = 1 - above;
    }
    if (nextHere === at) {
      j += here;
      here = 1 - here;
    }
    pattern += above * 2 + here;
    histogram[pattern]++;
    last = at;
  }
}

/**
 * Number of points in holes: points outside the set that no path over 8 neighbours joins to the outside.
 * `scratch` is reused between calls.
 */
export function holeArea(set: RowRuns, scratch: HoleScratch): number {
  const { start, from, to, height } = set;
  const gaps = set.count;
  if (gaps === height && everyRowHasOne(set)) return 0;
  scratch.reset(gaps + 1);
  // Gap k lies between runs k and k + 1 of one row; node gaps (the last) stands for the outside.
  const outside = gaps;
  for (let row = 0; row < height; row++) {
    const stop = start[row + 1] - 1;
    for (let k = start[row]; k < stop; k++) {
      if (row === 0 || row === height - 1) scratch.join(k, outside);
      if (row > 0) joinToRow(set, k, start[row - 1], start[row], outside, scratch);
      if (row < height - 1) joinOutside(set, k, start[row + 1], start[row + 2], outside, scratch);
    }
  }
  let area = 0;
  const rootOfOutside = scratch.find(outside);
  for (let row = 0; row < height; row++) {
    for (let k = start[row]; k < start[row + 1] - 1; k++) {
      if (scratch.find(k) !== rootOfOutside) area += from[k + 1] - to[k];
    }
  }
  return area;
}

function everyRowHasOne(set: RowRuns): boolean {
  for (let row = 0; row < set.height; row++) if (set.start[row + 1] - set.start[row] !== 1) return false;
  return true;
}

/** Joins gap k with the outside when it touches what lies left or right of all runs of a row. */
function joinOutside(
  set: RowRuns,
  k: number,
  first: number,
  stop: number,
  outside: number,
  scratch: HoleScratch,
): void {
  if (first === stop || set.to[k] <= set.from[first] || set.from[k + 1] >= set.to[stop - 1]) scratch.join(k, outside);
}

/** Joins gap k with the gaps of the row above that it touches, corners included. */
function joinToRow(set: RowRuns, k: number, first: number, stop: number, outside: number, scratch: HoleScratch): void {
  joinOutside(set, k, first, stop, outside, scratch);
  for (let g = first; g < stop - 1; g++) {
    if (set.to[g] <= set.from[k + 1] && set.to[k] <= set.from[g + 1]) scratch.join(k, g);
  }
}

/** Disjoint sets with path halving. */
export class HoleScratch {
  #parent = new Int32Array(64);

  reset(size: number): void {
    if (size > this.#parent.length) this.#parent = new Int32Array(size * 2);
    for (let i = 0; i < size; i++) this.#parent[i] = i;
  }

  find(node: number): number {
    const parent = this.#parent;
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  join(a: number, b: number): void {
    this.#parent[this.find(a)] = this.find(b);
  }
}
