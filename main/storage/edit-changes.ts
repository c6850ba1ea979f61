import { Failure } from '../../app/domain/failure.ts';
import type { Reader, Writer } from './connection.ts';

/** Tables and the columns that edits may change. */
const editable = {
  samples: ['name', 'note', 'conditions', 'position', 'removed'],
  images: ['sample_id', 'name', 'calibration', 'distances', 'removed'],
  recipes: ['content', 'removed'],
  runs: ['title', 'filter', 'removed'],
  label_sets: ['name', 'classes', 'removed'],
  label_planes: ['reviewed', 'checked_places', 'frozen'],
  trainings: ['title', 'removed'],
  models: ['title', 'removed'],
} as const;
export type EditedTable = keyof typeof editable;
export type Cell = string | number | null;

/** Stretches of a result's particles, [first, count] each. */
export type Stretches = readonly (readonly [first: number, count: number])[];

/** One line of what an edit changed. Labels have a log of their own, see labels/delta.ts. */
export type Change =
  | {
      readonly in: EditedTable;
      readonly id: number;
      readonly was: Record<string, Cell>;
      readonly is: Record<string, Cell>;
    }
  | { readonly in: 'rejected'; readonly id: number; readonly stretches: Stretches; readonly is: 0 | 1 };

function columnsOf(table: EditedTable, names: readonly string[]): string {
  const known: readonly string[] = editable[table];
  const strange = names.find((n) => !known.includes(n));
  if (strange !== undefined)
    throw new Failure('internal', `${table}.${strange} can't be edited.`, 'Please report this.');
  return names.join(', ');
}

/** Values of columns that edits may change; undefined when there is no such row. */
export function readCells(
  reader: Reader,
  table: EditedTable,
  id: number,
  names: readonly string[],
): Record<string, Cell> | undefined {
  return reader.one<Record<string, Cell>>(`SELECT ${columnsOf(table, names)} FROM ${table} WHERE id = ?`, id);
}

export function writeCells(
  writer: Writer,
  table: EditedTable,
  id: number,
  values: Readonly<Record<string, Cell>>,
): void {
  const names = Object.keys(values);
  columnsOf(table, names);
  writer.run(
    `UPDATE ${table} SET ${names.map((n) => `${n} = ?`).join(', ')} WHERE id = ?`,
    ...Object.values(values),
    id,
  );
}

/** Sets flags of a result's particles. A result that was computed anew since has another id and stays as it is. */
export function flagParticles(writer: Writer, resultId: number, stretches: Stretches, is: 0 | 1): void {
  const row = writer.one<{ rejected: Uint8Array | null; particles: number }>(
    'SELECT r.rejected, c.particles FROM results r JOIN computations c ON c.id = r.computation_id WHERE r.id = ?',
    resultId,
  );
  if (row === undefined) return;
  const flags = new Uint8Array(row.particles);
  if (row.rejected !== null) flags.set(row.rejected);
  for (const [first, count] of stretches) flags.fill(is, first, first + count);
  writer.run('UPDATE results SET rejected = ? WHERE id = ?', flags.includes(1) ? flags : null, resultId);
}

/** Does a change again, or takes it back. */
export function applyChange(writer: Writer, change: Change, to: 'was' | 'is'): void {
  if (change.in === 'rejected') {
    const opposite = change.is === 1 ? 0 : 1;
    flagParticles(writer, change.id, change.stretches, to === 'is' ? change.is : opposite);
  } else writeCells(writer, change.in, change.id, change[to]);
}
