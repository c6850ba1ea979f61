import type { HeldEdit, JumpedEdits, Restored, SteppedEdit, StoredEdit } from '../../app/ports/stored.ts';
import type { LabelTouch } from '../../app/ports/stored-labels.ts';
import type { Reader, Writer } from './connection.ts';
import { applyChange, type Change } from './edit-changes.ts';
import { LabelDesk } from './labels/desk.ts';
import { planeById } from './labels/plane-row.ts';
import { missing } from './missing.ts';

// Ways through the undo log. Undone edits always form its newest end.

interface EditRow {
  readonly id: number;
  readonly title: string;
  readonly at: string;
  readonly undone: number;
  readonly setId: number | null;
  readonly imageId: number;
  readonly frame: number;
}

const select = `
  SELECT e.id, e.title, e.at, e.undone, p.set_id AS setId, p.image_id AS imageId, p.frame
  FROM edits e LEFT JOIN label_planes p ON p.id = e.plane_id`;
const newestStanding = `${select} WHERE e.undone = 0 ORDER BY e.id DESC LIMIT 1`;
const firstUndone = `${select} WHERE e.undone = 1 ORDER BY e.id LIMIT 1`;

function fromRow({ id, title, at, undone, setId, imageId, frame }: EditRow): StoredEdit {
  return { id, title, at, undone: undone === 1, frame: setId === null ? null : { setId, imageId, frame } };
}

/** Undoes the newest edit that stands. Null when there is none. */
export function undo(writer: Writer): SteppedEdit | null {
  return step(writer, newestStanding, 1);
}

/** Does the edit again that was undone last. Null when there is none. */
export function redo(writer: Writer): SteppedEdit | null {
  return step(writer, firstUndone, 0);
}

/** Undoes or redoes the next edit if it is about label sets or labels. */
export function stepLabels(writer: Writer, way: 'undo' | 'redo'): SteppedEdit | HeldEdit | null {
  return writer.transaction(() => {
    const next = writer.one<EditRow>(way === 'undo' ? newestStanding : firstUndone);
    if (next !== undefined && !isOfLabels(writer, next)) return { held: next.title };
    return way === 'undo' ? undo(writer) : redo(writer);
  });
}

const labelTables: readonly string[] = ['label_sets', 'label_planes'];

function isOfLabels(writer: Writer, { id, setId }: EditRow): boolean {
  if (setId !== null) return true;
  const changes = JSON.parse(writer.value<string>('SELECT changes FROM edits WHERE id = ?', id) ?? '[]') as Change[];
  return changes.every((change) => labelTables.includes(change.in));
}

function step(writer: Writer, which: string, undone: 0 | 1): SteppedEdit | null {
  return writer.transaction(() => {
    const row = writer.one<EditRow>(which);
    if (row === undefined) return null;
    const way = new Way(writer);
    way.take(row.id, undone);
    return { ...fromRow({ ...row, undone }), ...way.settle() };
  });
}

/** A jump over many strokes comes back to each tile again and again: it may hold 8192 x 8192 px, 64 MB. */
const tilesOfJump = 256;

/** Undoes or redoes until `editId` is the newest edit that stands; null leads to before all of them. */
export function jump(writer: Writer, editId: number | null): JumpedEdits {
  return writer.transaction(() => {
    const undone = editId === null ? 0 : writer.value<number>('SELECT undone FROM edits WHERE id = ?', editId);
    if (undone === undefined) throw missing('edit', editId ?? '');
    const ids =
      undone === 0
        ? writer.all<{ id: number }>('SELECT id FROM edits WHERE undone = 0 AND id > ? ORDER BY id DESC', editId ?? 0)
        : writer.all<{ id: number }>('SELECT id FROM edits WHERE undone = 1 AND id <= ? ORDER BY id', editId);
    const way = new Way(writer, tilesOfJump);
    for (const { id } of ids) way.take(id, undone === 0 ? 1 : 0);
    const newest = writer.one<EditRow>(newestStanding);
    return { newest: newest === undefined ? null : fromRow(newest), steps: ids.length, ...way.settle() };
  });
}

/** Some steps in one direction, with what they touched. */
class Way {
  readonly #writer: Writer;
  readonly #labels: LabelDesk;
  readonly #tables = new Set<number>();
  /** Planes whose mark changed, but not their labels. */
  readonly #marked = new Set<number>();
  #labelSets = false;

  constructor(writer: Writer, heldTiles?: number) {
    this.#writer = writer;
    this.#labels = new LabelDesk(writer, heldTiles);
  }

  take(editId: number, undone: 0 | 1): void {
    const text = this.#writer.value<string>('SELECT changes FROM edits WHERE id = ?', editId) ?? '[]';
    const changes = JSON.parse(text) as Change[];
    for (const change of undone === 1 ? changes.reverse() : changes) {
      applyChange(this.#writer, change, undone === 1 ? 'was' : 'is');
      this.#note(change);
    }
    this.#labels.apply(editId, undone === 1 ? 'before' : 'after');
    this.#writer.run('UPDATE edits SET undone = ? WHERE id = ?', undone, editId);
  }

  settle(): Restored {
    const labels = this.#labels.settle().map(({ touch }) => touch);
    const told = new Set(labels.map(({ setId, imageId, frame }) => `${setId}/${imageId}/${frame}`));
    for (const id of this.#marked) {
      const touch = untouched(this.#writer, id);
      if (!told.has(`${touch.setId}/${touch.imageId}/${touch.frame}`)) labels.push(touch);
    }
    return { tables: [...this.#tables], labels, labelSets: this.#labelSets };
  }

  /** A run's table shows changes of the run itself and of every image that was recalibrated or removed. */
  #note(change: Change): void {
    if (change.in === 'runs') this.#tables.add(change.id);
    if (change.in === 'label_sets') this.#labelSets = true;
    if (change.in === 'label_planes') this.#marked.add(change.id);
    if (change.in !== 'rejected' && change.in !== 'images') return;
    const column = change.in === 'rejected' ? 'id' : 'image_id';
    const sql = `SELECT DISTINCT run_id AS run FROM results WHERE ${column} = ?`;
    for (const { run } of this.#writer.all<{ run: number }>(sql, change.id)) this.#tables.add(run);
  }
}

/** A plane of which only the mark changed. */
export function untouched(reader: Reader, planeId: number): LabelTouch {
  const { setId, imageId, frame, version } = planeById(reader, planeId);
  return { setId, imageId, frame, version, tiles: [], instances: [] };
}

/** Questions about the log. */
export function editReads(reader: Reader) {
  return {
    edits: (limit: number): StoredEdit[] =>
      reader.all<EditRow>(`${select} ORDER BY e.id DESC LIMIT ?`, limit).map(fromRow),
    history: () => ({
      undo: reader.one<EditRow>(newestStanding)?.title ?? null,
      redo: reader.one<EditRow>(firstUndone)?.title ?? null,
    }),
  };
}
