import { Failure } from '../../app/domain/failure.ts';
import type { SteppedEdit, StoredEdit } from '../../app/ports/stored.ts';
import type { Reader, SqlValue, Writer } from './connection.ts';

// The undo log. A person's edit is one transaction that changes columns of rows and appends one row to `edits` with the
// values before and after. Rows are never deleted by an edit: taking away sets `removed`, making new inserts a row with
// `removed` and clears it. So undo writes the values before, redo the values after, and both are exact.

/** Tables and the columns that edits may change. */
const editable = {
  samples: ['name', 'note', 'conditions', 'position', 'removed'],
  images: ['sample_id', 'name', 'calibration', 'removed'],
  recipes: ['content', 'removed'],
  runs: ['title', 'filter', 'removed'],
} as const;
type EditedTable = keyof typeof editable;
type Cell = string | number | null;

/** Stretches of a result's particles, [first, count] each. */
export type Stretches = readonly (readonly [first: number, count: number])[];

type Change =
  | {
      readonly in: EditedTable;
      readonly id: number;
      readonly was: Record<string, Cell>;
      readonly is: Record<string, Cell>;
    }
  | { readonly in: 'rejected'; readonly id: number; readonly stretches: Stretches; readonly is: 0 | 1 };

/** Collects the changes of one edit while it makes them. */
export class Edit {
  readonly changes: Change[] = [];
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Changes columns of a row; values that stay as they are leave no trace. */
  update(table: EditedTable, id: number, values: Readonly<Record<string, Cell>>): void {
    const names = Object.keys(values);
    const before = this.#writer.one<Record<string, Cell>>(
      `SELECT ${columnsOf(table, names)} FROM ${table} WHERE id = ?`,
      id,
    );
    if (before === undefined) return;
    const changed = names.filter((n) => before[n] !== values[n]);
    if (changed.length === 0) return;
    const pick = (from: Readonly<Record<string, Cell>>) => Object.fromEntries(changed.map((n) => [n, from[n]]));
    const change: Change = { in: table, id, was: pick(before), is: pick(values) };
    write(this.#writer, table, id, change.is);
    this.changes.push(change);
  }

  /** Inserts a row that has a `removed` column; the id. */
  insert(table: EditedTable, values: Readonly<Record<string, SqlValue>>): number {
    const names = Object.keys(values);
    const { id } = this.#writer.run(
      `INSERT INTO ${table} (${names.join(', ')}, removed) VALUES (${names.map(() => '?').join(', ')}, 1)`,
      ...Object.values(values),
    );
    this.update(table, id, { removed: 0 });
    return id;
  }

  remove(table: EditedTable, id: number): void {
    this.update(table, id, { removed: 1 });
  }

  /** Rejects (1) or restores (0) particles of a result; `stretches` hold only such as change. */
  reject(resultId: number, stretches: Stretches, is: 0 | 1): void {
    if (stretches.length === 0) return;
    flag(this.#writer, resultId, stretches, is);
    this.changes.push({ in: 'rejected', id: resultId, stretches, is });
  }
}

/**
 * Makes one edit. Forgets what was undone before it. Without any change nothing is logged.
 * @param title what it did, as in "Undo Calibrate 12 images"
 * @param grown edits with the same batch as the newest edit grow that one instead of making their own
 * @param runId the run that it changes: such edits go when a removed run is cleared away for good
 */
export function edit<R>(
  writer: Writer,
  title: string,
  body: (edit: Edit) => R,
  { batch = null, runId = null }: { batch?: string | null; runId?: number | null } = {},
): R {
  return writer.transaction(() => {
    const made = new Edit(writer);
    const result = body(made);
    if (made.changes.length === 0) return result;
    const newest = writer.one<{ id: number; batch: string | null; undone: number; changes: string }>(
      'SELECT id, batch, undone, changes FROM edits ORDER BY id DESC LIMIT 1',
    );
    if (batch !== null && newest?.batch === batch && newest.undone === 0) {
      const changes = [...(JSON.parse(newest.changes) as Change[]), ...made.changes];
      writer.run('UPDATE edits SET title = ?, changes = ? WHERE id = ?', title, JSON.stringify(changes), newest.id);
    } else {
      writer.run('DELETE FROM edits WHERE undone = 1');
      writer.run(
        'INSERT INTO edits (at, title, batch, run_id, changes) VALUES (?, ?, ?, ?, ?)',
        new Date().toISOString(),
        title,
        batch,
        runId,
        JSON.stringify(made.changes),
      );
    }
    return result;
  });
}

