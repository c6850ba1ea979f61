// Grouping and classifying tables of up to 441,067 particles: Morphoscope against scikit-learn and SciPy, in one run.
// Data: BENCH_DATA (default /tmp/bench-data), table441k.npy and table42k.npy with their _y.npy. The peer needs BENCH_PYTHON.
// BENCH_ONLY=kmeans,gmm runs only these stages.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { adjustedRand } from '../app/clustering/agreement.ts';
import { applyForest, trainForest } from '../app/clustering/classify/forest.ts';
import { judge, stratified } from '../app/clustering/classify/judge.ts';
import { crossValidateSvm } from '../app/clustering/classify/svm.ts';
import { dbscan } from '../app/clustering/dbscan.ts';
import { fitGmm } from '../app/clustering/gmm.ts';
import { kMeans } from '../app/clustering/kmeans.ts';
import { copheneticCorrelation, cutTree, linkage } from '../app/clustering/linkage.ts';
import { principalComponents } from '../app/clustering/pca.ts';
import { type Points, pointsOf, someRows } from '../app/clustering/points.ts';
import { scaled, scaleOf } from '../app/clustering/scale.ts';
import { silhouette } from '../app/clustering/silhouette.ts';
import { quietWork, type Work } from '../app/ports/work.ts';
import { SharedThreads } from '../main/jobs/threads.ts';
import { readNpy } from './data/npy.ts';

const folder = process.env['BENCH_DATA'] ?? '/tmp/bench-data';
const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
if (!['table441k.npy', 'table42k.npy'].every((name) => existsSync(`${folder}/${name}`))) {
  console.log(`cluster: skipped, there is no ${folder}/table441k.npy and table42k.npy`);
  process.exit(0);
}
const threads = new SharedThreads(2);
const work: Work = { ...quietWork, threads };

/** Some columns of a table, scaled to mean 0 and standard deviation 1. */
function table(name: string, columns: readonly number[] | null, most?: number): Points {
  const { shape, data } = readNpy(`${folder}/${name}.npy`);
  const [rows, width] = [most ?? shape[0], shape[1]];
  const chosen = columns ?? Array.from({ length: width }, (_, c) => c);
  const values = chosen.map((c) => Float64Array.from({ length: rows }, (_, i) => data[i * width + c]));
  const points = pointsOf(values, null, threads);
  return scaled(points, scaleOf(points, 'zscore'), threads);
}

/** Classes of a table: an int8 array of NumPy. */
function truth(name: string, most?: number): Int8Array {
  const bytes = readFileSync(`${folder}/${name}_y.npy`);
  const start = 10 + bytes.readUInt16LE(8);
  return Int8Array.from(bytes.subarray(start, most === undefined ? bytes.length : start + most));
}

const first13 = Array.from({ length: 13 }, (_, c) => c);
const ari = (labels: Int32Array, name: string, most?: number) =>
  `ARI ${adjustedRand(truth(name, most), labels).toFixed(4)}`;

/** What a stage needs, what is timed, and what is said about its result. */
interface Stage<T> {
  readonly what: string;
  readonly load: () => Points;
  readonly run: (points: Points) => T;
  readonly quality: (result: T) => string;
}
const stage = <T>(s: Stage<T>) => s as Stage<unknown>;

