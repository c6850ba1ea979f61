import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram } from '../math/histogram.ts';
import { binCentres, fitNormal, fitNormalToHistogram, normalCurve, scaledTo } from '../math/normal.ts';
import { quantilesInPlace, selectRank } from '../math/select.ts';
import { incompleteBeta, studentProbability, studentQuantile } from '../math/student.ts';
import { quantiles, summarise } from '../math/summary.ts';
import { finiteValues } from '../math/values.ts';
import { density } from './density.ts';

interface Reference {
  readonly columns: readonly {
    readonly name: string;
    readonly n: number;
    readonly mean: number;
    readonly sd: number;
    readonly se: number;
    readonly quantiles: readonly number[];
    readonly interval: readonly [number, number];
    readonly edges: readonly number[];
    readonly counts: readonly number[];
    readonly kde: { readonly bandwidth: number; readonly x: readonly number[]; readonly y: readonly number[] };
    readonly fit?: readonly [number, number, number];
  }[];
  readonly student: readonly (readonly [number, number, number])[];
  readonly beta: readonly (readonly [number, number, number, number])[];
}
const reference = JSON.parse(
  readFileSync(new URL('./fixtures/scipy_statistics.json', import.meta.url), 'utf8'),
) as Reference;

/** The numbers of fixtures/scipy_statistics.py. */
function series(name: string, n: number): Float64Array {
  const u: number[] = [];
  for (let i = 0, state = 12345; i < 2 * n; i++) {
    state = (state * 16807) % 2147483647;
    u.push(state / 2147483647);
  }
  return Float64Array.from({ length: n }, (_, i) => {
    const normal = Math.sqrt(-2 * Math.log(u[2 * i])) * Math.cos(2 * Math.PI * u[2 * i + 1]);
    if (name === 'normal') return 12.5 + 1.7 * normal;
    if (name === 'lognormal') return Math.exp(2 + 0.3 * normal);
    if (name === 'two peaks') return u[2 * i + 1] < 0.4 ? 5 + 0.5 * normal : 11 + 1.2 * normal;
    return Math.floor(20 * u[2 * i]);
  });
}

const near = (ours: number, truth: number, relative = 1e-12) =>
  expect(Math.abs(ours - truth)).toBeLessThanOrEqual(relative * Math.abs(truth));

describe.each(reference.columns.map((column) => [`${column.name}, n = ${column.n}`, column] as const))(
  'a column of %s',
  (_, truth) => {
    const values = series(truth.name, truth.n);

    it('has the mean, spread, quantiles and interval of SciPy', () => {
      const ours = summarise(values);
      expect(ours.n).toBe(truth.n);
      near(ours.mean, truth.mean);
      near(ours.sd, truth.sd);
      near(ours.se, truth.se);
      near(ours.relativeSpread, truth.sd / truth.mean);
      const [min, low, q1, median, q3, high, max] = truth.quantiles;
      [ours.min, ours.middle95[0], ours.q1, ours.median, ours.q3, ours.middle95[1], ours.max].forEach((value, i) => {
        near(value, [min, low, q1, median, q3, high, max][i]);
      });
      near(ours.meanInterval[0], truth.interval[0], 1e-9);
      near(ours.meanInterval[1], truth.interval[1], 1e-9);
    });

    it("has NumPy's Freedman-Diaconis histogram", () => {
      const { edges, counts, n } = histogram(values);
      expect([...counts]).toEqual(truth.counts);
      expect(edges).toHaveLength(truth.edges.length);
      edges.forEach((edge, i) => {
        near(edge, truth.edges[i]);
      });
      expect(n).toBe(truth.n);
    });

    it("has SciPy's Gaussian kernel density", () => {
      const { bandwidth, x, y, mode } = density(values, { places: 2000 });
      near(bandwidth, truth.kde.bandwidth);
      const top = Math.max(...truth.kde.y);
      truth.kde.x.forEach((place, i) => {
        const k = x.findIndex((at) => at >= place);
        if (k < 1) return;
        const between = y[k - 1] + ((y[k] - y[k - 1]) * (place - x[k - 1])) / (x[k] - x[k - 1]);
        expect(Math.abs(between - truth.kde.y[i])).toBeLessThan(3e-4 * top);
      });
      const peak = x[y.indexOf(y.reduce((a, b) => Math.max(a, b)))];
      expect(Math.abs(mode - peak)).toBeLessThan(x[1] - x[0]);
    });
  },
);

describe('the least-squares normal curve over a histogram', () => {
  const fitted = reference.columns.filter((column) => column.fit !== undefined);
  it.each(fitted.map((column) => [`${column.name}, n = ${column.n}`, column] as const))(
    'is that of SciPy: %s',
    (_, truth) => {
      const fit = fitNormalToHistogram(histogram(series(truth.name, truth.n)));
      const [height, mean, sd] = truth.fit ?? [0, 0, 0];
      near(fit?.height ?? 0, height, 1e-6);
      near(fit?.mean ?? 0, mean, 1e-6);
      near(fit?.sd ?? 0, sd, 1e-6);
    },
  );
});

