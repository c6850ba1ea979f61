import { styled } from '@mui/material/styles';
import { type ClipboardEvent, type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { SampleInfo } from '../../../app/contract/nouns.ts';
import { cellText, columnsOf, columnTitle, type SheetColumn, sameColumn, toTsv } from '../../state/sheet.ts';
import { type Cell, moveCursor, type SheetCursor, selectedBlock, sheetKey } from '../../state/sheet-cursor.ts';
import { colour } from '../../ui/tokens.ts';
import { SheetCell } from './sheet-cell.tsx';
import { clearBlock, commitCell, pasteText } from './sheet-edits.ts';

const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'auto' });
const Table = styled('table')({
  outline: 'none',
  '&:focus-visible': { outline: 'none' },
  borderCollapse: 'separate',
  borderSpacing: 0,
  '& th, & td': {
    height: 28,
    minWidth: 112,
    maxWidth: 280,
    padding: 0,
    borderRight: `1px solid ${colour.line}`,
    borderBottom: `1px solid ${colour.line}`,
    textAlign: 'left',
    fontWeight: 400,
    backgroundColor: colour.panel,
  },
  '& thead th': { position: 'sticky', top: 0, zIndex: 2, color: colour.muted, fontWeight: 500 },
  '& tr > th:first-of-type': { position: 'sticky', left: 0, zIndex: 1, minWidth: 160, fontWeight: 500 },
  '& thead tr > th:first-of-type': { zIndex: 3 },
});

const start: SheetCursor = { at: { row: 0, column: 0 }, anchor: { row: 0, column: 0 } };

/** A heading typed just now has no values yet; it stands last until one is typed. */
function withFresh(columns: SheetColumn[], fresh: SheetColumn | null): SheetColumn[] {
  return fresh === null || columns.some((column) => sameColumn(column, fresh)) ? columns : [...columns, fresh];
}

/** What is being typed, and where. */
interface Editing {
  readonly cell: Cell;
  readonly text: string;
}

/**
 * Conditions of all samples, to be edited like a spreadsheet: arrows, Tab and Enter move, typing replaces, F2 edits,
 * Del clears, Ctrl+C and Ctrl+V exchange blocks with other programs.
 */
export function SheetGrid({ samples }: { readonly samples: readonly SampleInfo[] }) {
  const [fresh, setFresh] = useState<SheetColumn | null>(null);
  const columns = useMemo(() => withFresh(columnsOf(samples), fresh), [samples, fresh]);
  const [cursor, setCursor] = useState(start);
  const [editing, setEditing] = useState<Editing | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const size = { rows: samples.length, columns: columns.length };
  const block = selectedBlock(cursor);

  const textAt = ({ row, column }: Cell): string => {
    if (row < 0) return columns[column] === undefined ? '' : columnTitle(columns[column]);
    if (column < 0) return samples[row]?.name ?? '';
    return columns[column] === undefined ? '' : cellText(samples[row], columns[column]);
  };
  const canEdit = ({ row, column }: Cell) => (column === columns.length ? row < 0 : row >= 0 || column >= 0);
  const begin = (cell: Cell, text: string) => {
    // A value in the empty last column needs a heading first.
    const target = cell.row >= 0 && cell.column === columns.length ? { row: -1, column: cell.column } : cell;
    if (!canEdit(target)) return;
    setCursor({ at: target, anchor: target });
    setEditing({ cell: target, text: target === cell ? text : '' });
  };
  const finish = (keep: boolean, by: { rows: number; columns: number }) => {
    if (editing !== null && keep) {
      const added = commitCell(samples, columns, editing.cell, editing.text);
      if (added !== null) setFresh(added);
    }
    setEditing(null);
    setCursor(moveCursor(cursor, by, size, false));
    grid.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (editing !== null) return;
    if (event.key === 'Tab') {
      const next = moveCursor(cursor, { rows: 0, columns: event.shiftKey ? -1 : 1 }, size, false);
      // At either end Tab leaves the sheet, as everywhere.
      if (next.at.column === cursor.at.column) return;
      event.preventDefault();
      setCursor(next);
      return;
    }
    const key = sheetKey(event);
    if (key === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (key.kind === 'move') setCursor(moveCursor(cursor, key, size, key.extend));
    else if (key.kind === 'edit') begin(cursor.at, key.start ?? textAt(cursor.at));
    else if (key.kind === 'clear') clearBlock(samples, columns, block);
    else setCursor({ anchor: { row: 0, column: 0 }, at: { row: size.rows - 1, column: size.columns - 1 } });
  };
  const onCopy = (event: ClipboardEvent) => {
    if (editing !== null) return;
    const rows: string[][] = [];
    for (let row = block.top; row <= block.bottom; row++) {
      const line: string[] = [];
      for (let column = block.left; column <= block.right; column++) line.push(textAt({ row, column }));
      rows.push(line);
    }
    event.clipboardData.setData('text/plain', toTsv(rows));
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editing !== null) return;
    event.preventDefault();
    pasteText(samples, columns, { row: block.top, column: block.left }, event.clipboardData.getData('text/plain'));
  };

  const cell = (row: number, column: number, heading: 'column' | 'row' | null) => {
    const here = { row, column };
    const isEdited = editing !== null && editing.cell.row === row && editing.cell.column === column;
    return (
      <SheetCell
        key={column}
        id={`sheet-${row}-${column}`}
        heading={heading}
        text={textAt(here)}
        hint={row < 0 && column === columns.length ? 'New condition' : ''}
        active={cursor.at.row === row && cursor.at.column === column}
        selected={row >= block.top && row <= block.bottom && column >= block.left && column <= block.right}
        editing={isEdited ? editing.text : null}
        onText={(text) => setEditing({ cell: here, text })}
        onFinish={finish}
        onPress={(extend) => setCursor((before) => ({ at: here, anchor: extend ? before.anchor : here }))}
        onOpen={() => begin(here, textAt(here))}
      />
    );
  };
  const all: readonly (SheetColumn | null)[] = [...columns, null];
  return (
    <Scroll>
      <Table
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label="Synthesis conditions"
        aria-activedescendant={`sheet-${cursor.at.row}-${cursor.at.column}`}
        onKeyDown={onKeyDown}
        onCopy={onCopy}
        onPaste={onPaste}
      >
        <thead>
          <tr>
            {cell(-1, -1, 'column')}
            {all.map((_, column) => cell(-1, column, 'column'))}
          </tr>
        </thead>
        <tbody>
          {samples.map((sample, row) => (
            <tr key={sample.id}>
              {cell(row, -1, 'row')}
              {all.map((_, column) => cell(row, column, null))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Scroll>
  );
}
