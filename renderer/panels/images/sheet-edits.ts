import type { SampleInfo } from '../../../app/contract/nouns.ts';
import { updateSample } from '../../state/library.ts';
import { attempt, showNotice } from '../../state/notices.ts';
import { edit } from '../../state/saving.ts';
import {
  columnTitle,
  parseColumn,
  parseTsv,
  renameColumn,
  type SampleChange,
  type SheetColumn,
  sameColumn,
  toTsv,
  writeCells,
} from '../../state/sheet.ts';
import type { Cell, selectedBlock } from '../../state/sheet-cursor.ts';
import { count } from '../../ui/quantity.ts';

function keep(changes: readonly SampleChange[]): void {
  if (changes.length === 0) return;
  void attempt('lower', 'sheet', () => edit('samples.setConditions', { changes: [...changes] }));
}

function say(text: string, remedy: string): void {
  showNotice({ key: 'sheet', place: 'lower', kind: 'suspect', text, remedy });
}

/**
 * Keeps what was typed into a cell: a value, a sample's name, or a heading. Returns the column when a new heading was
 * typed: it has no values yet, so no sample holds it.
 */
export function commitCell(
  samples: readonly SampleInfo[],
  columns: readonly SheetColumn[],
  { row, column }: Cell,
  text: string,
): SheetColumn | null {
  if (row >= 0 && column >= 0) {
    keep(writeCells(samples, [{ row, column: columns[column], text }]));
    return null;
  }
  if (row >= 0) {
    const sample = samples[row];
    const name = text.trim();
    if (name !== '' && name !== sample.name) {
      void attempt('lower', 'sheet', () => updateSample({ id: sample.id, name }));
    }
    return null;
  }
  const present = columns[column];
  const next = parseColumn(text);
  if (present === undefined) {
    if (next === null || !columns.some((known) => sameColumn(known, next))) return next;
    say(`There is a column “${columnTitle(next)}” already.`, 'Give this one another name or unit.');
    return null;
  }
  if (next !== null && sameColumn(next, present)) return null;
  keep(renameColumn(samples, present, next));
  return null;
}

/** Empties the selected cells; a selected heading takes its whole column away. */
export function clearBlock(
  samples: readonly SampleInfo[],
  columns: readonly SheetColumn[],
  { top, bottom, left, right }: ReturnType<typeof selectedBlock>,
): void {
  const chosen = columns.slice(Math.max(0, left), right + 1);
  if (top < 0 && bottom < 0) {
    let now = samples;
    for (const column of chosen) {
      const changes = new Map(renameColumn(now, column, null).map((change) => [change.id, change.conditions]));
      now = now.map((sample) => ({ ...sample, conditions: changes.get(sample.id) ?? sample.conditions }));
    }
    keep(now.filter((sample, i) => sample !== samples[i] && sample.conditions !== samples[i].conditions));
    return;
  }
  const cells = chosen.flatMap((column) =>
    samples.slice(Math.max(0, top), bottom + 1).map((_, i) => ({ row: Math.max(0, top) + i, column, text: '' })),
  );
  keep(writeCells(samples, cells));
}

/**
 * Puts copied cells into the sheet from `at` on. Pasted onto the corner of headings and names, the block is a whole
 * table: its first row are headings, its first column samples, and new ones are made.
 */
export function pasteText(
  samples: readonly SampleInfo[],
  columns: readonly SheetColumn[],
  at: Cell,
  text: string,
): void {
  const block = parseTsv(text);
  if (block.length === 0) return;
  if (at.row < 0 && at.column < 0) {
    void attempt('lower', 'sheet', async () => {
      const { warnings } = await edit('samples.importConditions', { csv: toTsv(block), create: true });
      if (warnings.length > 0) say('The table was taken in, with doubts.', warnings.join(' '));
    });
    return;
  }
  const titles = at.row < 0 ? block[0] : null;
  const values = titles === null ? block : block.slice(1);
  const width = Math.max(...block.map((row) => row.length));
  const targets: (SheetColumn | null)[] = Array.from({ length: width }, (_, i) => {
    const column = at.column + i;
    const title = titles?.[i] ?? '';
    return title === '' ? (columns[column] ?? null) : parseColumn(title);
  });
  const top = Math.max(0, at.row);
  const cells = values.flatMap((row, r) =>
    row.flatMap((value, c) => {
      const column = targets[c];
      return column === null || column === undefined ? [] : [{ row: top + r, column, text: value }];
    }),
  );
  keep(writeCells(samples, cells));
  const rowsLost = Math.max(0, top + values.length - samples.length);
  const columnsLost = targets.filter((column) => column === null).length;
  if (rowsLost > 0) {
    say(
      `${count(rowsLost, 'pasted row')} had no sample to go to.`,
      'Copy the samples’ names and the headings too and paste onto the corner above the names: new samples are made.',
    );
  } else if (columnsLost > 0) {
    say(
      `${count(columnsLost, 'pasted column')} had no heading.`,
      'Copy the headings too and paste onto the heading row.',
    );
  }
}
