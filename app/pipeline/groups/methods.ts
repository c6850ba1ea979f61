import { dbscan } from '../../clustering/dbscan.ts';
import { aic, bic } from '../../clustering/gaussian.ts';
import { fitGmm } from '../../clustering/gmm.ts';
import { kMeans, squaredDistance } from '../../clustering/kmeans.ts';
import { copheneticCorrelation, cutTree, type Linkage, linkage } from '../../clustering/linkage.ts';
import { cutPlot, type Optics, optics } from '../../clustering/optics.ts';
import { valleys } from '../../clustering/optics-groups.ts';
import type { Points } from '../../clustering/points.ts';
import { silhouette } from '../../clustering/silhouette.ts';
import { suggestedEps, suggestedMinPoints } from '../../clustering/suggest-eps.ts';
import { Failure } from '../../domain/failure.ts';
import type { CovarianceKind, Criterion, GroupMethod, LinkageMethod } from '../../domain/grouping.ts';
import type { Work } from '../../ports/work.ts';

export interface GroupSettings {
  readonly method: GroupMethod;
  /** Numbers of groups to try; null: what suits the method. */
  readonly components: readonly number[] | null;
  /** null: bic for mixtures, silhouette for the others. */
  readonly criterion: Criterion | null;
  readonly covariance: CovarianceKind;
  readonly linkage: LinkageMethod;
  /** Starts of mixtures and K-means; null: 5, for large tables 1, and 10. */
  readonly starts: number | null;
  readonly seed: number;
  /** DBSCAN's radius, or the height at which OPTICS is cut; null: suggested. */
  readonly eps: number | null;
  /** OPTICS: groups are valleys whose sides drop by this share, in place of a cut; null: a cut. */
  readonly xi: number | null;
  readonly minPoints: number | null;
}

/** One number of groups that was tried. Null where a value does not exist. */
export interface Tried {
  readonly components: number;
  readonly logLikelihood: number | null;
  readonly bic: number | null;
  readonly aic: number | null;
  /** Sum of squared distances from the groups' means. */
  readonly inertia: number | null;
  readonly silhouette: number | null;
  readonly rounds: number | null;
  readonly converged: boolean | null;
}

export interface Grouped {
  readonly labels: Int32Array;
  /** Of the group, for mixtures. */
  readonly probability: Float64Array | null;
  readonly criterion: Criterion | null;
  readonly curves: readonly Tried[];
  /** What the method worked with, suggested values among them. */
  readonly settings: Readonly<Record<string, number | string>>;
  readonly cophenetic: number | null;
  readonly tree: Linkage | null;
  readonly plot: Optics | null;
}

type Attempt = Tried & { readonly labels: Int32Array; readonly probability: Float64Array | null };

const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Groups points by a method; where it needs a number of groups, tries several and takes the one that the criterion likes best. */
export function groupPoints(points: Points, asked: GroupSettings, work: Work): Grouped {
  switch (asked.method) {
    case 'dbscan':
      return byDensity(points, asked, work);
    case 'optics':
      return byReachability(points, asked, work);
    case 'gmm':
    case 'kmeans':
    case 'linkage':
      return byNumber(points, asked, work);
  }
}

function byNumber(points: Points, asked: GroupSettings, work: Work): Grouped {
  const criterion = asked.criterion ?? (asked.method === 'gmm' ? 'bic' : 'silhouette');
  const given = asked.components ?? (criterion === 'silhouette' ? upTo(2, 10) : upTo(1, 10));
  const tooMany = asked.components?.find((k) => k > points.rows);
  if (tooMany !== undefined) {
    throw new Failure(
      'invalid-input',
      `${points.rows} particles can't make ${tooMany} groups.`,
      'Ask for fewer groups with --components.',
    );
  }
  const counts = given.filter((k) => k <= points.rows);
  const tree = asked.method === 'linkage' ? linkage(points, asked.linkage, part(work, 0, 0.5)) : null;
  const attempts = counts.map((k, i) => {
    const from = tree === null ? 0 : 0.5;
    const own = part(work, from + ((1 - from) * i) / counts.length, (1 - from) / counts.length, `${k} groups`);
    const found = attempt(points, k, asked, tree, own);
    // Of a single number the silhouette is told at the end anyway.
    if (criterion !== 'silhouette' || counts.length === 1 || k < 2) return found;
    const { mean } = silhouette(points, found.labels, own);
    return { ...found, silhouette: Number.isNaN(mean) ? null : mean };
  });
  const best = choose(attempts, criterion);
  const settings =
    asked.method === 'gmm'
      ? { covariance: asked.covariance, starts: asked.starts ?? mixtureStarts(points) }
      : asked.method === 'kmeans'
        ? { starts: asked.starts ?? 10 }
        : { linkage: asked.linkage };
  return {
    labels: best.labels,
    probability: best.probability,
    criterion,
    curves: attempts.map(({ labels: _l, probability: _p, ...tried }) => tried),
    settings,
    cophenetic: tree === null ? null : copheneticCorrelation(tree, points, work),
    tree,
    plot: null,
  };
}

/** A part of the work, whose progress is a part of the whole. */
const part = (work: Work, from: number, share: number, note?: string): Work => ({
  ...work,
  progress: (fraction, own) => work.progress(from + share * fraction, note ?? own),
});

