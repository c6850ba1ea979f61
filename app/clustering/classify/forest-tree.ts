import { type Random, random } from '../../math/random.ts';

/** Most different places at which a column is cut. */
export const mostBins = 255;

/** Arrays into which a tree is grown; node k of a leaf has feature -1, of others the children left[k] and left[k] + 1. */
export interface TreeArrays {
  readonly feature: Int32Array;
  /** Bin up to which a row goes left. */
  readonly cut: Int32Array;
  readonly left: Int32Array;
  /** Share of each class in each node, nodes x classes. */
  readonly shares: Float32Array;
  /** Sum over cuts of the fall of Gini impurity, by column. */
  readonly importance: Float64Array;
}

export interface TreeSettings {
  readonly classes: number;
  /** Columns tried at each cut. */
  readonly tries: number;
  /** Rows that a leaf has at least. */
  readonly leafRows: number;
  readonly seed: number;
}

/** Grows one tree of a random forest (Breiman 2001) on a bootstrap of rows whose columns are cut into bins. Keeps its scratch. */
export class TreeGrower {
  readonly #bins: Uint8Array;
  readonly #labels: Int32Array;
  readonly #rows: number;
  readonly #dims: number;
  readonly #settings: TreeSettings;
  readonly #order: Int32Array;
  readonly #histogram: Int32Array;
  readonly #totals = new Int32Array(mostBins + 1);
  readonly #columns: Int32Array;

  /** @param bins of each row and column, row after row */
  constructor(bins: Uint8Array, labels: Int32Array, dims: number, settings: TreeSettings) {
    this.#bins = bins;
    this.#labels = labels;
    this.#rows = labels.length;
    this.#dims = dims;
    this.#settings = settings;
    this.#order = new Int32Array(labels.length);
    this.#histogram = new Int32Array((mostBins + 1) * settings.classes);
    this.#columns = Int32Array.from({ length: dims }, (_, c) => c);
  }

  /** Grows tree number `tree` into `out` (room for 2 rows + 1 nodes); returns the number of its nodes. */
  grow(tree: number, out: TreeArrays): number {
    const dice = random(this.#settings.seed * 104_729 + tree);
    const n = this.#rows;
    // Nothing is left over from the tree before, so that it doesn't matter which thread grows which.
    for (let c = 0; c < this.#dims; c++) this.#columns[c] = c;
    for (let i = 0; i < n; i++) this.#order[i] = dice.integer(0, n - 1);
    out.importance.fill(0);
    const open = [{ node: 0, from: 0, to: n }];
    let nodes = 1;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, from, to } = next;
      const counts = this.#count(from, to);
      const { classes } = this.#settings;
      for (let g = 0; g < classes; g++) out.shares[node * classes + g] = counts[g] / (to - from);
      out.feature[node] = -1;
      out.cut[node] = 0;
      out.left[node] = 0;
      const cut = this.#bestCut(from, to, counts, dice);
      if (cut === null) continue;
      const middle = this.#part(from, to, cut.column, cut.bin);
      out.feature[node] = cut.column;
      out.cut[node] = cut.bin;
      out.left[node] = nodes;
      out.importance[cut.column] += cut.fall;
      open.push({ node: nodes + 1, from: middle, to }, { node: nodes, from, to: middle });
      nodes += 2;
    }
    return nodes;
  }

  #count(from: number, to: number): Int32Array {
    const counts = new Int32Array(this.#settings.classes);
    for (let i = from; i < to; i++) counts[this.#labels[this.#order[i]]]++;
    return counts;
  }

  /** The cut after which Gini's impurity is smallest, among columns drawn without putting back; null when nothing is to be gained. */
  #bestCut(
    from: number,
    to: number,
    counts: Int32Array,
    dice: Random,
  ): { column: number; bin: number; fall: number } | null {
    const n = to - from;
    const { tries, leafRows } = this.#settings;
    const squares = counts.reduce((sum, k) => sum + k * k, 0);
    if (n < 2 * leafRows || squares === n * n) return null;
    const whole = squares / n;
    let best: { column: number; bin: number; fall: number } | null = null;
    let tried = 0;
    for (let k = 0; k < this.#dims && (tried < tries || best === null); k++) {
      const swap = dice.integer(k, this.#dims - 1);
      const column = this.#columns[swap];
      this.#columns[swap] = this.#columns[k];
      this.#columns[k] = column;
      const found = this.#cutColumn(from, to, column, counts);
      // A column that is the same in all rows doesn't count as tried.
      if (found === null) continue;
      tried++;
      const fall = found.purity - whole;
      if (fall > 1e-12 && (best === null || fall > best.fall)) best = { column, bin: found.bin, fall };
    }
    return best;
  }

  /** The best cut of one column: largest sum of squared class counts over rows on both sides. */
  #cutColumn(from: number, to: number, column: number, counts: Int32Array): { bin: number; purity: number } | null {
    const { classes, leafRows } = this.#settings;
    const histogram = this.#histogram;
    const totals = this.#totals;
    let low = mostBins;
    let high = 0;
    for (let i = from; i < to; i++) {
      const row = this.#order[i];
      const bin = this.#bins[row * this.#dims + column];
      histogram[bin * classes + this.#labels[row]]++;
      totals[bin]++;
      if (bin < low) low = bin;
      if (bin > high) high = bin;
    }
    const left = new Int32Array(classes);
    const n = to - from;
    let size = 0;
    let best: { bin: number; purity: number } | null = null;
    for (let bin = low; bin <= high; bin++) {
      if (totals[bin] === 0) continue;
      size += totals[bin];
      totals[bin] = 0;
      let squaresLeft = 0;
      let squaresRight = 0;
      for (let g = 0; g < classes; g++) {
        left[g] += histogram[bin * classes + g];
        histogram[bin * classes + g] = 0;
        squaresLeft += left[g] * left[g];
        squaresRight += (counts[g] - left[g]) ** 2;
      }
      if (bin === high || size < leafRows || n - size < leafRows) continue;
      const purity = squaresLeft / size + squaresRight / (n - size);
      if (best === null || purity > best.purity) best = { bin, purity };
    }
    return best;
  }

  /** Brings the rows up to the cut to the front; returns where the others begin. */
  #part(from: number, to: number, column: number, bin: number): number {
    let low = from;
    let high = to - 1;
    while (low <= high) {
      const row = this.#order[low];
      if (this.#bins[row * this.#dims + column] <= bin) low++;
      else {
        this.#order[low] = this.#order[high];
        this.#order[high--] = row;
      }
    }
    return low;
  }
}
