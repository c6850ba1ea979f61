/** A cell by row and column; row -1 is the headings, column -1 the samples' names. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Where the keyboard stands in a sheet; `anchor` is the other corner of what is selected. */
export interface SheetCursor {
  readonly at: Cell;
  readonly anchor: Cell;
}

export interface SheetSize {
  readonly rows: number;
  /** Columns of conditions; one more, empty, stands after them to begin a new one. */
  readonly columns: number;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The cursor moved by so many rows and columns; with `extend` the selection grows instead. */
export function moveCursor(
  cursor: SheetCursor,
  by: { readonly rows: number; readonly columns: number },
  size: SheetSize,
  extend: boolean,
): SheetCursor {
  const at = {
    row: clamp(cursor.at.row + by.rows, -1, size.rows - 1),
    column: clamp(cursor.at.column + by.columns, -1, size.columns),
  };
  return { at, anchor: extend ? cursor.anchor : at };
}

/** Selected cells, headings and names left out: rows [top, bottom], columns [left, right], inclusive. */
export function selectedBlock({ at, anchor }: SheetCursor): {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
} {
  return {
    top: Math.min(at.row, anchor.row),
    bottom: Math.max(at.row, anchor.row),
    left: Math.min(at.column, anchor.column),
    right: Math.max(at.column, anchor.column),
  };
}

/** What a key does in a sheet that is not being edited. */
export type SheetKey =
  | { readonly kind: 'move'; readonly rows: number; readonly columns: number; readonly extend: boolean }
  | { readonly kind: 'edit'; readonly start: string | null }
  | { readonly kind: 'clear' }
  | { readonly kind: 'all' };

/** The meaning of a key press, or null when the sheet has none for it. */
export function sheetKey(event: {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}): SheetKey | null {
  const { key, shiftKey } = event;
  const mod = event.ctrlKey || event.metaKey;
  const far = mod ? 1e6 : 1;
  const move = (rows: number, columns: number, extend = shiftKey): SheetKey => ({
    kind: 'move',
    rows,
    columns,
    extend,
  });
  if (event.altKey) return null;
  switch (key) {
    case 'ArrowUp':
      return move(-far, 0);
    case 'ArrowDown':
      return move(far, 0);
    case 'ArrowLeft':
      return move(0, -far);
    case 'ArrowRight':
      return move(0, far);
    case 'Home':
      return move(mod ? -1e6 : 0, -1e6);
    case 'End':
      return move(mod ? 1e6 : 0, 1e6);
    case 'PageUp':
      return move(-10, 0);
    case 'PageDown':
      return move(10, 0);
    case 'Enter':
    case 'F2':
      return { kind: 'edit', start: null };
    case 'Delete':
    case 'Backspace':
      return { kind: 'clear' };
    default:
      if (mod && key.toLowerCase() === 'a') return { kind: 'all' };
      return key.length === 1 && !mod ? { kind: 'edit', start: key } : null;
  }
}