describe("Student's t and the incomplete beta function", () => {
  it('are those of SciPy', () => {
    for (const [probability, freedom, t] of reference.student) near(studentQuantile(probability, freedom), t, 1e-8);
    for (const [x, a, b, share] of reference.beta) near(incompleteBeta(x, a, b), share, 1e-10);
  });

  it('are symmetric', () => {
    near(studentQuantile(0.2, 5), -studentQuantile(0.8, 5));
    near(studentProbability(-1.5, 4), 1 - studentProbability(1.5, 4));
    expect(studentProbability(0, 3)).toBe(0.5);
  });
});

describe('ranks', () => {
  const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 });

  it('are those of sorting', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (list, k) => {
        const values = Float64Array.from(list);
        const rank = k % list.length;
        selectRank(values, rank);
        expect(values[rank]).toBe(Float64Array.from(list).sort()[rank]);
      }),
    );
  });

  it('are those of sorting for many equal and many ordered numbers', () => {
    for (const make of [(i: number) => i % 3, (i: number) => i, (i: number) => -i, (i: number) => (i * 7919) % 10007]) {
      const values = Float64Array.from({ length: 5000 }, (_, i) => make(i));
      const sorted = values.slice().sort();
      const [low, middle, high] = quantilesInPlace(values, [0.1, 0.5, 0.9]);
      const at = (p: number) => {
        const place = p * 4999;
        const k = Math.floor(place);
        return sorted[k] + (sorted[Math.min(4999, k + 1)] - sorted[k]) * (place - k);
      };
      near(low, at(0.1));
      near(middle, at(0.5));
      near(high, at(0.9));
    }
  });
});

describe('numbers that do not count', () => {
  const column = Float64Array.of(Number.NaN, 3, Number.POSITIVE_INFINITY, 5, 100, Number.NEGATIVE_INFINITY);
  const pass = Uint8Array.of(1, 1, 1, 1, 0, 1);

  it('are left out and reported', () => {
    expect([...finiteValues(column)]).toEqual([3, 5, 100]);
    const ours = summarise(column, pass);
    expect([ours.n, ours.missing, ours.mean, ours.median]).toEqual([2, 3, 4, 4]);
    expect(quantiles(column, [0, 1], pass)).toEqual([3, 5]);
    expect(histogram(column, { pass }).n).toBe(2);
    expect(fitNormal(column, pass).mean).toBe(4);
  });

  it('leave nothing to say when there are no others', () => {
    const none = summarise(new Float64Array(0));
    expect([none.n, none.missing]).toEqual([0, 0]);
    for (const value of [none.mean, none.sd, none.min, none.max, none.median, none.meanInterval[0]])
      expect(value).toBeNaN();
    const one = summarise(Float64Array.of(7));
    expect([one.mean, one.median, one.min]).toEqual([7, 7, 7]);
    expect(one.sd).toBeNaN();
    expect(histogram(new Float64Array(0))).toEqual({ edges: Float64Array.of(0, 1), counts: Uint32Array.of(0), n: 0 });
    expect(density(Float64Array.of(4, 4)).mode).toBe(4);
    expect(density(Float64Array.of(4, 4)).bandwidth).toBeNaN();
    expect(fitNormalToHistogram(histogram(Float64Array.of(4, 4)))).toBeNull();
  });

  it('never change the column', () => {
    const before = column.slice();
    summarise(column);
    histogram(column);
    density(column);
    expect(column).toEqual(before);
  });
});

describe('histograms', () => {
  it('count every number once, in the bin that holds it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 30 }),
        (list, bins) => {
          const { edges, counts, n } = histogram(Float64Array.from(list), { bins });
          expect(n).toBe(list.length);
          for (let b = 0; b < bins; b++) {
            const last = b === bins - 1;
            const held = list.filter((v) => v >= edges[b] && (last ? v <= edges[b + 1] : v < edges[b + 1])).length;
            expect(counts[b]).toBe(held);
          }
        },
      ),
    );
  });

  it('keep to a given range and widen an empty one', () => {
    const given = histogram(Float64Array.of(1, 2, 3, 9), { bins: 4, range: [0, 4] });
    expect([...given.counts]).toEqual([0, 1, 1, 1]);
    expect(given.n).toBe(3);
    expect([...histogram(Float64Array.of(5, 5, 5)).edges]).toEqual([4.5, 5.5]);
  });

  it('do not grow without bound for a far outlier', () => {
    const column = Float64Array.from({ length: 2000 }, (_, i) => (i === 0 ? 1e9 : i));
    expect(histogram(column).counts).toHaveLength(1000);
  });
});

describe('the normal curve', () => {
  it('encloses one as a density and all numbers over a histogram', () => {
    const column = series('normal', 5000);
    const fit = fitNormal(column);
    const bins = histogram(column);
    const x = binCentres(bins);
    const step = x[1] - x[0];
    const area = (curve: Float64Array) => curve.reduce((a, b) => a + b, 0) * step;
    expect(area(normalCurve(fit, x))).toBeCloseTo(1, 2);
    expect(area(normalCurve(scaledTo(fit, bins), x)) / step / 5000).toBeCloseTo(1, 2);
    expect(normalCurve(fit, Float64Array.of(fit.mean))[0]).toBe(fit.height);
  });
});
