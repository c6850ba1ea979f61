import type { Place } from '../../state/annotations.ts';
import { ghostStore, setRing } from '../../state/labels/ghost.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { brushRadius } from '../../state/labels/label-tool-state.ts';
import { toolStore } from '../../state/tool.ts';
import { toolById } from '../../tools/list.ts';
import { liveStore, type Pane } from './live.ts';

/** CSS px that show an image px of a pane. */
export const cssZoom = (pane: Pane) => pane.camera.zoom / liveStore.getState().ratio;

/** Shows how wide the brush is around the pointer, while a brush is in hand. */
export function followRing(pane: Pane | null, at: Place | null): void {
  const paints = toolById(toolStore.getState().toolId).strokes === true && labelStore.getState().document !== null;
  if (paints && pane !== null && at !== null && pane.id === 'a') {
    setRing({ x: at.x, y: at.y, radius: brushRadius(cssZoom(pane)) });
  } else if (ghostStore.getState().ring !== null) setRing(null);
}
