import { describe, expect, it } from 'vitest';
import { random } from '../math/random.ts';
import { brokenLine } from './broken-line.ts';
import { enoughFor, groupSizes, groupSpreads } from './sample-size.ts';
import { onset, sizeBins, sizeResolvedDefaults } from './size-resolved.ts';

describe('a broken line', () => {
  const x = Array.from({ length: 30 }, (_, i) => 2 + 0.2 * i);
  const ones = x.map(() => 1);

  it('finds break, level and slope of points that lie on one', () => {
    const y = x.map((v) => 40 - 20 * Math.max(0, v - 4.3));
    const fit = brokenLine(x, y, ones, -1);
    expect(fit?.at).toBeCloseTo(4.3, 1);
    expect(fit?.level).toBeCloseTo(40, 6);
    expect(fit?.slope).toBeCloseTo(-20, 3);
    expect(fit?.squares).toBeLessThan(0.1);
    // The same the other way up, and not the wrong way.
    expect(
      brokenLine(
        x,
        y.map((v) => -v),
        ones,
        1,
      )?.at,
    ).toBeCloseTo(4.3, 1);
    expect(brokenLine(x, y, ones, 1)).toBeNull();
  });

  it('is not found where nothing but chance is', () => {
    const dice = random(5);
    let found = 0;
    for (let round = 0; round < 100; round++) {
      const y = x.map(() => dice.normal(3, 1));
      if (brokenLine(x, y, ones, -1) !== null) found++;
    }
    expect(found).toBeLessThan(40);
    expect(brokenLine([1, 2, 3], [1, 1, 0], [1, 1, 1], -1)).toBeNull();
  });
});

describe('size-resolved means', () => {
  it('are means, errors and spread over samples by hand', () => {
    const sizes = Float64Array.of(1.05, 1.1, 1.15, 1.05, 1.1, 1.5, Number.NaN, 1.1);
    const values = Float64Array.of(1, 2, 3, 4, 6, 7, 9, Number.NaN);
    const sample = Int32Array.of(0, 0, 0, 1, 1, 0, 0, 0);
    const bins = sizeBins(sizes, values, sample, { width: 0.2, least: 2 });
    expect(bins.map((b) => b.size.toFixed(2))).toEqual(['1.10', '1.30', '1.50']);
    expect(bins.map((b) => b.count)).toEqual([5, 0, 1]);
    expect([...bins[0].means]).toEqual([2, 5]);
    expect(bins[0].errors[0]).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect(bins[0].mean).toBe(3.5);
    expect(bins[0].cv).toBeCloseTo(Math.sqrt(4.5) / 3.5, 12);
    // A bin with a single particle of one sample has no mean of at least two.
    expect(bins[2].mean).toBeNaN();
    expect(sizeBins(Float64Array.of(Number.NaN), Float64Array.of(1), null, { width: 1, least: 1 })).toEqual([]);
  });

  it('tell the onset of simulated particles, with an interval that holds it', () => {
    const dice = random(2);
    const n = 30_000;
    const sizes = Float64Array.from({ length: n }, () => dice.uniform(3, 8));
    const values = sizes.map((s) => 0.9 - 0.05 * Math.max(0, s - 5.3) + dice.normal(0, 0.05));
    const bins = sizeBins(sizes, values, null, sizeResolvedDefaults);
    const found = onset(
      bins.map((b) => b.size),
      bins.map((b) => b.mean),
      bins.map((b) => b.error),
      -1,
      sizeResolvedDefaults,
    );
    expect(Math.abs((found?.size ?? 0) - 5.3)).toBeLessThan(0.1);
    expect(found?.slope).toBeCloseTo(-0.05, 2);
    const [low, high] = found?.interval ?? [0, 0];
    expect(low).toBeLessThan(5.35);
    expect(high).toBeGreaterThan(5.25);
    expect(high - low).toBeLessThan(0.4);
  });
});

describe('how many particles', () => {
  it('spread as sigma / (mean sqrt n) when they are independent', () => {
    const dice = random(8);
    const column = Float64Array.from({ length: 40_000 }, () => dice.normal(10, 2));
    const spreads = groupSpreads(column, [10, 100, 1000], 0);
    for (const { n, groups, inOrder, shuffled, expected } of spreads) {
      expect(groups).toBe(40_000 / n);
      expect(expected).toBeCloseTo(0.2 / Math.sqrt(n), 3);
      expect(Math.abs(shuffled / expected - 1)).toBeLessThan(0.15);
      expect(Math.abs(inOrder / expected - 1)).toBeLessThan(0.4);
    }
    expect(Math.abs((enoughFor(spreads, 'shuffled', 0.01) ?? 0) - 400)).toBeLessThan(80);
    expect(enoughFor(spreads, 'shuffled', 1e-6)).toBeNull();
  });

  it('spread more in order when the sample drifts', () => {
    const dice = random(9);
    const column = Float64Array.from({ length: 20_000 }, (_, i) => dice.normal(10 + i / 10_000, 2));
    const [spread] = groupSpreads(column, [1000], 0);
    expect(spread.inOrder).toBeGreaterThan(3 * spread.shuffled);
  });

  it('are tried in steps of 1, 2, 5 with five groups at least', () => {
    expect(groupSizes(1000)).toEqual([10, 20, 50, 100, 200]);
    expect(groupSizes(30)).toEqual([]);
    expect(groupSpreads(Float64Array.of(1, 2, 3), [2], 0)).toEqual([]);
  });
});
