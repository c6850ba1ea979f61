import { bySize } from '../../clustering/agreement.ts';
import { type Pca, principalComponents, projected } from '../../clustering/pca.ts';
import { type Points, pointsOf } from '../../clustering/points.ts';
import { scaled, scaleOf } from '../../clustering/scale.ts';
import { type Silhouette, silhouette } from '../../clustering/silhouette.ts';
import type { Scaling } from '../../domain/grouping.ts';
import { csvCell, csvNumber } from '../../formats/csv/cell.ts';
import { readTextTable, type TextTable } from '../../formats/csv/read-table.ts';
import { task } from '../../ports/task.ts';
import { areFingerprints, type ChosenColumns, chooseColumns, namingColumns } from '../groups/columns.ts';
import { type Grouped, type GroupSettings, groupPoints } from '../groups/methods.ts';

export interface ClusterRequest extends GroupSettings {
  readonly path: string;
  readonly columns: readonly string[] | null;
  /** Principal components to group by; null: the columns themselves. */
  readonly pca: number | null;
  /** null: zscore, but none for the values of a fingerprint, which share a unit. */
  readonly scaling: Scaling | null;
  /** Program and version, for the report. */
  readonly program: string;
}

export interface ClusterFile {
  readonly name: string;
  readonly text: Uint8Array;
}

export interface ClusterResult {
  readonly files: readonly ClusterFile[];
  readonly rows: number;
  /** Rows without a number in every column. */
  readonly skipped: number;
  readonly sizes: readonly number[];
  readonly noise: number;
  readonly silhouette: number | null;
}

/** Groups the rows of a table: scaling, principal components where asked for, a method, scores; as a table and a report. */
export const clusterTableTask = task('cluster-table', (asked: ClusterRequest, { open, work }): ClusterResult => {
  const { threads } = work;
  const source = open(asked.path);
  work.progress(0, 'Reading the table');
  const table = readTextTable(source, () => work.check());
  const chosen = chooseColumns(table, source.name, asked.columns);
  const raw = pointsOf(chosen.values, chosen.rows, threads);
  const scale = scaleOf(raw, asked.scaling ?? (areFingerprints(chosen.names) ? 'none' : 'zscore'));
  const flat = scaled(raw, scale, threads);
  const pca = asked.pca === null ? null : principalComponents(flat, asked.pca, work);
  const points = pca === null ? flat : projected(flat, pca, work);
  const grouped = groupPoints(points, asked, work);
  const { labels, sizes } = bySize(grouped.labels);
  const score = silhouette(points, labels, { ...work, progress: () => work.progress(1, 'Scores') });
  const report = reportOf({
    asked,
    file: source.name,
    table,
    chosen,
    scaling: scale.scaling,
    pca,
    grouped,
    sizes,
    labels,
    score,
    raw,
  });
  return {
    files: [
      { name: 'clusters.csv', text: encoded(clusterLines(table, chosen, labels, grouped.probability)) },
      { name: 'report.json', text: new TextEncoder().encode(`${JSON.stringify(report, null, 1)}\n`) },
      ...extraFiles(grouped, chosen, labels),
    ],
    rows: chosen.rows.length,
    skipped: table.rows - chosen.rows.length,
    sizes,
    noise: labels.reduce((n, g) => n + (g < 0 ? 1 : 0), 0),
    silhouette: finite(score.mean),
  };
});

const encoded = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const finite = (v: number | null): number | null => (v === null || !Number.isFinite(v) ? null : v);

/** A row a row of the table: its number from 1, what names it, its group from 0 (-1 noise, empty where a number is missing). */
function clusterLines(
  table: TextTable,
  { rows }: ChosenColumns,
  labels: Int32Array,
  probability: Float64Array | null,
): string[] {
  const named = namingColumns(table);
  const header = ['row', ...named.map(({ name }) => csvCell(name)), 'cluster'];
  if (probability !== null) header.push('probability');
  const lines = [header.join(',')];
  for (let row = 0, k = 0; row < table.rows; row++) {
    const here = rows[k] === row;
    const cells = [String(row + 1)];
    for (const { values, text } of named)
      cells.push(values === null ? csvCell(text?.[row] ?? '') : csvNumber(values[row]));
    cells.push(here ? String(labels[k]) : '');
    if (probability !== null) cells.push(here ? csvNumber(probability[k]) : '');
    lines.push(cells.join(','));
    if (here) k++;
  }
  return lines;
}

