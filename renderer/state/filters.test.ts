import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeServices, fakeServices } from '../client/fake.ts';
import { setClient } from '../client/session.ts';
import { changeFilter, isIdle, ruleOf, withoutIdleRules, withoutRule, withRule } from './filters.ts';
import { clearSelection, selectRun } from './selection.ts';
import { loadTable, tableStore } from './table.ts';

const none = { dropBorder: false, rules: [] };
const areas = Float64Array.of(1, 2, 3, 4);
let services: FakeServices;

beforeEach(async () => {
  vi.stubGlobal('fetch', async (url: string) => {
    const bytes = url.includes('/column/') ? new Uint8Array(areas.slice().buffer) : new Uint8Array(4);
    return new Response(bytes);
  });
  services = fakeServices({
    'particles.table': () => ({
      runId: 3,
      rows: 4,
      columns: [{ id: 'area', title: 'Area', unit: 'nm²', definition: '', group: 'size', url: '/bytes/column/3/area' }],
      spans: [{ imageId: 1, frame: 0, start: 0, count: 4, pixelSize: 1 }],
      borderUrl: '',
      rejectedUrl: '',
      filter: none,
      lengthUnit: 'nm',
    }),
    'particles.setFilter': () => ({}),
  });
  setClient(services.client);
  clearSelection();
  selectRun(3);
  await loadTable(3);
});
afterEach(() => {
  setClient(null);
  vi.unstubAllGlobals();
  tableStore.setState({ tables: new Map(), failures: new Map() });
});

const shown = () => tableStore.getState().tables.get(3)!;
const kept = () => services.asked.filter(({ call }) => call === 'particles.setFilter').map(({ input }) => input);

describe('rules', () => {
  it('are set, swapped when the wrong way round, and taken away', () => {
    const filter = withRule(none, { column: 'area', min: 9, max: 2 });
    expect(filter.rules).toEqual([{ column: 'area', min: 2, max: 9 }]);
    expect(withRule(filter, { column: 'area', min: 1, max: null }).rules).toHaveLength(1);
    expect(withoutRule(filter, 'area').rules).toEqual([]);
    expect(ruleOf(none, 'area')).toEqual({ column: 'area', min: null, max: null });
  });

  it('that bound nothing say nothing', () => {
    const idle = withRule(none, { column: 'area', min: null, max: null });
    expect(isIdle(idle)).toBe(true);
    expect(withoutIdleRules(idle).rules).toEqual([]);
    expect(isIdle({ dropBorder: true, rules: [] })).toBe(false);
  });
});

describe('changing the filter', () => {
  it('shows a trial at once and keeps nothing', async () => {
    await changeFilter(3, withRule(none, { column: 'area', min: 3, max: null }), false);
    expect([...shown().pass]).toEqual([0, 0, 1, 1]);
    expect(shown().counts).toMatchObject({ kept: 2, droppedByRule: [2] });
    expect(kept()).toEqual([]);
  });

  it('survives a table that is read meanwhile', async () => {
    await changeFilter(3, withRule(none, { column: 'area', min: 4, max: null }), false);
    await loadTable(3);
    expect(shown().counts.kept).toBe(1);
    await changeFilter(3, none, true);
  });

  it('keeps the last of a drag as one edit', async () => {
    for (const min of [2, 3, 4]) await changeFilter(3, withRule(none, { column: 'area', min, max: null }), false);
    await changeFilter(3, withRule(none, { column: 'area', min: 4, max: null }), true);
    expect(kept()).toEqual([
      { runId: 3, filter: { dropBorder: false, rules: [{ column: 'area', min: 4, max: null }] } },
    ]);
  });

  it('keeps nothing when a drag comes back to where it began', async () => {
    await changeFilter(3, withRule(none, { column: 'area', min: 2, max: null }), false);
    await changeFilter(3, none, true);
    expect(kept()).toEqual([]);
    expect(shown().counts.kept).toBe(4);
  });
});
