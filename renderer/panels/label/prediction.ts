import { spansOfValue } from '../../../app/math/raster/grid.ts';
import { idAt } from '../../scene/frame/plane.ts';
import type { Place } from '../../state/annotations.ts';
import { previewSpans } from '../../state/labels/ghost.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import type { Pane } from '../stage/live.ts';

/** The particle of the shown run under a place, or null. */
export function predictedAt(pane: Pane, at: Place): { readonly runId: number; readonly id: number } | null {
  if (pane.labels === null || pane.runId === null) return null;
  const id = idAt(pane.labels, at.x, at.y);
  return id === 0 ? null : { runId: pane.runId, id };
}

let shownLast = '';

/** Takes what a click would take out of sight. */
export function hidePredicted(): void {
  shownLast = '';
  previewSpans(null);
}

/** Shows the particle that a click would take. */
export function showPredicted(pane: Pane, at: Place): void {
  const found = predictedAt(pane, at);
  const key = found === null ? '' : `${found.runId} ${found.id}`;
  if (key === shownLast) return;
  shownLast = key;
  const { labels } = pane;
  if (found === null || labels === null) {
    previewSpans(null);
    return;
  }
  const [left, top, right, bottom] = labels.places.boxes.subarray(4 * (found.id - 1), 4 * found.id);
  const { width, height, ids } = labels;
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  const { classes, activeClassId } = labelStore.getState();
  previewSpans(
    spansOfValue({ width, height, data: ids }, found.id, box),
    classes.find(({ id }) => id === activeClassId)?.colour,
  );
}
