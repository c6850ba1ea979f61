import { labelStore } from '../../state/labels/label-store.ts';
import { brushRadius } from '../../state/labels/label-tool-state.ts';
import { labelViewStore } from '../../state/labels/label-view.ts';
import { layoutStore } from '../../state/layout.ts';
import type { LabelScene } from '../../tools/label/label-scene.ts';
import type { Pane } from '../stage/live.ts';
import { cssZoom } from '../stage/ring.ts';
import { edgePath } from './wires.ts';

/** What labelling tools may look at in a pane; null where labels can't be worked on. */
export function labelScene(pane: Pane): LabelScene | null {
  const { document, layer, selected } = labelStore.getState();
  if (document === null || pane.id !== 'a' || pane.frame === null) return null;
  const { imageId, frame } = document.ref;
  if (imageId !== pane.plane.imageId || frame !== pane.plane.frame) return null;
  const image = pane.frame;
  return {
    layer,
    radius: brushRadius(cssZoom(pane)),
    pressure: layoutStore.getState().labelling.pressure,
    selected,
    particlesAt: ({ x, y }) => {
      const { showInstances, hidden } = labelViewStore.getState();
      if (!showInstances) return [];
      const under = document.instancesAt(Math.floor(x), Math.floor(y)).map(({ id }) => id);
      return hidden.size === 0 ? under : under.filter((id) => !hidden.has(id));
    },
    edgePath: (from, to) => edgePath(image, from, to),
  };
}