/** Large tables have one likely end, small ones several. */
const mixtureStarts = ({ rows }: Points): number => (rows <= 50_000 ? 5 : 1);

function choose(attempts: readonly Attempt[], criterion: Criterion): Attempt {
  const value = (a: Attempt) => (criterion === 'silhouette' ? -(a.silhouette ?? -2) : (a[criterion] ?? Infinity));
  return attempts.reduce((best, a) => (value(a) < value(best) ? a : best));
}

function attempt(points: Points, k: number, asked: GroupSettings, tree: Linkage | null, work: Work): Attempt {
  const none = { silhouette: null, rounds: null, converged: null, probability: null };
  const { seed } = asked;
  if (asked.method === 'gmm') {
    const g = fitGmm(points, k, work, { kind: asked.covariance, seed, starts: asked.starts ?? mixtureStarts(points) });
    const { logLikelihood, rounds, converged, labels, probability } = g;
    return {
      ...none,
      components: k,
      logLikelihood,
      bic: g.bic,
      aic: g.aic,
      inertia: null,
      rounds,
      converged,
      labels,
      probability,
    };
  }
  if (tree !== null) {
    const labels = cutTree(tree, k);
    return { ...none, components: k, labels, ...sphericalScores(points, labels, inertiaOf(points, labels)) };
  }
  const found = kMeans(points, k, work, { seed, starts: asked.starts ?? 10 });
  return {
    ...none,
    components: k,
    labels: found.labels,
    rounds: found.rounds,
    ...sphericalScores(points, found.labels, found.inertia),
  };
}

/** Likelihood and criteria of groups as round clouds of one width, each row in one of them (Pelleg and Moore 2000). */
function sphericalScores({ rows, dims }: Points, labels: Int32Array, inertia: number) {
  const sizes = new Map<number, number>();
  for (const g of labels) sizes.set(g, (sizes.get(g) ?? 0) + 1);
  const variance = inertia / (rows * dims);
  if (!(variance > 0)) return { logLikelihood: null, bic: null, aic: null, inertia };
  let logLikelihood = -0.5 * rows * dims * (Math.log(2 * Math.PI * variance) + 1);
  for (const n of sizes.values()) logLikelihood += n * Math.log(n / rows);
  const free = sizes.size * dims + sizes.size;
  return { logLikelihood, bic: bic(logLikelihood, free, rows), aic: aic(logLikelihood, free), inertia };
}

/** Sum of squared distances of rows from the means of their groups. */
function inertiaOf({ rows, dims, data }: Points, labels: Int32Array): number {
  const groups = labels.reduce((most, g) => Math.max(most, g), 0) + 1;
  const means = new Float64Array(groups * dims);
  const size = new Float64Array(groups);
  for (let i = 0; i < rows; i++) {
    size[labels[i]]++;
    for (let c = 0; c < dims; c++) means[labels[i] * dims + c] += data[i * dims + c];
  }
  for (let k = 0; k < means.length; k++) means[k] /= size[Math.floor(k / dims)];
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += squaredDistance(data, i * dims, means, labels[i] * dims, dims);
  return sum;
}

const noCurves = { probability: null, criterion: null, curves: [], cophenetic: null, tree: null, plot: null };

function byDensity(points: Points, asked: GroupSettings, work: Work): Grouped {
  const minPoints = asked.minPoints ?? suggestedMinPoints(points.dims);
  const eps = asked.eps ?? suggestedEps(points, minPoints, work);
  if (!(eps > 0)) throw tooFew(points.rows, minPoints);
  const { labels } = dbscan(points, eps, minPoints, work);
  return { ...noCurves, labels, settings: { eps, minPoints, epsFrom: asked.eps === null ? 'suggested' : 'given' } };
}

/** Larger tables are walked with neighbours up to a bound: all pairs would be too many. */
const walkedWholly = 20_000;

function byReachability(points: Points, asked: GroupSettings, work: Work): Grouped {
  // Fewer make a ragged plot.
  const minPoints = asked.minPoints ?? Math.min(points.rows, Math.max(10, suggestedMinPoints(points.dims)));
  if (points.rows < minPoints) throw tooFew(points.rows, minPoints);
  const suggested = suggestedEps(points, minPoints, work);
  const bound = points.rows <= walkedWholly ? Number.POSITIVE_INFINITY : 3 * suggested;
  const maxEps = Math.max(bound, asked.eps ?? 0);
  const plot = optics(points, minPoints, maxEps, work);
  const minSize = Math.max(minPoints, Math.min(200, Math.floor(points.rows / 20)));
  const eps = asked.eps ?? suggested;
  const labels = asked.xi === null ? cutPlot(plot, eps) : valleys(plot, { xi: asked.xi, minPoints, minSize });
  const how =
    asked.xi === null ? { eps, epsFrom: asked.eps === null ? 'suggested' : 'given' } : { xi: asked.xi, minSize };
  const bounded = maxEps === Number.POSITIVE_INFINITY ? {} : { maxEps };
  return { ...noCurves, labels, settings: { minPoints, ...how, ...bounded }, plot };
}

const tooFew = (rows: number, minPoints: number) =>
  new Failure(
    'invalid-input',
    `${rows} particles are too few for groups around ${minPoints} of them, or all are alike.`,
    'Give fewer points with --min-points, a radius with --eps, or another method.',
  );
