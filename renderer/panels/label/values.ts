import type { Place } from '../../state/annotations.ts';
import type { ValueRange } from '../../state/labels/label-tool-state.ts';
import { layoutStore } from '../../state/layout.ts';
import { viewStore } from '../../state/view.ts';
import type { Pane } from '../stage/live.ts';
import { mountedStage } from '../stage/stage-context.ts';
import { greyOf } from './grey.ts';

/** From black to white as the image is shown now, file units. */
export function shownRange(pane: Pane): ValueRange {
  const { controller } = mountedStage.getState();
  if (controller === null || pane.frame === null) return { low: 0, high: 1 };
  const { low, high } = controller.displays.of(viewStore.getState(), pane.image.id, pane.frame.histogram, false);
  return { low, high };
}

/** Value of the pixel under a place, or null outside the image. */
export function greyAt(pane: Pane, { x, y }: Place): number | null {
  if (pane.frame === null) return null;
  const { width, height, data } = greyOf(pane.frame);
  if (!(x >= 0 && y >= 0 && x < width && y < height)) return null;
  return data[Math.floor(y) * width + Math.floor(x)];
}

/** How far values may lie apart to count as alike, file units: part of what lies between black and white. */
export function alike(pane: Pane): number {
  const { low, high } = shownRange(pane);
  return layoutStore.getState().labelling.tolerance * (high - low);
}

/** Values like the one under a place. */
export function valuesNear(pane: Pane, at: Place): ValueRange {
  const value = greyAt(pane, at) ?? 0;
  const apart = alike(pane);
  return { low: value - apart, high: value + apart };
}
