import { random } from '../../math/random.ts';
import { kernel } from '../../ports/work.ts';
import { mostBins } from './bins.ts';

/** Nodes that a tree has at most. */
export const mostNodes = 1023;
/** A node of fewer samples is sorted instead of counted into bins. */
const fewSamples = 24;
/** A leaf that no code passes on: its threshold is the largest code. */
export const leafThreshold = 32767;

/** Numbers that every tree is grown with. */
interface Growing {
  readonly bins: Uint8Array;
  readonly low: Int16Array;
  readonly high: Int16Array;
  readonly classes: Uint8Array;
  readonly features: number;
  readonly classCount: number;
}

interface Split {
  feature: number;
  /** The last bin that goes to the first of the two nodes. */
  bin: number;
  /** The first bin after it that holds a sample of the node. */
  next: number;
  /** Sum over both sides of the squared class counts over their sums: larger is purer. */
  purity: number;
}

/** Samples of a bag: draws with replacement, as many of each class; how often each was drawn. */
function drawBag(classes: Uint8Array, classCount: number, next: () => number): { bag: Int32Array; times: Uint16Array } {
  const members = Array.from({ length: classCount }, () => [] as number[]);
  for (let i = 0; i < classes.length; i++) members[classes[i]].push(i);
  const times = new Uint16Array(classes.length);
  const each = Math.max(1, Math.round(classes.length / classCount));
  for (const list of members) {
    if (list.length === 0) continue;
    for (let draw = 0; draw < each; draw++) {
      const i = list[Math.floor(next() * list.length)];
      if (times[i] < 65535) times[i]++;
    }
  }
  return { bag: Int32Array.from(times.keys()).filter((i) => times[i] > 0), times };
}

/** Scratch arrays of one tree. */
class Grower {
  readonly #of: Growing;
  readonly #times: Uint16Array;
  readonly #order: Int32Array;
  readonly #spare: Int32Array;
  readonly #counts: Float64Array;
  readonly #left: Float64Array;
  readonly #shuffled: Int32Array;
  readonly #next: () => number;

  constructor(of: Growing, bag: Int32Array, times: Uint16Array, next: () => number) {
    this.#of = of;
    this.#times = times;
    this.#order = bag;
    this.#spare = new Int32Array(bag.length);
    this.#counts = new Float64Array(mostBins * of.classCount);
    this.#left = new Float64Array(of.classCount);
    this.#shuffled = Int32Array.from({ length: of.features }, (_, f) => f);
    this.#next = next;
  }

  /** Draws of each class among the samples at [from, to). */
  count(from: number, to: number, into: Float64Array): void {
    into.fill(0);
    const { classes } = this.#of;
    for (let k = from; k < to; k++) into[classes[this.#order[k]]] += this.#times[this.#order[k]];
  }

  /** The purest split of the samples at [from, to) by one of `tries` features drawn by chance; further ones are drawn until one splits. */
  best(from: number, to: number, totals: Float64Array, tries: number): Split | null {
    const best: Split = { feature: -1, bin: 0, next: 0, purity: Number.NEGATIVE_INFINITY };
    const shuffled = this.#shuffled;
    for (let t = 0; t < shuffled.length && (t < tries || best.feature < 0); t++) {
      const pick = t + Math.floor(this.#next() * (shuffled.length - t));
      const feature = shuffled[pick];
      shuffled[pick] = shuffled[t];
      shuffled[t] = feature;
      if (to - from < fewSamples) this.#splitFew(feature, from, to, totals, best);
      else this.#splitMany(feature, from, to, totals, best);
    }
    return best.feature < 0 ? null : best;
  }

  #splitMany(feature: number, from: number, to: number, totals: Float64Array, best: Split): void {
    const { classes, classCount, bins } = this.#of;
    const base = feature * classes.length;
    const counts = this.#counts.fill(0);
    let [first, last] = [mostBins, -1];
    for (let k = from; k < to; k++) {
      const i = this.#order[k];
      const bin = bins[base + i];
      counts[bin * classCount + classes[i]] += this.#times[i];
      if (bin < first) first = bin;
      if (bin > last) last = bin;
    }
    const left = this.#left.fill(0);
    let before = -1;
    for (let bin = first; bin <= last; bin++) {
      let here = 0;
      for (let c = 0; c < classCount; c++) here += counts[bin * classCount + c];
      if (here === 0) continue;
      if (before >= 0) this.#consider(feature, before, bin, left, totals, best);
      for (let c = 0; c < classCount; c++) left[c] += counts[bin * classCount + c];
      before = bin;
    }
  }

  #splitFew(feature: number, from: number, to: number, totals: Float64Array, best: Split): void {
    const { classes, bins } = this.#of;
    const base = feature * classes.length;
    const order = this.#order;
    for (let k = from + 1; k < to; k++) {
      const i = order[k];
      const bin = bins[base + i];
      let at = k;
      for (; at > from && bins[base + order[at - 1]] > bin; at--) order[at] = order[at - 1];
      order[at] = i;
    }
    const left = this.#left.fill(0);
    for (let k = from; k < to - 1; k++) {
      const i = order[k];
      left[classes[i]] += this.#times[i];
      const [bin, next] = [bins[base + i], bins[base + order[k + 1]]];
      if (next !== bin) this.#consider(feature, bin, next, left, totals, best);
    }
  }

  #consider(feature: number, bin: number, next: number, left: Float64Array, totals: Float64Array, best: Split): void {
    let [sum, squares, rest, restSquares] = [0, 0, 0, 0];
    for (let c = 0; c < left.length; c++) {
      const l = left[c];
      const r = totals[c] - l;
      sum += l;
      squares += l * l;
      rest += r;
      restSquares += r * r;
    }
    const purity = squares / sum + restSquares / rest;
    if (purity <= best.purity) return;
    best.feature = feature;
    best.bin = bin;
    best.next = next;
    best.purity = purity;
  }

