import type { TableLayout } from '../../../app/contract/particles.ts';
import { isPixelTwin, twinOf } from '../../../app/domain/feature-table.ts';
import { mainColumns } from '../../state/particles.ts';

export type Column = TableLayout['columns'][number];

/** Columns that say which particle a row is. They stay in sight. */
export const leadWidth = 68;
export const particleWidth = 76;
export const imageWidth = 132;
export const fixedWidth = leadWidth + particleWidth + imageWidth;

/** The columns that the table shows: those chosen by the person, else the main ones that the run measured. */
export function shownColumns(layout: TableLayout, chosen: readonly string[]): readonly Column[] {
  const picked = chosen.flatMap((id) => layout.columns.find((column) => column.id === id) ?? []);
  if (picked.length > 0) return picked;
  const main = mainColumns.flatMap((id) =>
    layout.columns.filter((column) => column.id === id || (isPixelTwin(column) && twinOf(column.id) === id)),
  );
  return main.length > 0 ? main : layout.columns.slice(0, 8);
}

/** Width of a column that its heading and six digits fit into, px. */
export function columnWidth(column: Column): number {
  const text = column.title.length + (column.unit === '' ? 0 : column.unit.length + 1);
  return Math.round(Math.max(84, Math.min(200, text * 6.7 + 34)));
}

export interface Track {
  readonly column: Column;
  /** px from the first feature column's left edge. */
  readonly left: number;
  readonly width: number;
}

export function tracksOf(columns: readonly Column[]): readonly Track[] {
  let left = 0;
  return columns.map((column) => {
    const width = columnWidth(column);
    left += width;
    return { column, left: left - width, width };
  });
}

/** The tracks that lie between two places. */
export function tracksBetween(tracks: readonly Track[], from: number, to: number): readonly Track[] {
  return tracks.filter(({ left, width }) => left + width > from && left < to);
}

/** The column that is asked for if the run measured it, else its first. */
export function columnOr(layout: TableLayout, id: string): Column {
  return layout.columns.find((column) => column.id === id) ?? layout.columns[0];
}
