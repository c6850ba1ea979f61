/** Group numbers from 0, the largest group first, ties by first row; -1 stays. */
export function bySize(labels: Int32Array): { labels: Int32Array; sizes: number[] } {
  const count = new Map<number, { size: number; first: number }>();
  labels.forEach((g, row) => {
    if (g < 0) return;
    const known = count.get(g);
    if (known === undefined) count.set(g, { size: 1, first: row });
    else known.size++;
  });
  const order = [...count].sort(([, a], [, b]) => b.size - a.size || a.first - b.first);
  const numberOf = new Map(order.map(([g], i) => [g, i]));
  return { labels: labels.map((g) => numberOf.get(g) ?? -1), sizes: order.map(([, { size }]) => size) };
}

/** Adjusted Rand index of two groupings of the same rows: 1 equal but for names, 0 as by chance (Hubert and Arabie 1985). */
export function adjustedRand(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const pairs = (n: number) => (n * (n - 1)) / 2;
  const both = new Map<string, number>();
  const [left, right] = [new Map<number, number>(), new Map<number, number>()];
  for (let i = 0; i < a.length; i++) {
    const key = `${a[i]},${b[i]}`;
    both.set(key, (both.get(key) ?? 0) + 1);
    left.set(a[i], (left.get(a[i]) ?? 0) + 1);
    right.set(b[i], (right.get(b[i]) ?? 0) + 1);
  }
  const sum = (counts: Map<unknown, number>) => [...counts.values()].reduce((total, n) => total + pairs(n), 0);
  const [inBoth, inA, inB] = [sum(both), sum(left), sum(right)];
  const chance = (inA * inB) / pairs(a.length);
  const most = (inA + inB) / 2;
  return most === chance ? 1 : (inBoth - chance) / (most - chance);
}