  /** Puts the samples at [from, to) up to a bin of a feature before the others, keeping their order; returns where the others begin. */
  part(from: number, to: number, feature: number, bin: number): number {
    const { classes, bins } = this.#of;
    const base = feature * classes.length;
    let at = from;
    let others = 0;
    for (let k = from; k < to; k++) {
      const i = this.#order[k];
      if (bins[base + i] <= bin) this.#order[at++] = i;
      else this.#spare[others++] = i;
    }
    for (let k = 0; k < others; k++) this.#order[at + k] = this.#spare[k];
    return at;
  }
}

/**
 * Grows trees [start, end): CART with Gini's criterion on a class-balanced bootstrap, the square root of all features tried at a node
 * (Breiman 2001), down to pure leaves or `mostNodes`, the largest nodes first come. Tree t is written at place t of `nodes` (two
 * int32 a node, numbers of nodes within the tree), `leaves` (`lanes` shares a node), `sizes` (nodes), and adds the purity that each
 * feature brought to row t of `gains`.
 */
export const growTreesKernel = kernel(
  'segmentation/forest-grow',
  (
    start: number,
    end: number,
    bins: Uint8Array,
    low: Int16Array,
    high: Int16Array,
    classes: Uint8Array,
    features: number,
    classCount: number,
    lanes: number,
    seed: number,
    nodes: Int32Array,
    leaves: Float32Array,
    sizes: Int32Array,
    gains: Float64Array,
  ) => {
    const growing = { bins, low, high, classes, features, classCount };
    const tries = Math.max(1, Math.round(Math.sqrt(features)));
    const totals = new Float64Array(classCount);
    const [begins, ends] = [new Int32Array(mostNodes), new Int32Array(mostNodes)];
    for (let tree = start; tree < end; tree++) {
      const chance = random(seed * 1_000_003 + tree);
      const next = () => chance.next();
      const { bag, times } = drawBag(classes, classCount, next);
      const grower = new Grower(growing, bag, times, next);
      const base = tree * mostNodes;
      let size = 1;
      begins[0] = 0;
      ends[0] = bag.length;
      for (let node = 0; node < size; node++) {
        const [from, to] = [begins[node], ends[node]];
        grower.count(from, to, totals);
        let sum = 0;
        let squares = 0;
        for (let c = 0; c < classCount; c++) {
          sum += totals[c];
          squares += totals[c] * totals[c];
        }
        const pure = squares === sum * sum;
        const split = pure || size + 2 > mostNodes ? null : grower.best(from, to, totals, tries);
        const word = 2 * (base + node);
        if (split === null) {
          nodes[word] = leafThreshold;
          nodes[word + 1] = node;
          for (let c = 0; c < classCount; c++) leaves[(base + node) * lanes + c] = totals[c] / sum;
          continue;
        }
        const { feature, bin, next: after } = split;
        const threshold = Math.floor((high[feature * mostBins + bin] + low[feature * mostBins + after]) / 2);
        const middle = grower.part(from, to, feature, bin);
        nodes[word] = (threshold & 0xffff) | (feature << 16);
        nodes[word + 1] = size;
        gains[tree * features + feature] += split.purity - squares / sum;
        begins[size] = from;
        ends[size] = middle;
        begins[size + 1] = middle;
        ends[size + 1] = to;
        size += 2;
      }
      sizes[tree] = size;
    }
  },
);
