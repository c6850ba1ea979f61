import { columnsFor, type FeatureColumn, twinOf } from '../../domain/feature-table.ts';
import type { ParticleRows } from '../../domain/particle-rows.ts';
import { type Report, type ReportSample, reportHtml } from '../../formats/report/html.ts';
import { histogram } from '../../math/histogram.ts';
import { summarise } from '../../math/summary.ts';
import { task } from '../../ports/task.ts';

/** What a report is made of, but for the numbers of its samples. */
export interface ReportRequest extends Omit<Report, 'samples'> {
  readonly rows: ParticleRows;
}

/** Columns that a report speaks of, in this order. */
export const reportedColumns: readonly string[] = [
  'equivalent_diameter',
  'area',
  'feret_diameter_max',
  'aspect_ratio',
  'circularity',
  'solidity',
];
/** The column whose histogram is drawn. */
const drawn = 'equivalent_diameter';

/** Rows of one sample that count. */
function rowsOf({ table, spans, pass }: ParticleRows, sample: string): Uint8Array {
  const chosen = new Uint8Array(table.rows);
  for (const span of spans) {
    if (span.sample !== sample) continue;
    for (let row = span.start; row < span.start + span.count; row++) chosen[row] = pass?.[row] ?? 1;
  }
  return chosen;
}

function titled({ title, unit }: FeatureColumn): string {
  return unit === '' ? title : `${title} (${unit})`;
}

function sampleOf(rows: ParticleRows, name: string): ReportSample {
  const spans = rows.spans.filter((span) => span.sample === name);
  const pass = rowsOf(rows, name);
  // In px what is not calibrated, in nm what is; both where a sample has images of either kind.
  const own = new Set(
    [true, false].flatMap((calibrated) =>
      spans.some(({ pixelSize }) => (pixelSize !== null) === calibrated)
        ? columnsFor(rows.table.columns, calibrated)
        : [],
    ),
  );
  const columns = rows.table.columns.filter((column) => own.has(column));
  const values = rows.table.values.filter((_, c) => own.has(rows.table.columns[c]));
  const at = columns.findIndex(({ id }) => id === drawn || twinOf(id) === drawn);
  const measures = columns.map(({ title, unit }, c) => {
    const { n, mean, sd, median, q1, q3 } = summarise(values[c], pass);
    return { title, unit, n, mean, deviation: sd, median, lower: q1, upper: q3 };
  });
  const bins = at < 0 ? null : histogram(values[at], { pass });
  return {
    name,
    conditions: (spans[0]?.conditions ?? []).map((c) => `${c.name} = ${c.value}${c.unit === '' ? '' : ` ${c.unit}`}`),
    images: new Set(spans.map((span) => span.image)).size,
    particles: pass.reduce((sum, one) => sum + one, 0),
    measures,
    histogram:
      bins === null || bins.n < 2
        ? null
        : {
            title: titled(columns[at]),
            edges: [...bins.edges],
            counts: [...bins.counts],
            n: bins.n,
            mean: measures[at].mean,
            deviation: measures[at].deviation,
          },
  };
}

/** A report of a run as one HTML file, with statistics of each sample. */
export const reportTask = task('export-report', ({ rows, ...rest }: ReportRequest): string => {
  const names = [...new Set(rows.spans.map((span) => span.sample))];
  return reportHtml({ ...rest, samples: names.map((name) => sampleOf(rows, name)) });
});
