import type { Glance } from '../../scene/frame/plane.ts';
import type { ImageLayer, LabelLayer, StageView } from '../../scene/views.ts';
import { labelViewStore } from '../../state/labels/label-view.ts';
import { selectionStore } from '../../state/selection.ts';
import { stageStore } from '../../state/stage.ts';
import { tableStore } from '../../state/table.ts';
import { byUncertainty, uncertaintySource } from '../../state/uncertainty.ts';
import { type OverlayView, viewStore } from '../../state/view.ts';
import { type Displays, spectrumViewId } from './displays.ts';
import type { ForestLayers } from './forest-layers.ts';
import type { GhostLayer } from './ghost-layer.ts';
import type { LabelLayers } from './label-layers.ts';
import { liveStore, type Pane } from './live.ts';
import type { Overlays } from './overlays.ts';
import type { Planes } from './planes.ts';

interface Sources {
  readonly planes: Planes;
  readonly displays: Displays;
  readonly overlays: Overlays;
  readonly labels: LabelLayers;
  readonly ghost: GhostLayer;
  readonly forest: ForestLayers;
}

/** Outline width, CSS px. */
const outlineWidth = 1.6;
const fillOpacity = 0.32;

/** What is drawn in a pane, from the image up. */
export function layersOf(pane: Pane, sources: Sources): StageView['layers'] {
  const settings = viewStore.getState();
  if (pane.frame === null) return pane.glance === null ? [] : [glanceLayer(pane, pane.glance, sources)];
  const { smooth } = stageStore.getState();
  const imageId = pane.id === 'spectrum' ? spectrumViewId : pane.image.id;
  const display = sources.displays.of(settings, imageId, pane.frame.histogram, smooth || pane.id === 'spectrum');
  const image: ImageLayer = { kind: 'image', frame: pane.frame, display };
  if (pane.id === 'spectrum' || settings.peek) return [image];
  // While two runs are compared, each side shows the run that its head names.
  const comparing = selectionStore.getState().otherRunId !== null;
  const preview = pane.id === 'a' && !comparing ? previewLayer(pane, sources) : null;
  if (preview !== null) return [image, preview];
  const line = outlineWidth * liveStore.getState().ratio;
  const ghost = sources.ghost.of(pane.image, line);
  const { prediction } = labelViewStore.getState();
  if (prediction !== null && prediction.runId === pane.runId) {
    const predicted = predictionLayer(pane, sources);
    return predicted === null ? [image] : [image, predicted];
  }
  const { uncertainty } = labelViewStore.getState();
  const told = sources.forest.of(pane.plane, line);
  if (uncertainty && told.length === 0 && uncertaintySource() === 'run') {
    const unsure = predictionLayer(pane, sources, byUncertainty);
    if (unsure !== null) return [image, unsure];
  }
  const painted = [...told, ...sources.labels.of(pane.plane, line), ...(ghost === null ? [] : [ghost])];
  if (painted.length > 0) return [image, ...painted];
  const overlay = settings.overlay.visible ? overlayLayer(pane, sources) : null;
  return overlay === null ? [image] : [image, overlay];
}

/** The means of a frame where the frame will be. Its contrast is passing: what holds for a stack is found on whole frames. */
function glanceLayer({ image }: Pane, { frame, factor }: Glance, { displays }: Sources): ImageLayer {
  const display = displays.passing(viewStore.getState(), image.id, frame.histogram, false);
  return { kind: 'image', frame, display, placement: { x: 0, y: 0, scale: 1 / factor } };
}

function overlayLayer(pane: Pane, { overlays }: Sources): LabelLayer | null {
  if (pane.labels === null || pane.runId === null) return null;
  const { overlay } = viewStore.getState();
  const selection = selectionStore.getState();
  const table = tableStore.getState().tables.get(pane.runId) ?? null;
  const own = pane.runId === selection.runId ? selection : null;
  return {
    kind: 'labels',
    labels: pane.labels,
    looks: overlays.looks(pane.labels, pane.plane, table, overlay, own),
    fill: overlay.style === 'fill' ? fillOpacity * overlay.opacity : 0,
    opacity: overlay.opacity,
    line: outlineWidth * liveStore.getState().ratio,
  };
}

/** What a run found, in the accent colour alone, so that it is not taken for labels. */
function predictionLayer(
  { labels, plane, runId }: Pane,
  { overlays }: Sources,
  colour: OverlayView['colour'] = 'one',
): LabelLayer | null {
  if (labels === null || runId === null) return null;
  const { fill, opacity, outline } = labelViewStore.getState();
  const table = tableStore.getState().tables.get(runId) ?? null;
  const { overlay } = viewStore.getState();
  return {
    kind: 'labels',
    labels,
    looks: overlays.looks(labels, plane, table, { ...overlay, colour }, null),
    fill: colour === 'one' ? (fill ? fillOpacity * opacity : 0) : 0.6,
    opacity: outline || !fill ? 1 : 0,
    line: outline || !fill ? outlineWidth * liveStore.getState().ratio : 0,
  };
}

/** The picture of a recipe's preview over the region it was computed from. */
function previewLayer(pane: Pane, { planes, overlays, displays }: Sources): ImageLayer | LabelLayer | null {
  const { preview, smooth } = stageStore.getState();
  if (preview === null || preview.imageId !== pane.plane.imageId || preview.frame !== pane.plane.frame) return null;
  const placement = { x: preview.region.x, y: preview.region.y, scale: preview.width / preview.region.width };
  if (preview.kind === 'image') {
    const frame = planes.frame(preview.url, null);
    if (frame === null) return null;
    const display = displays.of(viewStore.getState(), pane.image.id, frame.histogram, smooth);
    return { kind: 'image', frame, display, placement };
  }
  const labels = planes.labels(preview.url, preview.width, preview.height);
  if (labels === null) return null;
  const { overlay } = viewStore.getState();
  const looks = overlays.looks(
    labels,
    pane.plane,
    null,
    { ...overlay, colour: preview.kind === 'binary' ? 'one' : 'each' },
    null,
  );
  return {
    kind: 'labels',
    labels,
    looks,
    fill: fillOpacity,
    opacity: 1,
    line: outlineWidth * liveStore.getState().ratio,
    placement,
  };
}
