import { describe, expect, it } from 'vitest';
import { scalings } from '../domain/grouping.ts';
import { symmetricEigen } from '../math/eigen.ts';
import { random } from '../math/random.ts';
import { oneThread, quietWork } from '../ports/work.ts';
import { points, reference } from './fixtures/reference.ts';
import { principalComponents, projected } from './pca.ts';
import { scaled, scaleOf } from './scale.ts';

describe('eigenvectors of a symmetric matrix', () => {
  it('of 2 x 2 are known', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(Math.abs(vectors[0])).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it.each([1, 3, 20, 60])('of %d x %d solve A v = lambda v, are orthonormal and come largest first', (n) => {
    const dice = random(n);
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        a[i * n + j] = dice.normal(0, 1);
        a[j * n + i] = a[i * n + j];
      }
    const kept = a.slice();
    const { values, vectors } = symmetricEigen(a, n);
    expect(a).toEqual(kept);
    for (let k = 0; k < n; k++) {
      if (k > 0) expect(values[k]).toBeLessThanOrEqual(values[k - 1]);
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += a[i * n + j] * vectors[k * n + j];
        expect(sum).toBeCloseTo(values[k] * vectors[k * n + i], 9);
      }
      for (let l = 0; l <= k; l++) {
        let dot = 0;
        for (let j = 0; j < n; j++) dot += vectors[k * n + j] * vectors[l * n + j];
        expect(dot).toBeCloseTo(k === l ? 1 : 0, 10);
      }
    }
  });

  it('of a matrix with equal and with no eigenvalues stand too', () => {
    expect([...symmetricEigen(Float64Array.of(5, 0, 0, 0, 5, 0, 0, 0, 5), 3).values]).toEqual([5, 5, 5]);
    expect([...symmetricEigen(new Float64Array(16), 4).values]).toEqual([0, 0, 0, 0]);
  });
});

describe('principal components', () => {
  it.each([
    ['exact', 'pca', reference.blobs.rows, 3, false],
    ['exact, wide', 'pcaWide', reference.wide, 4, false],
    ['randomised', 'pcaWide', reference.wide, 4, true],
  ] as const)('%s are those of scikit-learn', (_, name, rows, count, randomised) => {
    const truth = reference[name];
    const found = principalComponents(points(rows), count, quietWork, randomised);
    truth.variance.forEach((v, k) => {
      expect(found.variance[k] / v).toBeCloseTo(1, 9);
      expect(found.ratio[k]).toBeCloseTo(truth.ratio[k], 9);
      const axis = found.axes.slice(k * rows[0].length, (k + 1) * rows[0].length);
      const dot = axis.reduce((sum, a, c) => sum + a * truth.axes[k][c], 0);
      expect(Math.abs(dot)).toBeCloseTo(1, 7);
    });
  });

  it('give scores with the components as their variance and no mean', () => {
    const all = points(reference.blobs.rows);
    const pca = principalComponents(all, 2, quietWork);
    const { rows, dims, data } = projected(all, pca, quietWork);
    expect(dims).toBe(2);
    for (let k = 0; k < 2; k++) {
      const own = Array.from({ length: rows }, (_, i) => data[2 * i + k]);
      const mean = own.reduce((a, b) => a + b, 0) / rows;
      expect(mean).toBeCloseTo(0, 10);
      expect(own.reduce((sum, v) => sum + v * v, 0) / (rows - 1)).toBeCloseTo(pca.variance[k], 9);
    }
  });
});

describe('scaling', () => {
  it.each(scalings)('by %s does what it says, and a constant column is only centred', (scaling) => {
    const given = points([1, 2, 3, 4, 100].map((v) => [v, 7]));
    const scale = scaleOf(given, scaling);
    const { data } = scaled(given, scale, oneThread);
    const first = [0, 1, 2, 3, 4].map((i) => data[2 * i]);
    const expected = {
      zscore: [1, 2, 3, 4, 100].map((v) => (v - 22) / Math.sqrt(1522)),
      robust: [1, 2, 3, 4, 100].map((v) => ((v - 3) / 2) * 1.3489795003921634),
      range: [1, 2, 3, 4, 100].map((v) => (v - 1) / 99),
      none: [1, 2, 3, 4, 100],
    }[scaling];
    first.forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i], 10);
    });
    expect(data[1]).toBe(scaling === 'none' ? 7 : 0);
    expect(scale.spread[1]).toBe(1);
  });
});
