import { columnsFor, lengthPower, twinOf } from '../../app/domain/feature-table.ts';
import { orderStore } from './particle-order.ts';
import { edit } from './saving.ts';
import { type PlaneRef, selectionStore, showImage } from './selection.ts';
import { placeOf, type RunTable, readColumn, tableStore } from './table.ts';
import { moveCamera } from './view.ts';

/** The columns that a particle is known by: what the table shows first and what is said of several at once. */
export const mainColumns = [
  'equivalent_diameter',
  'area',
  'feret_diameter_max',
  'feret_diameter_min',
  'aspect_ratio',
  'circularity',
  'solidity',
  'convexity',
  'eccentricity',
  'intensity_mean',
] as const;

/** The table of the chosen run, or null while it is not there. */
export function chosenTable(): RunTable | null {
  const { runId } = selectionStore.getState();
  return runId === null ? null : (tableStore.getState().tables.get(runId) ?? null);
}

/** Selected rows that are rejected already (`true`) or not yet (`false`). */
export function selectedWhere(rejected: boolean): number[] {
  const table = chosenTable();
  if (table === null) return [];
  const flag = rejected ? 1 : 0;
  return Array.from(selectionStore.getState().rows).filter((row) => table.rejected[row] === flag);
}

/** How many selected particles are rejected (`true`) or not (`false`). */
export function countWhere(rejected: boolean): number {
  const table = chosenTable();
  if (table === null) return 0;
  const { rows } = selectionStore.getState();
  let n = 0;
  for (let i = 0; i < rows.length; i++) n += table.rejected[rows[i]];
  return rejected ? n : rows.length - n;
}

/** The row that takes the place of `rows` in the order once they leave it: the next one that stays, else the one before. */
export function successor(order: Uint32Array, places: Int32Array, rows: ArrayLike<number>, staying: Uint8Array) {
  const gone = new Set(Array.from(rows));
  let last = -1;
  for (const row of gone) if (places[row] > last) last = places[row];
  for (let i = last + 1; i < order.length; i++) if (!gone.has(order[i]) && staying[order[i]] === 1) return order[i];
  for (let i = last - 1; i >= 0; i--) if (!gone.has(order[i]) && staying[order[i]] === 1) return order[i];
  return null;
}

/**
 * Rejects the selected particles. When dropped ones are not shown the selection goes on to the next particle, so that a
 * gallery can be cleaned with one finger.
 */
export async function rejectSelected(): Promise<void> {
  const table = chosenTable();
  const rows = selectedWhere(false);
  if (table === null || rows.length === 0) return;
  const { order } = orderStore.getState();
  const next = order === null ? null : successor(order.rows, order.places, rows, table.pass);
  await edit('particles.reject', { runId: table.layout.runId, rows });
  if (next !== null) {
    selectionStore.setState({ rows: Uint32Array.of(next), activeRow: next });
    orderStore.setState({ anchor: next });
  }
}

export async function restoreSelected(): Promise<void> {
  const table = chosenTable();
  const rows = selectedWhere(true);
  if (table !== null && rows.length > 0) await edit('particles.restore', { runId: table.layout.runId, rows });
}

/** Centre and largest side of a particle, px of its image. */
export interface Whereabouts extends PlaneRef {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Where a particle is. Throws `Failure` when its columns can't be read. */
export async function whereabouts({ layout }: RunTable, row: number): Promise<Whereabouts | null> {
  const place = placeOf(layout, row);
  const span = layout.spans.find((s) => row >= s.start && row < s.start + s.count);
  if (place === null || span === undefined) return null;
  const pixels = async (id: string) => {
    const own = columnsFor(layout.columns, span.pixelSize !== null);
    const column = own.find((c) => c.id === id || twinOf(c.id) === id);
    if (column === undefined) return Number.NaN;
    const value = (await readColumn(layout, column.id))[row];
    return lengthPower(column.unit) === 1 && column.unit === 'nm' ? value / (span.pixelSize ?? 1) : value;
  };
  const ids = ['centroid_x', 'centroid_y', 'bbox_width', 'bbox_height'];
  const [x, y, width, height] = await Promise.all(ids.map(pixels));
  // a pixel's own centre is half a pixel from its corner
  return { ...place, x: x + 0.5, y: y + 0.5, side: Math.max(width, height) };
}

/** Parts of the particle's size that are visible around it. */
const surroundings = 6;

/** Brings a particle to the middle of the stage, and its image if it is on another one. */
export async function centreOn(row: number): Promise<void> {
  const table = chosenTable();
  const at = table === null ? null : await whereabouts(table, row);
  if (at === null || Number.isNaN(at.x + at.y)) return;
  const { shown } = selectionStore.getState();
  if (shown?.imageId !== at.imageId || shown.frame !== at.frame) showImage(at.imageId, at.frame);
  moveCamera({ kind: 'centre', x: at.x, y: at.y, span: (at.side > 0 ? at.side : 20) * surroundings });
}
