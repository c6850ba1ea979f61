import { random } from '../math/random.ts';

/** How far means of groups of n particles differ. */
export interface GroupSpread {
  readonly n: number;
  /** Groups of n that the table has. */
  readonly groups: number;
  /** Standard deviation of the groups' means over their mean: in the order of the table, and shuffled (mean of some shuffles). */
  readonly inOrder: number;
  readonly shuffled: number;
  /** What independent particles would give: sigma / (mean sqrt n). */
  readonly expected: number;
}

/** Sizes of groups from 10 on in steps of about 1, 2, 5, as long as the table has at least five groups. */
export function groupSizes(rows: number): number[] {
  const sizes: number[] = [];
  for (let power = 10; power <= rows; power *= 10)
    for (const step of [1, 2, 5]) if (5 * step * power <= rows) sizes.push(step * power);
  return sizes;
}

const shuffles = 8;

/**
 * How many particles are enough (Cho et al., ACS Nano 2024): the column is cut into groups of n, in its order and shuffled, and the
 * coefficient of variation of the groups' means is told. Values that are not finite are left out. Sizes with fewer than two groups are left out.
 */
export function groupSpreads(column: Float64Array, sizes: readonly number[], seed: number): GroupSpread[] {
  const values = column.filter((v) => Number.isFinite(v));
  const rows = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / rows;
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (rows - 1));
  const dice = random(seed + 11);
  const mixed = Array.from({ length: shuffles }, () => shuffledCopy(values, dice));
  return sizes
    .filter((n) => n >= 1 && 2 * n <= rows)
    .map((n) => ({
      n,
      groups: Math.floor(rows / n),
      inOrder: spreadOfMeans(values, n),
      shuffled: mixed.reduce((sum, own) => sum + spreadOfMeans(own, n), 0) / shuffles,
      expected: sd / (Math.abs(mean) * Math.sqrt(n)),
    }));
}

function shuffledCopy(values: Float64Array, dice: ReturnType<typeof random>): Float64Array {
  const out = values.slice();
  for (let i = out.length - 1; i > 0; i--) {
    const j = dice.integer(0, i);
    const kept = out[i];
    out[i] = out[j];
    out[j] = kept;
  }
  return out;
}

/** Coefficient of variation of the means of consecutive groups of n; what is left over at the end belongs to none. */
function spreadOfMeans(values: Float64Array, n: number): number {
  const groups = Math.floor(values.length / n);
  const means = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    let sum = 0;
    for (let i = g * n; i < (g + 1) * n; i++) sum += values[i];
    means[g] = sum / n;
  }
  const mean = means.reduce((a, b) => a + b, 0) / groups;
  return Math.sqrt(means.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (groups - 1)) / Math.abs(mean);
}

/** The smallest n from which on the spread stays at or under a limit, between the sizes that were tried (straight in logarithms); null: none. */
export function enoughFor(spreads: readonly GroupSpread[], of: 'inOrder' | 'shuffled', limit: number): number | null {
  let enough: number | null = null;
  for (let i = spreads.length - 1; i >= 0; i--) {
    const here = spreads[i][of];
    if (here > limit) {
      const next = spreads[i + 1];
      if (next === undefined) return null;
      const part = (Math.log(here) - Math.log(limit)) / (Math.log(here) - Math.log(next[of]));
      return Math.ceil(Math.exp(Math.log(spreads[i].n) + part * (Math.log(next.n) - Math.log(spreads[i].n))));
    }
    enough = spreads[i].n;
  }
  return enough;
}
