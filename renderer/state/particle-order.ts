import { createStore } from 'zustand/vanilla';
import { sortOrder } from '../../app/math/sort-order.ts';
import { selectionStore, selectRows } from './selection.ts';
import { type RunTable, readColumn, tableStore } from './table.ts';
import { viewStore } from './view.ts';

/** By which column gallery and table are sorted; null = as they stand in the table of the run. */
export interface Sorting {
  readonly column: string | null;
  readonly descending: boolean;
}

/** The particles that gallery and table show, in their order. */
export interface ParticleOrder {
  readonly table: RunTable;
  readonly sorting: Sorting;
  /** Numbers of the sorting column, by row; null without one. */
  readonly values: Float64Array | null;
  /** Rows of the table of the run. Never written to. */
  readonly rows: Uint32Array;
  /** Place in `rows` of each row of the table, or -1. */
  readonly places: Int32Array;
}

export interface ParticleOrderState {
  readonly sorting: Sorting;
  /** null while the chosen run's table is not there. */
  readonly order: ParticleOrder | null;
  /** Where a selection that Shift extends began, as a row; null = at the active particle. */
  readonly anchor: number | null;
}

const unsorted: Sorting = { column: null, descending: false };

export const orderStore = createStore<ParticleOrderState>()(() => ({ sorting: unsorted, order: null, anchor: null }));

/** Sorts gallery and table. */
export function sortBy(sorting: Sorting): void {
  orderStore.setState({ sorting });
}

/** What a click on a column's heading means: largest first, then smallest first, then unsorted. */
export function nextSorting(now: Sorting, column: string): Sorting {
  if (now.column !== column) return { column, descending: true };
  return now.descending ? { column, descending: false } : unsorted;
}

/** Rows of `all` that pass, in its order; all of them when `pass` is null. */
export function passingRows(all: Uint32Array, pass: Uint8Array | null): Uint32Array {
  if (pass === null) return all;
  const rows = new Uint32Array(all.length);
  let n = 0;
  for (let i = 0; i < all.length; i++) {
    const row = all[i];
    rows[n] = row;
    n += pass[row];
  }
  return rows.subarray(0, n);
}

/** Place of each of `count` rows in `rows`, or -1. */
export function placesOf(rows: Uint32Array, count: number): Int32Array {
  const places = new Int32Array(count).fill(-1);
  for (let i = 0; i < rows.length; i++) places[rows[i]] = i;
  return places;
}

interface Sorted {
  readonly values: Float64Array | null;
  readonly descending: boolean;
  readonly count: number;
  readonly all: Uint32Array;
}

let sorted: Sorted | null = null;

function allRows(values: Float64Array | null, descending: boolean, count: number): Uint32Array {
  if (sorted?.values === values && sorted.descending === descending && sorted.count === count) return sorted.all;
  const all = values === null ? Uint32Array.from({ length: count }, (_, i) => i) : sortOrder(values, descending);
  sorted = { values, descending, count, all };
  return all;
}

let turn = 0;

async function arrange(): Promise<void> {
  const mine = ++turn;
  const { runId } = selectionStore.getState();
  const table = runId === null ? undefined : tableStore.getState().tables.get(runId);
  const { sorting } = orderStore.getState();
  if (table === undefined) {
    orderStore.setState({ order: null, anchor: null });
    return;
  }
  const { layout } = table;
  const known = sorting.column !== null && layout.columns.some(({ id }) => id === sorting.column);
  const values = known ? await readColumn(layout, sorting.column!).catch(() => null) : null;
  if (mine !== turn) return;
  const all = allRows(values, sorting.descending, layout.rows);
  const rows = passingRows(all, viewStore.getState().overlay.showDropped ? null : table.pass);
  const order = { table, sorting, values, rows, places: placesOf(rows, layout.rows) };
  orderStore.setState((s) => ({ order, anchor: s.order?.table.layout.runId === layout.runId ? s.anchor : null }));
}

/** Keeps the order true to the chosen run, its filter and the sorting. Returns the way to stop. */
export function followOrder(): () => void {
  const again = () => void arrange();
  again();
  const quits = [
    tableStore.subscribe(again),
    selectionStore.subscribe((now, before) => {
      if (now.runId !== before.runId) again();
    }),
    orderStore.subscribe((now, before) => {
      if (now.sorting !== before.sorting) again();
    }),
    viewStore.subscribe((now, before) => {
      if (now.overlay.showDropped !== before.overlay.showDropped) again();
    }),
  ];
  return () => {
    turn++;
    for (const quit of quits) quit();
  };
}

/** Chooses the particle at a place of the order: alone, in addition, or all from the anchor to it. */
export function choosePlace(place: number, how: 'alone' | 'toggle' | 'range'): void {
  const { order, anchor } = orderStore.getState();
  const row = order?.rows[place];
  if (order === null || row === undefined) return;
  if (how !== 'range') {
    orderStore.setState({ anchor: row });
    selectRows([row], how === 'toggle' ? 'toggle' : 'replace');
    return;
  }
  const from = anchor === null ? -1 : order.places[anchor];
  selectRows(rowsBetween(order.rows, from < 0 ? place : from, place));
}

/** Rows from one place to another, the latter last, so that it becomes the active one. */
export function rowsBetween(rows: Uint32Array, from: number, to: number): Uint32Array {
  return from <= to ? rows.slice(from, to + 1) : rows.slice(to, from + 1).reverse();
}

/** The place that the keyboard stands on: that of the active particle, or -1. */
export function activePlace(order: ParticleOrder | null): number {
  const { activeRow } = selectionStore.getState();
  return order === null || activeRow === null ? -1 : (order.places[activeRow] ?? -1);
}

/** Moves the keyboard's place by some particles, held inside; `extend` selects all on the way. */
export function movePlace(by: number, extend: boolean): void {
  const { order, anchor } = orderStore.getState();
  if (order === null || order.rows.length === 0) return;
  const now = activePlace(order);
  if (extend && anchor === null && now >= 0) orderStore.setState({ anchor: order.rows[now] });
  const place = now < 0 ? 0 : Math.min(order.rows.length - 1, Math.max(0, now + by));
  choosePlace(place, extend ? 'range' : 'alone');
}

/** Selects every particle that passes the filter. */
export function choosePassing(): void {
  const { order } = orderStore.getState();
  if (order === null) return;
  const { activeRow } = selectionStore.getState();
  const rows = passingRows(order.rows, order.table.pass);
  selectRows(rows);
  // The view stays where it is.
  const stays = activeRow !== null && order.table.pass[activeRow] === 1;
  selectionStore.setState({ activeRow: stays ? activeRow : (rows[0] ?? null) });
}
