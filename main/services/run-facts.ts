import { applyFilter } from '../../app/domain/filter.ts';
import { methodsParagraph } from '../../app/pipeline/methods.ts';
import type { OpenProject } from '../../app/ports/store.ts';
import type { StoredTable } from '../../app/ports/stored.ts';

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
  return methodsParagraph({
    program: first?.program ?? '',
    recipe: first?.recipe ?? run.recipe,
    frames: table.spans.map(({ imageId, pixelSize }, i) => ({
      imageId,
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
}