interface ReportParts {
  readonly asked: ClusterRequest;
  readonly file: string;
  readonly table: TextTable;
  readonly chosen: ChosenColumns;
  readonly scaling: Scaling;
  readonly pca: Pca | null;
  readonly grouped: Grouped;
  readonly sizes: readonly number[];
  readonly labels: Int32Array;
  readonly score: Silhouette;
  readonly raw: Points;
}

function reportOf({ asked, file, table, chosen, scaling, pca, grouped, sizes, labels, score, raw }: ReportParts) {
  const rows = chosen.rows.length;
  const noise = labels.reduce((n, g) => n + (g < 0 ? 1 : 0), 0);
  return {
    program: asked.program,
    table: file,
    rows: table.rows,
    used: rows,
    withoutNumbers: table.rows - rows,
    columns: chosen.names,
    leftOut: chosen.leftOut,
    scaling,
    pca:
      pca === null
        ? null
        : {
            components: pca.components,
            explainedVariance: [...pca.variance],
            explainedVarianceRatio: [...pca.ratio],
            cumulative: Array.from(pca.ratio, (_, k) => pca.ratio.slice(0, k + 1).reduce((a, b) => a + b, 0)),
          },
    method: asked.method,
    settings: grouped.settings,
    seed: asked.seed,
    criterion: grouped.criterion,
    curves: grouped.curves,
    chosenK: sizes.length,
    clusters: sizes.map((size, cluster) => ({
      cluster,
      size,
      fraction: size / rows,
      silhouette: finite(score.groups[cluster] ?? null),
      means: meansOf(raw, labels, cluster, chosen.names),
    })),
    noise: { rows: noise, fraction: noise / rows },
    scores: {
      silhouette: finite(score.mean),
      silhouetteInterval: score.interval,
      silhouetteRows: score.rows,
      copheneticCorrelation: finite(grouped.cophenetic),
    },
  };
}

/** Mean of each column in a group, in the units of the table. */
function meansOf({ rows, dims, data }: Points, labels: Int32Array, cluster: number, names: readonly string[]) {
  const sums = new Float64Array(dims);
  let n = 0;
  for (let i = 0; i < rows; i++) {
    if (labels[i] !== cluster) continue;
    n++;
    for (let c = 0; c < dims; c++) sums[c] += data[i * dims + c];
  }
  return Object.fromEntries(names.map((name, c) => [name, sums[c] / n]));
}

/** The tree of linkage, or the plot of OPTICS, with rows as in clusters.csv. */
function extraFiles({ tree, plot }: Grouped, { rows }: ChosenColumns, labels: Int32Array): ClusterFile[] {
  const files: ClusterFile[] = [];
  if (tree !== null) {
    const lines = ['merge,left,right,height,size'];
    // Rows are named by their number in the table, merges after all rows of the table.
    const name = (node: number) => (node < tree.rows ? rows[node] + 1 : `m${node - tree.rows + 1}`);
    tree.height.forEach((h, m) => {
      lines.push(`m${m + 1},${name(tree.left[m])},${name(tree.right[m])},${csvNumber(h)},${tree.size[m]}`);
    });
    files.push({ name: 'dendrogram.csv', text: encoded(lines) });
  }
  if (plot !== null) {
    const lines = ['position,row,reachability,core_distance,cluster'];
    plot.order.forEach((row, i) => {
      const distances = [plot.reachability[row], plot.coreDistance[row]].map(csvNumber).join(',');
      lines.push(`${i + 1},${rows[row] + 1},${distances},${labels[row]}`);
    });
    files.push({ name: 'reachability.csv', text: encoded(lines) });
  }
  return files;
}