const stages: Readonly<Record<string, Stage<unknown>>> = {
  kmeans: stage({
    what: 'K-means, 441,067 x 8, 4 groups, 10 starts',
    load: () => table('table441k', null),
    run: (x) => kMeans(x, 4, work),
    quality: ({ labels }) => ari(labels, 'table441k'),
  }),
  gmm: stage({
    what: 'Gaussian mixtures, 441,067 x 3, 1..10 groups',
    load: () => table('table441k', [0, 1, 3]),
    run: (x) => Array.from({ length: 10 }, (_, k) => fitGmm(x, k + 1, work)),
    quality: (fits) =>
      `${fits.reduce((n, f) => n + f.rounds, 0)} rounds, least BIC ${Math.min(...fits.map((f) => f.bic)).toFixed(0)}, ARI at 4 groups ${adjustedRand(truth('table441k'), fits[3].labels).toFixed(4)}`,
  }),
  dbscan: stage({
    what: 'DBSCAN, 441,067 x 3',
    load: () => table('table441k', [0, 1, 3]),
    run: (x) => dbscan(x, 0.1, 60, work).labels,
    quality: (labels) => ari(labels, 'table441k'),
  }),
  linkage: stage({
    what: 'average linkage and cophenetic correlation, 13,115 x 13',
    load: () => table('table42k', first13, 13_115),
    run: (x) => {
      const tree = linkage(x, 'average', work);
      return { correlation: copheneticCorrelation(tree, x, work), labels: cutTree(tree, 7) };
    },
    quality: ({ correlation, labels }) => `cophenetic ${correlation.toFixed(6)}, ${ari(labels, 'table42k', 13_115)}`,
  }),
  pca: stage({
    what: 'principal components, 441,067 x 8',
    load: () => table('table441k', null),
    run: (x) => principalComponents(x, 8, work),
    quality: ({ ratio }) => `first ${ratio[0].toFixed(6)}`,
  }),
  silhouette: stage({
    what: 'silhouette, 10,000 x 8',
    load: () => table('table441k', null, 10_000),
    run: (x) => silhouette(x, Int32Array.from(truth('table441k', 10_000)), work),
    quality: ({ mean }) => mean.toFixed(6),
  }),
  svm: stage({
    what: 'support vector machine, 10-fold, 42,650 x 13',
    load: () => table('table42k', first13),
    run: (x) => {
      const labels = Int32Array.from(truth('table42k'));
      const settings = { c: 1, gamma: null };
      return crossValidateSvm(x, labels, 7, stratified(labels, 10, 0), 10, settings, work);
    },
    quality: (told) => `accuracy ${judge(truth('table42k'), told, 7).accuracy.toFixed(4)}`,
  }),
  forest: stage({
    what: 'random forest of 100 trees, trained on 21,325 x 13, asked for as many',
    load: () => table('table42k', first13),
    run: (x) => {
      const labels = Int32Array.from(truth('table42k'));
      const half = (odd: number) => Int32Array.from(labels.keys()).filter((i) => i % 2 === odd);
      const forest = trainForest(
        someRows(x, half(0), threads),
        half(0).map((i) => labels[i]),
        7,
        work,
        { trees: 100 },
      );
      return applyForest(someRows(x, half(1), threads), forest, work).labels;
    },
    quality: (told) => {
      const odd = truth('table42k').filter((_, i) => i % 2 === 1);
      return `accuracy ${judge(odd, told, 7).accuracy.toFixed(4)}`;
    },
  }),
};

const asked = (process.env['BENCH_ONLY'] ?? '').split(',').filter(Boolean);
const names = Object.keys(stages).filter((name) => asked.length === 0 || asked.includes(name));
const own = names.map((name) => {
  const { load, run, quality } = stages[name];
  const points = load();
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = run(points);
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  threads.release(points.data);
  return { name, wall, cpu: (user + system) / 1e6, quality: quality(result) };
});
const peak = process.resourceUsage().maxRSS / 1024;
await threads.close();

type Peers = Readonly<Record<string, { seconds: number; cpu: number | null; quality: string }>>;
let peers: Peers = {};
try {
  const script = fileURLToPath(new URL('./peers/cluster.py', import.meta.url));
  peers = JSON.parse(execFileSync(python, [script, folder, ...names], { encoding: 'utf8' })) as Peers;
} catch {
  console.log('no peer, scikit-learn was not found');
}
for (const { name, wall, cpu, quality } of own) {
  console.log(`${stages[name].what}\n  Morphoscope ${wall.toFixed(2)} s (processor ${cpu.toFixed(2)} s): ${quality}`);
  const peer = peers[name];
  if (peer === undefined) continue;
  const times = `${peer.quality}: ${(peer.seconds / wall).toFixed(1)} times ours`;
  const [spent, ratio] =
    peer.cpu === null
      ? ['', '']
      : [` (processor ${peer.cpu.toFixed(2)} s)`, `, processor ${(peer.cpu / cpu).toFixed(1)} times`];
  console.log(`  scikit-learn, SciPy ${peer.seconds.toFixed(2)} s${spent}: ${times}${ratio}`);
}
console.log(`our peak memory ${peak.toFixed(0)} MB, machine load ${loadavg()[0].toFixed(1)}`);
