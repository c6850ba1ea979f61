import { forestStore } from './labels/forest.ts';
import { selectionStore } from './selection.ts';
import { tableStore } from './table.ts';
import type { ColourMap, OverlayView } from './view.ts';

/** Colours from sure to unsure, wherever uncertainty is drawn. */
export const uncertaintyMap: ColourMap = 'inferno';

/** Column of a run's table that says how unsure its recipe was of each particle, 0..1. */
export const uncertaintyColumn = 'uncertainty';

/** Particles by how unsure a run is of them. */
export const byUncertainty: OverlayView['colour'] = {
  column: uncertaintyColumn,
  range: { low: 0, high: 1 },
  map: uncertaintyMap,
};

/** Where the uncertainty that is drawn comes from: the live forest, else the chosen run; null = nothing says how unsure it is. */
export function uncertaintySource(): 'forest' | 'run' | null {
  if (forestStore.getState().on) return 'forest';
  const { runId } = selectionStore.getState();
  const table = runId === null ? undefined : tableStore.getState().tables.get(runId);
  return table?.layout.columns.some(({ id }) => id === uncertaintyColumn) === true ? 'run' : null;
}
