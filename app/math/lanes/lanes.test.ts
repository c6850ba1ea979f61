import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from './build.ts';
import { laneSlack, lanes } from './lanes.ts';

const unit = lanes();
const values = (n: number, seed: number) =>
  Float32Array.from({ length: n }, (_, i) => Math.fround(Math.sin(i * 1.7 + seed) * 100));

/** Lays out arrays with these contents, and one more of `n`; returns what the operation left in the latter. */
function apply(
  n: number,
  sources: readonly Float32Array[],
  operation: (to: number, from: readonly number[]) => void,
): Float32Array {
  const [to, ...from] = unit.layOut(n, ...sources.map((s) => s.length));
  sources.forEach((source, i) => {
    unit.scratch.set(source, from[i]);
  });
  operation(to, from);
  return unit.scratch.slice(to, to + n);
}

describe('vector operations', () => {
  it('are compiled from the sources as they are', async () => {
    expect(readFileSync(new URL('./wasm.ts', import.meta.url), 'utf8')).toBe(await compile());
  });

  it('lay arrays out apart, and grow the memory when needed', () => {
    const [a, b] = unit.layOut(5, 3_000_000);
    expect(b - a).toBeGreaterThanOrEqual(5 + laneSlack);
    expect(unit.scratch.length).toBeGreaterThanOrEqual(b + 3_000_000 + laneSlack);
    unit.scratch[b + 2_999_999] = 4;
    expect(unit.scratch[b + 2_999_999]).toBe(4);
  });

  it.each([1, 3, 4, 15, 16, 37])('do to %d values what their descriptions say', (n) => {
    const [a, b] = [values(n, 1), values(n, 2)];
    const two = (operation: (to: number, a: number, b: number) => void) => [
      ...apply(n, [a, b], (to, [x, y]) => operation(to, x, y)),
    ];
    const each = (f: (x: number, y: number) => number) => Array.from(a, (x, i) => Math.fround(f(x, b[i])));
    const { run } = unit;
    expect(two((to, x, y) => run.rowMinimum(to, x, y, n))).toEqual(each(Math.min));
    expect(two((to, x, y) => run.rowMaximum(to, x, y, n))).toEqual(each(Math.max));
    expect(two((to, x, y) => run.rowDifference(to, x, y, n))).toEqual(each((x, y) => x - y));
    expect(two((to, x, y) => run.rowSum(to, x, y, n))).toEqual(each((x, y) => x + y));
    expect(two((to, x) => run.rowScale(to, x, 0.5, n))).toEqual(each((x) => x / 2));
    expect(two((to, x) => run.rowAffine(to, x, 2, 1, -50, 50, n))).toEqual(
      each((x) => Math.min(50, Math.max(-50, Math.fround(2 * x) + 1))),
    );
    expect(two((to, x, y) => run.rowRatio(to, x, y, 2, 10, n))).toEqual(
      each((x, y) => Math.fround(2 * x) / Math.max(y, 10)),
    );
  });

  it.each([1, 2, 3, 8, 21])('slide a window of %d', (window) => {
    const n = 29;
    const row = values(n + window - 1, 5);
    const of = (f: (v: number[]) => number) => Array.from({ length: n }, (_, i) => f([...row.subarray(i, i + window)]));
    expect([...apply(n, [row], (to, [r]) => unit.run.slidingMinimum(to, r, n, window))]).toEqual(
      of((v) => Math.min(...v)),
    );
    expect([...apply(n, [row], (to, [r]) => unit.run.slidingMaximum(to, r, n, window))]).toEqual(
      of((v) => Math.max(...v)),
    );
    const sums = of((v) => v.reduce((s, x) => s + x, 0));
    const slid = apply(n, [row], (to, [r]) => unit.run.slidingSum(to, r, n, window));
    slid.forEach((v, i) => {
      expect(v).toBeCloseTo(sums[i], 3);
    });
  });
});
