import type { FeatureColumn } from '../../app/domain/feature-table.ts';
import { applyFilter } from '../../app/domain/filter.ts';
import { summarise } from '../../app/math/summary.ts';
import { methodsParagraph } from '../../app/pipeline/methods.ts';
import { reportedColumns } from '../../app/pipeline/tasks/export-report.ts';
import type { OpenProject } from '../../app/ports/store.ts';
import type { StoredTable } from '../../app/ports/stored.ts';
import { measurementSentence, resultSentence } from '../../app/statistics/methods.ts';

/** Which rows of a run's table count. */
export interface Passing {
  readonly pass: Uint8Array;
  readonly kept: number;
  /** Rows rejected by a person. */
  readonly rejected: number;
}

/** Applies the filter of a run; only the columns that it names are read. */
export async function passingRows(project: OpenProject, runId: number, table: StoredTable): Promise<Passing> {
  const { reads } = project;
  const named = table.columns.filter((column) => table.filter.rules.some((rule) => rule.column === column.id));
  const [border, rejected, ...values] = await Promise.all([
    reads.flags(runId, 'border'),
    reads.flags(runId, 'rejected'),
    ...named.map((column) => reads.column(runId, column.id)),
  ]);
  return applyFilter(table.filter, { rows: table.rows, columns: named, values }, border, rejected);
}

/** The methods paragraph of a run. */
export async function methodsOf(project: OpenProject, runId: number): Promise<string> {
  const { reads } = project;
  const [run, table] = await Promise.all([reads.run(runId), reads.table(runId)]);
  const [passing, images, provenances] = await Promise.all([
    passingRows(project, runId, table),
    reads.images(),
    reads.provenances(runId),
  ]);
  const byId = new Map(images.map((image) => [image.id, image]));
  const [first] = provenances;
  const paragraph = methodsParagraph({
    program: first?.program ?? '',
    title: run.recipe.title,
    frames: table.spans.map(({ imageId, pixelSize }, i) => ({
      imageId,
      recipe: provenances[i]?.recipe ?? run.recipe,
      pixelSize,
      source: byId.get(imageId)?.calibration.source ?? 'none',
      resolved: provenances[i]?.resolved ?? {},
    })),
    particles: table.rows,
    filter: table.filter,
    columns: new Map(table.columns.map((column) => [column.id, column])),
    rejected: passing.rejected,
    kept: passing.kept,
  });
  const reported = table.columns.filter((column) => reportedColumns.includes(column.id));
  const size = reported.find((column) => column.id === 'equivalent_diameter');
  const result = size === undefined ? '' : sizeResult(table, size, await reads.column(runId, size.id), passing.pass);
  return [paragraph, measurementSentence(reported), result].filter((sentence) => sentence !== '').join(' ');
}

/**
 * The sizes as a paper states them. Where some frames are not calibrated, those of the others alone, in nm: pixels of
 * different size have no mean.
 */
function sizeResult(table: StoredTable, size: FeatureColumn, values: Float64Array, pass: Uint8Array): string {
  if (table.lengthUnit !== 'mixed') return resultSentence(size, summarise(values, pass));
  const result = resultSentence(size, summarise(values, pass));
  return result === '' ? '' : `${result} Frames without calibration are left out of this.`;
}
