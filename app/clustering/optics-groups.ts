import type { Optics } from './optics.ts';

export interface XiOptions {
  /** Least relative drop of the plot that begins a group. */
  readonly xi: number;
  readonly minPoints: number;
  /** Rows that a group has at least. */
  readonly minSize: number;
}

/** A steep way down of the plot, and the highest place between its end and where the walk is now. */
interface SteepDown {
  readonly start: number;
  readonly end: number;
  highest: number;
}

/**
 * Groups as valleys of the reachability plot between a steep way down and a steep way up (Ankerst et al. 1999, figure 19, with the
 * correction by predecessors of Schubert and Gertz 2018, as in scikit-learn). The smallest valleys are the groups. -1 noise.
 */
export function valleys({ order, reachability, predecessor }: Optics, options: XiOptions): Int32Array {
  const rows = order.length;
  const plot = new Float64Array(rows + 1).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows; i++) plot[i] = reachability[order[i]];
  const reached = Int32Array.from(order, (row) => predecessor[row]);
  const labels = new Int32Array(rows).fill(-1);
  let group = 0;
  for (const [from, to] of foundValleys(plot, reached, order, options)) {
    let free = true;
    for (let i = from; i <= to && free; i++) free = labels[order[i]] < 0;
    if (!free) continue;
    for (let i = from; i <= to; i++) labels[order[i]] = group;
    group++;
  }
  return labels;
}

function foundValleys(
  plot: Float64Array,
  reached: Int32Array,
  order: Int32Array,
  { xi, minPoints, minSize }: XiOptions,
): [number, number][] {
  const rows = order.length;
  const part = 1 - xi;
  const ratio = (i: number) => plot[i] / plot[i + 1];
  const steepUp = (i: number) => ratio(i) <= part;
  const steepDown = (i: number) => ratio(i) >= 1 / part;
  const up = (i: number) => ratio(i) < 1;
  const down = (i: number) => ratio(i) > 1;
  /** The end of a steep way: it may be flat, but never go the other way, for a while. */
  const extended = (steep: (i: number) => boolean, other: (i: number) => boolean, start: number): number => {
    let end = start;
    let flat = 0;
    for (let i = start; i < rows; i++) {
      if (steep(i)) {
        flat = 0;
        end = i;
      } else if (other(i)) return end;
      else if (++flat > minPoints) return end;
    }
    return end;
  };
  let open: SteepDown[] = [];
  const kept = (highest: number): SteepDown[] => {
    if (highest === Number.POSITIVE_INFINITY) return [];
    const left = open.filter(({ start }) => highest <= plot[start] * part);
    for (const steep of left) steep.highest = Math.max(steep.highest, highest);
    return left;
  };
  const found: [number, number][] = [];
  let index = 0;
  let highest = 0;
  for (let i = 0; i < rows; i++) {
    if (i < index || !(steepUp(i) || steepDown(i))) continue;
    for (let k = index; k <= i; k++) highest = Math.max(highest, plot[k]);
    open = kept(highest);
    if (steepDown(i)) {
      const end = extended(steepDown, up, i);
      open.push({ start: i, end, highest: 0 });
      index = end + 1;
      highest = plot[index];
      continue;
    }
    const end = extended(steepUp, down, i);
    index = end + 1;
    highest = plot[index];
    const here: [number, number][] = [];
    for (const steep of open) {
      const valley = valleyBetween(plot, part, steep, i, end);
      const right = valley === null ? null : corrected(plot, reached, order, valley);
      if (right === null) continue;
      const [from, to] = right;
      if (to - from + 1 >= minSize && from <= steep.end && to >= i) here.push(right);
    }
    found.push(...here.reverse());
  }
  return found;
}

/** The valley between a way down and the way up from `upStart` to `upEnd`, its rims brought to one height; null for none. */
function valleyBetween(
  plot: Float64Array,
  part: number,
  steep: SteepDown,
  upStart: number,
  upEnd: number,
): [number, number] | null {
  let from = steep.start;
  let to = upEnd;
  const rim = plot[steep.start];
  if (plot[to + 1] * part < steep.highest) return null;
  if (rim * part >= plot[to + 1]) while (plot[from + 1] > plot[to + 1] && from < steep.end) from++;
  else if (plot[to + 1] * part >= rim) while (plot[to - 1] > rim && to > upStart) to--;
  return [from, to];
}

/** Takes rows off the end that were reached from outside the valley. */
function corrected(
  plot: Float64Array,
  reached: Int32Array,
  order: Int32Array,
  [from, end]: readonly [number, number],
): [number, number] | null {
  for (let to = end; from < to; to--) {
    if (plot[from] > plot[to]) return [from, to];
    for (let i = from; i < to; i++) if (order[i] === reached[to]) return [from, to];
  }
  return null;
}
