import { beforeEach, describe, expect, it } from 'vitest';
import type { TableLayout } from '../../app/contract/particles.ts';
import {
  activePlace,
  choosePassing,
  choosePlace,
  movePlace,
  nextSorting,
  orderStore,
  passingRows,
  placesOf,
  rowsBetween,
} from './particle-order.ts';
import { countWhere, successor } from './particles.ts';
import { clearSelection, selectionStore, selectRun } from './selection.ts';
import { type RunTable, tableStore } from './table.ts';

const layout: TableLayout = {
  runId: 7,
  rows: 5,
  columns: [],
  spans: [{ imageId: 1, frame: 0, start: 0, count: 5, pixelSize: 0.5 }],
  borderUrl: '',
  rejectedUrl: '',
  filter: { dropBorder: false, rules: [] },
  lengthUnit: 'nm',
};
const table: RunTable = {
  layout,
  border: new Uint8Array(5),
  rejected: Uint8Array.of(0, 1, 0, 0, 0),
  pass: Uint8Array.of(1, 0, 1, 1, 1),
  counts: { kept: 4, rejected: 1, droppedByBorder: 0, droppedByRule: [] },
};
/** Shown in this order, whatever it was sorted by. */
const shown = Uint32Array.of(4, 2, 1, 3, 0);

beforeEach(() => {
  clearSelection();
  selectRun(7);
  tableStore.setState({ tables: new Map([[7, table]]) });
  const sorting = { column: null, descending: false };
  orderStore.setState({
    sorting,
    anchor: null,
    order: { table, sorting, values: null, rows: shown, places: placesOf(shown, 5) },
  });
});

const selected = () => [...selectionStore.getState().rows];

describe('the order of particles', () => {
  it('keeps the order of those that pass', () => {
    expect([...passingRows(shown, table.pass)]).toEqual([4, 2, 3, 0]);
    expect(passingRows(shown, null)).toBe(shown);
  });

  it('knows the place of each row', () => {
    expect([...placesOf(Uint32Array.of(3, 0), 4)]).toEqual([1, -1, -1, 0]);
  });

  it('sorts by a column largest first, smallest first, then not at all', () => {
    const first = nextSorting({ column: null, descending: false }, 'area');
    expect(first).toEqual({ column: 'area', descending: true });
    const second = nextSorting(first, 'area');
    expect(second).toEqual({ column: 'area', descending: false });
    expect(nextSorting(second, 'area').column).toBeNull();
    expect(nextSorting(second, 'solidity')).toEqual({ column: 'solidity', descending: true });
  });

  it('extends from the anchor in the order shown, both ways', () => {
    expect([...rowsBetween(shown, 1, 3)]).toEqual([2, 1, 3]);
    expect([...rowsBetween(shown, 3, 1)]).toEqual([3, 1, 2]);
    choosePlace(3, 'alone');
    choosePlace(1, 'range');
    expect(selected()).toEqual([1, 2, 3]);
    expect(selectionStore.getState().activeRow).toBe(2);
  });

  it('moves with the keyboard, held inside, and extends with Shift', () => {
    movePlace(1, false);
    expect(selected()).toEqual([4]);
    movePlace(1, false);
    movePlace(2, true);
    expect(selected()).toEqual([1, 2, 3]);
    movePlace(99, false);
    expect(selected()).toEqual([0]);
    expect(activePlace(orderStore.getState().order)).toBe(4);
  });

  it('selects all that pass and stays where it is', () => {
    choosePlace(1, 'alone');
    choosePassing();
    expect(selected()).toEqual([0, 2, 3, 4]);
    expect(selectionStore.getState().activeRow).toBe(2);
  });

  it('counts the rejected among the selected', () => {
    choosePlace(1, 'alone');
    choosePlace(2, 'range');
    expect([countWhere(true), countWhere(false)]).toEqual([1, 1]);
  });

  it('goes on to the next particle that stays when some leave, else to the one before', () => {
    const places = placesOf(shown, 5);
    expect(successor(shown, places, [2], table.pass)).toBe(3);
    expect(successor(shown, places, [3, 0], table.pass)).toBe(2);
    expect(successor(shown, places, [0, 1, 2, 3, 4], table.pass)).toBeNull();
  });
});
