import { noFilter } from '../../app/domain/filter.ts';
import { exportRun, exportStore } from '../state/exporting.ts';
import { changeFilter, isIdle } from '../state/filters.ts';
import { changeParticleLayout, type ParticleView, particleViews } from '../state/layout.ts';
import { attempt } from '../state/notices.ts';
import { choosePassing, orderStore, sortBy } from '../state/particle-order.ts';
import { centreOn, chosenTable, countWhere, rejectSelected, restoreSelected } from '../state/particles.ts';
import { runsStore } from '../state/runs.ts';
import { selectionStore, selectRows } from '../state/selection.ts';
import { setOverlay, viewStore } from '../state/view.ts';
import { count } from '../ui/quantity.ts';
import type { Command } from './command.ts';

const hasTable = () => chosenTable() !== null;
const isChosen = () => hasTable() && selectionStore.getState().rows.length > 0;
const particles = (n: number) => (n === 1 ? 'particle' : count(n, 'particle'));

const viewTitles: Readonly<Record<ParticleView, string>> = {
  gallery: 'gallery',
  table: 'table',
  plot: 'plot',
};

export const particleCommands: readonly Command[] = [
  ...particleViews.map(
    (view): Command => ({
      id: `particles.${view}`,
      title: `Show the ${viewTitles[view]} of particles`,
      group: 'Particles',
      room: 'particles',
      when: () => runsStore.getState().runs.length > 0,
      run: () => changeParticleLayout({ view }),
    }),
  ),
  {
    id: 'particles.export',
    title: 'Export particles…',
    group: 'Particles',
    shortcuts: ['Mod+E'],
    room: 'particles',
    when: () => hasTable() && exportStore.getState().formats.length > 0,
    run: async () => {
      const table = chosenTable();
      if (table !== null) await attempt('inspector', 'export', () => exportRun(table.layout.runId));
    },
  },
  {
    id: 'particles.reject',
    title: () => `Reject ${particles(countWhere(false))}`,
    plainTitle: 'Reject the selected particles',
    group: 'Particles',
    shortcuts: ['X', 'Delete', 'Backspace'],
    room: 'particles',
    when: () => countWhere(false) > 0,
    run: async () => {
      await attempt('window', 'reject', rejectSelected);
    },
  },
  {
    id: 'particles.restore',
    title: () => `Restore ${particles(countWhere(true))}`,
    plainTitle: 'Restore rejected particles',
    group: 'Particles',
    shortcuts: ['R'],
    room: 'particles',
    when: () => countWhere(true) > 0,
    run: async () => {
      await attempt('window', 'reject', restoreSelected);
    },
  },
  {
    id: 'particles.centre',
    title: 'Centre the stage on the particle',
    group: 'Particles',
    shortcuts: ['Enter'],
    scope: 'lower',
    room: 'particles',
    when: () => hasTable() && selectionStore.getState().activeRow !== null,
    run: async () => {
      const { activeRow } = selectionStore.getState();
      if (activeRow !== null) await attempt('window', 'centre', () => centreOn(activeRow));
    },
  },
  {
    id: 'particles.selectAll',
    title: 'Select all particles that pass',
    group: 'Particles',
    shortcuts: ['Mod+A'],
    room: 'particles',
    when: hasTable,
    run: choosePassing,
  },
  {
    id: 'particles.selectNone',
    title: 'Select no particle',
    group: 'Particles',
    shortcuts: ['Mod+D'],
    room: 'particles',
    when: isChosen,
    run: () => selectRows([]),
  },
  {
    id: 'particles.showDropped',
    title: () => (viewStore.getState().overlay.showDropped ? 'Hide dropped particles' : 'Show dropped particles'),
    group: 'Particles',
    shortcuts: ['S'],
    room: 'particles',
    when: hasTable,
    run: () => setOverlay({ showDropped: !viewStore.getState().overlay.showDropped }),
  },
  {
    id: 'particles.reverseOrder',
    title: 'Reverse the order of particles',
    group: 'Particles',
    room: 'particles',
    when: () => orderStore.getState().sorting.column !== null,
    run: () => {
      const { sorting } = orderStore.getState();
      sortBy({ ...sorting, descending: !sorting.descending });
    },
  },
  {
    id: 'particles.resetFilter',
    title: 'Reset the filter',
    group: 'Particles',
    room: 'particles',
    when: () => {
      const table = chosenTable();
      return table !== null && !isIdle(table.layout.filter);
    },
    run: async () => {
      const table = chosenTable();
      if (table !== null) await changeFilter(table.layout.runId, noFilter, true);
    },
  },
];
