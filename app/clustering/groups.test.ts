import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SharedThreads } from '../../main/jobs/threads.ts';
import { covarianceKinds, linkageMethods } from '../domain/grouping.ts';
import { random } from '../math/random.ts';
import { oneThread, quietWork, type Work } from '../ports/work.ts';
import { adjustedRand, bySize } from './agreement.ts';
import { dbscan } from './dbscan.ts';
import { points, reference } from './fixtures/reference.ts';
import { freeNumbers } from './gaussian.ts';
import { assignGmm, fitGmm } from './gmm.ts';
import { kMeans } from './kmeans.ts';
import { copheneticCorrelation, cutTree, leafOrder, linkage, mostLinkageRows } from './linkage.ts';
import { cutPlot, optics } from './optics.ts';
import { valleys } from './optics-groups.ts';
import { silhouette } from './silhouette.ts';

const blobs = points(reference.blobs.rows);
const moons = points(reference.moons);
const threads = new SharedThreads(3);
const three: Work = { ...quietWork, threads };
afterAll(() => threads.close());

/** Rows of two normal clouds. */
function clouds(rows: number, dims: number, seed: number) {
  const dice = random(seed);
  const data = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: dims }, () => dice.normal(i % 3 === 0 ? 4 : 0, 1)),
  );
  return points(data);
}

describe('K-means', () => {
  it('finds the groups and the inertia of scikit-learn', () => {
    const found = kMeans(blobs, 3, quietWork);
    expect(found.inertia).toBeCloseTo(reference.kmeans.inertia, 6);
    expect(adjustedRand(found.labels, reference.kmeans.labels)).toBe(1);
  });

  it('gives the same groups on one thread and on three, also where starts are tried on a sample', () => {
    const many = clouds(45_000, 2, 4);
    const [a, b] = [kMeans(many, 4, quietWork), kMeans(many, 4, three)];
    expect(b.labels).toEqual(a.labels);
    expect(b.inertia).toBe(a.inertia);
    // Every row is with its nearest centre.
    for (let i = 0; i < 300; i++) {
      const distance = (g: number) =>
        Math.hypot(many.data[2 * i] - a.centres[2 * g], many.data[2 * i + 1] - a.centres[2 * g + 1]);
      for (let g = 0; g < 4; g++) expect(distance(a.labels[i])).toBeLessThanOrEqual(distance(g) + 1e-3);
    }
  });

  it('makes a group of each row when there are as many as rows, and one of all', () => {
    const few = points([[0], [1], [5], [9]]);
    expect(kMeans(few, 4, quietWork).inertia).toBe(0);
    expect(new Set(kMeans(few, 4, quietWork).labels).size).toBe(4);
    expect(kMeans(few, 1, quietWork).centres[0]).toBeCloseTo(3.75, 12);
    expect(new Set(kMeans(points([[2], [2], [2]]), 2, quietWork).labels).size).toBeLessThanOrEqual(2);
  });
});

describe('Gaussian mixtures', () => {
  it.each(covarianceKinds)('with %s covariance reach the likelihood, criteria and groups of scikit-learn', (kind) => {
    const truth = reference.gmm[kind];
    const found = fitGmm(blobs, 3, quietWork, { kind, tolerance: 1e-13, mostRounds: 5000, starts: 3 });
    expect(Math.abs(found.logLikelihood / truth.logLikelihood - 1)).toBeLessThan(1e-6);
    expect(found.bic).toBeCloseTo(truth.bic, 4);
    expect(found.aic).toBeCloseTo(truth.aic, 4);
    expect(adjustedRand(found.labels, truth.labels)).toBe(1);
    found.probability.forEach((p, i) => {
      expect(p).toBeCloseTo(truth.probability[i], 4);
    });
    const byFirst = (a: readonly number[], b: readonly number[]) => a[0] - b[0];
    const means = [0, 1, 2].map((g) => Array.from(found.model.means.subarray(3 * g, 3 * g + 3))).sort(byFirst);
    [...truth.means].sort(byFirst).forEach((mean, g) => {
      mean.forEach((v, c) => {
        expect(means[g][c]).toBeCloseTo(v, 4);
      });
    });
  });

  it('count their free numbers', () => {
    const of = (kind: (typeof covarianceKinds)[number]) => freeNumbers({ kind, groups: 3, dims: 4 });
    expect(covarianceKinds.map(of)).toEqual([30 + 12 + 2, 10 + 12 + 2, 12 + 12 + 2]);
  });

  it('never grow less likely from round to round, and are the same on any number of threads', () => {
    const data = clouds(5000, 3, 8);
    let before = Number.NEGATIVE_INFINITY;
    for (const mostRounds of [1, 2, 4, 8]) {
      const { logLikelihood } = fitGmm(data, 3, quietWork, { mostRounds, tolerance: 0 });
      expect(logLikelihood).toBeGreaterThan(before - 1e-6);
      before = logLikelihood;
    }
    const [a, b] = [fitGmm(data, 3, quietWork), fitGmm(data, 3, three)];
    expect(b.logLikelihood).toBe(a.logLikelihood);
    expect(b.labels).toEqual(a.labels);
  });

  it('of three columns are written out as those of any number are', () => {
    // A fourth column of noise that is the same everywhere changes no group.
    const data = clouds(600, 3, 2);
    const wider = points(Array.from({ length: 600 }, (_, i) => [...data.data.slice(3 * i, 3 * i + 3), 0]));
    const [a, b] = [fitGmm(data, 2, quietWork), fitGmm(wider, 2, quietWork)];
    expect(adjustedRand(a.labels, b.labels)).toBe(1);
    // The column adds the density of a point under a variance of 1e-6 each.
    const added = 600 * (0.5 * Math.log(1e6) - 0.5 * Math.log(2 * Math.PI));
    expect(b.logLikelihood - a.logLikelihood).toBeCloseTo(added, 3);
  });

  it('place other rows', () => {
    const fit = fitGmm(blobs, 3, quietWork);
    expect(assignGmm(blobs, fit.model, quietWork).labels).toEqual(fit.labels);
  });
});