interface EditRow {
  readonly id: number;
  readonly title: string;
  readonly at: string;
  readonly undone: number;
  readonly changes: string;
}

/** Undoes the newest edit that stands. Null when there is none. */
export function undo(writer: Writer): SteppedEdit | null {
  return step(writer, 'WHERE undone = 0 ORDER BY id DESC', 1, (change) => {
    if (change.in === 'rejected') flag(writer, change.id, change.stretches, change.is === 1 ? 0 : 1);
    else write(writer, change.in, change.id, change.was);
  });
}

/** Does the edit again that was undone last. Null when there is none. */
export function redo(writer: Writer): SteppedEdit | null {
  return step(writer, 'WHERE undone = 1 ORDER BY id', 0, (change) => {
    if (change.in === 'rejected') flag(writer, change.id, change.stretches, change.is);
    else write(writer, change.in, change.id, change.is);
  });
}

function step(writer: Writer, which: string, undone: 0 | 1, apply: (change: Change) => void): SteppedEdit | null {
  return writer.transaction(() => {
    const row = writer.one<EditRow>(`SELECT id, title, at, undone, changes FROM edits ${which} LIMIT 1`);
    if (row === undefined) return null;
    const changes = JSON.parse(row.changes) as Change[];
    for (const change of undone === 1 ? changes.reverse() : changes) apply(change);
    writer.run('UPDATE edits SET undone = ? WHERE id = ?', undone, row.id);
    return { id: row.id, title: row.title, at: row.at, undone: undone === 1, tables: tablesOf(writer, changes) };
  });
}

/** Runs whose table shows these changes: the run itself, and every run on an image that was recalibrated or removed. */
function tablesOf(writer: Writer, changes: readonly Change[]): number[] {
  const tables = new Set<number>();
  for (const change of changes) {
    if (change.in === 'runs') tables.add(change.id);
    if (change.in !== 'rejected' && change.in !== 'images') continue;
    const column = change.in === 'rejected' ? 'id' : 'image_id';
    for (const { run } of writer.all<{ run: number }>(
      `SELECT DISTINCT run_id AS run FROM results WHERE ${column} = ?`,
      change.id,
    ))
      tables.add(run);
  }
  return [...tables];
}

/** Questions about the log. */
export function editReads(reader: Reader) {
  const title = (which: string) => reader.value<string>(`SELECT title FROM edits ${which} LIMIT 1`) ?? null;
  return {
    edits: (limit: number): StoredEdit[] =>
      reader
        .all<EditRow>('SELECT id, title, at, undone FROM edits ORDER BY id DESC LIMIT ?', limit)
        .map((row) => ({ id: row.id, title: row.title, at: row.at, undone: row.undone === 1 })),
    history: () => ({
      undo: title('WHERE undone = 0 ORDER BY id DESC'),
      redo: title('WHERE undone = 1 ORDER BY id'),
    }),
  };
}

function columnsOf(table: EditedTable, names: readonly string[]): string {
  const known: readonly string[] = editable[table];
  const strange = names.find((n) => !known.includes(n));
  if (strange !== undefined)
    throw new Failure('internal', `${table}.${strange} can't be edited.`, 'Please report this.');
  return names.join(', ');
}

function write(writer: Writer, table: EditedTable, id: number, values: Readonly<Record<string, Cell>>): void {
  const names = Object.keys(values);
  columnsOf(table, names);
  writer.run(
    `UPDATE ${table} SET ${names.map((n) => `${n} = ?`).join(', ')} WHERE id = ?`,
    ...Object.values(values),
    id,
  );
}

/** Sets flags of a result's particles. A result that was computed anew since has another id and stays as it is. */
function flag(writer: Writer, resultId: number, stretches: Stretches, is: 0 | 1): void {
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
