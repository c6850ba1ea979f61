import type { LabelTouch } from '../../app/ports/stored-labels.ts';
import type { SqlValue, Writer } from './connection.ts';
import {
  type Cell,
  type Change,
  type EditedTable,
  flagParticles,
  readCells,
  type Stretches,
  writeCells,
} from './edit-changes.ts';
import { LabelDesk } from './labels/desk.ts';

// The undo log. A person's edit is one transaction that changes columns of rows and appends one row to `edits` with the
// values before and after; changed labels stand beside it in `label_changes`. Rows are never deleted by an edit: taking
// away sets `removed`, making new inserts a row with `removed` and clears it. So undo writes the values before, redo the
// values after, and both are exact.

/** Collects the changes of one edit while it makes them. */
export class Edit {
  readonly changes: Change[] = [];
  readonly labels: LabelDesk;
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.labels = new LabelDesk(writer);
  }

  /** Changes columns of a row; values that stay as they are leave no trace. */
  update(table: EditedTable, id: number, values: Readonly<Record<string, Cell>>): void {
    const before = readCells(this.#writer, table, id, Object.keys(values));
    if (before === undefined) return;
    const changed = Object.keys(values).filter((n) => before[n] !== values[n]);
    if (changed.length === 0) return;
    const pick = (from: Readonly<Record<string, Cell>>) => Object.fromEntries(changed.map((n) => [n, from[n]]));
    const change: Change = { in: table, id, was: pick(before), is: pick(values) };
    writeCells(this.#writer, table, id, change.is);
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
    flagParticles(this.#writer, resultId, stretches, is);
    this.changes.push({ in: 'rejected', id: resultId, stretches, is });
  }
}

interface EditOptions {
  /** Edits with the same batch as the newest edit grow that one instead of making their own. */
  readonly batch?: string | null;
  /** The run that it changes: such edits go when a removed run is cleared away for good. */
  readonly runId?: number | null;
  /** The labelled frame that it is about, when it changes no labels itself. */
  readonly planeId?: number | null;
}

/** What came of an edit: its id (null when nothing changed) and the labels that it touched. */
export interface Made<R> {
  readonly result: R;
  readonly editId: number | null;
  readonly touched: readonly LabelTouch[];
}

/**
 * Makes one edit. Forgets what was undone before it. Without any change nothing is logged.
 * @param title what it did, as in "Undo Calibrate 12 images"
 */
export function edit<R>(writer: Writer, title: string, body: (edit: Edit) => R, options: EditOptions = {}): R {
  return editTelling(writer, title, body, options).result;
}

/** As `edit`, and tells what it touched. */
export function editTelling<R>(
  writer: Writer,
  title: string,
  body: (edit: Edit) => R,
  { batch = null, runId = null, planeId = null }: EditOptions = {},
): Made<R> {
  return writer.transaction(() => {
    const made = new Edit(writer);
    const result = body(made);
    const labels = made.labels.settle();
    const touched = labels.map(({ touch }) => touch);
    if (made.changes.length === 0 && labels.length === 0) return { result, editId: null, touched };
    const newest = writer.one<{ id: number; batch: string | null; undone: number; changes: string }>(
      'SELECT id, batch, undone, changes FROM edits ORDER BY id DESC LIMIT 1',
    );
    let editId: number;
    if (batch !== null && newest?.batch === batch && newest.undone === 0) {
      const changes = [...(JSON.parse(newest.changes) as Change[]), ...made.changes];
      writer.run('UPDATE edits SET title = ?, changes = ? WHERE id = ?', title, JSON.stringify(changes), newest.id);
      editId = newest.id;
    } else {
      writer.run('DELETE FROM edits WHERE undone = 1');
      editId = writer.run(
        'INSERT INTO edits (at, title, batch, run_id, changes, plane_id) VALUES (?, ?, ?, ?, ?, ?)',
        new Date().toISOString(),
        title,
        batch,
        runId,
        JSON.stringify(made.changes),
        labels[0]?.planeId ?? planeId,
      ).id;
    }
    for (const { planeId: plane, bytes } of labels)
      writer.run('INSERT INTO label_changes (edit_id, plane_id, bytes) VALUES (?, ?, ?)', editId, plane, bytes);
    return { result, editId, touched };
  });
}