describe('linkage', () => {
  it.each(linkageMethods)('by %s is the tree of SciPy, with its cophenetic correlation and cut', (method) => {
    const truth = reference.linkage[method];
    const tree = linkage(blobs, method, quietWork);
    expect([...tree.size]).toEqual(truth.size);
    truth.height.forEach((h, m) => {
      expect(tree.height[m]).toBeCloseTo(h, 9);
    });
    expect([...tree.left]).toEqual(truth.left);
    expect([...tree.right]).toEqual(truth.right);
    expect(copheneticCorrelation(tree, blobs, three)).toBeCloseTo(truth.cophenetic, 9);
    expect(adjustedRand(cutTree(tree, 3), truth.cut)).toBe(1);
  });

  it('orders its leaves so that every group stands together', () => {
    const tree = linkage(blobs, 'average', three);
    const { order, gaps } = leafOrder(tree);
    expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()]);
    expect(Array.from(gaps.subarray(1)).sort((a, b) => a - b)).toEqual([...tree.height]);
    for (const k of [1, 2, 7, 270, 400]) {
      const labels = cutTree(tree, k);
      const changes = Array.from(order).filter((row, i) => i > 0 && labels[row] !== labels[order[i - 1]]).length;
      expect(changes).toBe(Math.min(k, 270) - 1);
    }
  });

  it('takes one row and two, and refuses what does not fit into memory', () => {
    expect(linkage(points([[1, 2]]), 'ward', quietWork).height).toHaveLength(0);
    expect([...linkage(points([[0], [3]]), 'ward', quietWork).height]).toEqual([3]);
    const many = { rows: mostLinkageRows + 1, dims: 1, data: new Float64Array(mostLinkageRows + 1) };
    expect(() => linkage(many, 'ward', quietWork)).toThrow('up to 20,000');
  });
});

describe('DBSCAN', () => {
  it('gives the groups, noise and core points of scikit-learn, number by number', () => {
    const found = dbscan(moons, 0.22, 6, quietWork);
    expect([...found.labels]).toEqual(reference.dbscan.labels);
    expect([...found.core]).toEqual(reference.dbscan.core);
  });

  it('is what the definition says, for any points', () => {
    const cloud = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), {
      minLength: 1,
      maxLength: 120,
    });
    fc.assert(
      fc.property(cloud, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (rows, eps, minPoints) => {
        const found = dbscan(points(rows), eps, minPoints, quietWork);
        expect([...found.labels]).toEqual(byDefinition(rows, eps, minPoints));
      }),
      { numRuns: 60 },
    );
  });

  it('is the same on three threads', () => {
    const many = clouds(20_000, 3, 6);
    expect(dbscan(many, 0.4, 20, three).labels).toEqual(dbscan(many, 0.4, 20, quietWork).labels);
  });
});

/** DBSCAN as its paper tells it, with all pairs. */
function byDefinition(rows: readonly (readonly number[])[], eps: number, minPoints: number): number[] {
  const near = rows.map((a) => rows.flatMap((b, j) => (Math.hypot(a[0] - b[0], a[1] - b[1]) <= eps ? [j] : [])));
  const labels = rows.map(() => -1);
  let group = 0;
  rows.forEach((_, i) => {
    if (labels[i] >= 0 || near[i].length < minPoints) return;
    const open = [i];
    for (let j = open.pop(); j !== undefined; j = open.pop()) {
      if (labels[j] >= 0) continue;
      labels[j] = group;
      if (near[j].length >= minPoints) open.push(...near[j]);
    }
    group++;
  });
  return labels;
}

describe('OPTICS', () => {
  const infinite = (v: number) => (v === Number.POSITIVE_INFINITY ? -1 : v);

  it.each([
    ['optics', moons, 6, Number.POSITIVE_INFINITY, 6],
    ['opticsNear', moons, 6, 0.3, 6],
    ['opticsBlobs', blobs, 10, Number.POSITIVE_INFINITY, 20],
  ] as const)('draws the plot and finds the valleys of scikit-learn: %s', (name, data, minPoints, maxEps, minSize) => {
    const truth = reference[name];
    const plot = optics(data, minPoints, maxEps, three);
    expect([...plot.order]).toEqual(truth.order);
    truth.reachability.forEach((r, i) => {
      expect(infinite(plot.reachability[i])).toBeCloseTo(r, 9);
      expect(infinite(plot.coreDistance[i])).toBeCloseTo(truth.coreDistance[i], 9);
    });
    expect([...plot.predecessor]).toEqual(truth.predecessor);
    expect([...valleys(plot, { xi: 0.05, minPoints, minSize })]).toEqual(truth.labels);
  });

  it('cut at a height gives the core points of DBSCAN their groups', () => {
    const cut = cutPlot(optics(moons, 6, Number.POSITIVE_INFINITY, quietWork), 0.22);
    const whole = dbscan(moons, 0.22, 6, quietWork);
    const core = [...whole.core.keys()].filter((i) => whole.core[i] === 1);
    const of = (labels: Int32Array) => core.map((i) => labels[i]);
    expect(adjustedRand(of(cut), of(whole.labels))).toBe(1);
  });
});

describe('the silhouette', () => {
  it('is that of scikit-learn, over all and by group', () => {
    const found = silhouette(blobs, Int32Array.from(reference.blobs.truth), three);
    expect(found.mean).toBeCloseTo(reference.silhouette.mean, 10);
    reference.silhouette.groups.forEach((v, g) => {
      expect(found.groups[g]).toBeCloseTo(v, 10);
    });
    expect(found.interval).toBeNull();
  });

  it('of a large table comes from a sample, with an interval that holds the whole one', () => {
    const many = clouds(4000, 2, 1);
    const labels = Int32Array.from({ length: many.rows }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const whole = silhouette(many, labels, quietWork);
    const sampled = silhouette(many, labels, quietWork, { exact: 3999, sample: 1000, seed: 2 });
    expect([whole.rows, sampled.rows]).toEqual([4000, 1000]);
    const [low, high] = sampled.interval ?? [0, 0];
    expect(whole.mean).toBeGreaterThan(low);
    expect(whole.mean).toBeLessThan(high);
    expect(high - low).toBeLessThan(0.06);
  });

  it('leaves noise out and does not exist for one group', () => {
    const labels = Int32Array.from(reference.blobs.truth, (g) => (g === 2 ? -1 : g));
    expect(silhouette(blobs, labels, quietWork).rows).toBe(210);
    expect(silhouette(blobs, labels.fill(0), quietWork).mean).toBeNaN();
  });
});

describe('groupings', () => {
  it('agree as scikit-learn says', () => {
    const { value, other } = reference.adjustedRand;
    expect(adjustedRand(reference.blobs.truth, other)).toBeCloseTo(value, 12);
    expect(adjustedRand([0, 0, 1, 1], [5, 5, 3, 3])).toBe(1);
  });

  it('are numbered by size, noise aside', () => {
    expect(bySize(Int32Array.of(4, -1, 7, 7, 4, 7, 2))).toEqual({
      labels: Int32Array.of(1, -1, 0, 0, 1, 0, 2),
      sizes: [3, 2, 1],
    });
  });

  it('can be stopped', () => {
    const work: Work = {
      threads: oneThread,
      progress: () => undefined,
      check: () => {
        throw new Error('stopped');
      },
    };
    const labels = Int32Array.from(reference.blobs.truth);
    for (const run of [
      () => kMeans(blobs, 2, work),
      () => fitGmm(blobs, 2, work),
      () => linkage(blobs, 'ward', work),
      () => dbscan(blobs, 1, 5, work),
      () => optics(blobs, 5, 1, work),
      () => silhouette(blobs, labels, work),
    ])
      expect(run).toThrow('stopped');
  });
});
