import { ask } from '../../client/session.ts';
import { pan } from '../../scene/camera.ts';
import { idAt, type Labels } from '../../scene/frame/plane.ts';
import { annotationStore, distancesOn, type Place, setDistances } from '../../state/annotations.ts';
import { attempt, showNotice } from '../../state/notices.ts';
import { hoverRow, type RowsChange, selectionStore, selectRows } from '../../state/selection.ts';
import { setStage } from '../../state/stage.ts';
import { rowOf, spanOf, tableStore } from '../../state/table.ts';
import { type MeasuredBar, setBar, toolStore } from '../../state/tool.ts';
import { viewStore } from '../../state/view.ts';
import { isInside } from '../../tools/geometry.ts';
import type { Bar, Effect, ToolScene } from '../../tools/tool.ts';
import { labelScene } from '../label/label-scene.ts';
import { perform } from '../label/perform.ts';
import type { StageController } from './controller.ts';
import { liveStore, type Pane } from './live.ts';
import { peakNear } from './peak.ts';
import { spotAt } from './read-out.ts';
import { squareOfPane } from './spectra.ts';

/** How far from a click its spot may be, CSS px. */
const spotReach = 10;
/** Height of a bar drawn by hand, px. */
const drawnBarHeight = 8;

/** What tools may look at in a pane. */
export function toolScene(pane: Pane): ToolScene {
  const settings = viewStore.getState();
  const seen = settings.overlay.visible && !settings.peek ? pane.labels : null;
  const square = settings.fft && pane.id === 'a' ? squareOfPane(pane) : null;
  return {
    width: pane.image.width,
    height: pane.image.height,
    distances: distancesOn(annotationStore.getState(), pane.plane),
    bar: barOn(pane),
    region: square === null ? null : { x: square.x, y: square.y, width: square.side, height: square.side },
    hasParticles: seen !== null && seen.count > 0,
    idAt: (at) => (seen === null ? 0 : idAt(seen, at.x, at.y)),
    labels: labelScene(pane),
  };
}

/** The bar being calibrated on a pane's plane, or null. */
export function barOn(pane: Pane): Bar | null {
  const { bar } = toolStore.getState();
  if (bar === null || bar.imageId !== pane.plane.imageId || bar.frame !== pane.plane.frame) return null;
  return { x: bar.x, y: bar.y + bar.height / 2, length: bar.length };
}

/** Carries out what a tool wants. */
export function act(effect: Effect, pane: Pane, controller: StageController): void {
  switch (effect.kind) {
    case 'pan': {
      const { ratio } = liveStore.getState();
      controller.setCamera(pane, pan(pane.camera, effect.dx * ratio, effect.dy * ratio));
      return;
    }
    case 'hover':
      hoverRow(effect.id === 0 ? null : rowIn(pane, effect.id));
      return;
    case 'select':
      select(pane, effect.ids, effect.change);
      return;
    case 'select inside':
      if (pane.labels !== null) select(pane, idsInside(pane.labels, effect.polygon), effect.change);
      return;
    case 'centre': {
      const at = effect.id === 0 || pane.labels === null ? effect.at : centreOf(pane.labels, effect.id);
      controller.setCamera(pane, { ...pane.camera, x: at.x, y: at.y });
      return;
    }
    case 'distances':
      setDistances(pane.plane, effect.list, effect.chosen);
      return;
    case 'find bar':
      void findBar(pane, effect.at);
      return;
    case 'bar':
      setBar(measuredBar(pane, effect.bar));
      return;
    case 'region':
      setStage({ spectrumRegion: effect.region });
      return;
    case 'ring':
      setStage({ ringSpacing: spacingNear(pane, effect.at) });
      return;
    case 'labels':
      perform(effect.deed, pane);
      return;
  }
}

/** The table row of an instance of a pane, while its run is the chosen one. */
export function rowIn(pane: Pane, id: number): number | null {
  if (pane.runId === null || pane.runId !== selectionStore.getState().runId) return null;
  const table = tableStore.getState().tables.get(pane.runId);
  const span = table === undefined ? undefined : spanOf(table.layout, pane.plane);
  return span === undefined ? null : rowOf(span, id);
}

function select(pane: Pane, ids: readonly number[], change: RowsChange): void {
  const rows = ids.map((id) => rowIn(pane, id)).filter((row) => row !== null);
  if (rows.length > 0 || change === 'replace') selectRows(rows, change);
}

/** Ids of the instances whose centre lies in a polygon. */
export function idsInside(labels: Labels, polygon: readonly Place[]): number[] {
  const { area, x, y } = labels.places;
  const ids: number[] = [];
  for (let i = 0; i < labels.count; i++) if (area[i] > 0 && isInside(polygon, x[i], y[i])) ids.push(i + 1);
  return ids;
}

function centreOf({ places }: Labels, id: number): Place {
  return { x: places.x[id - 1], y: places.y[id - 1] };
}

function measuredBar({ plane }: Pane, bar: Bar): MeasuredBar {
  const before = toolStore.getState().bar;
  const height = before?.imageId === plane.imageId && before.frame === plane.frame ? before.height : drawnBarHeight;
  return { ...plane, x: bar.x, y: bar.y - height / 2, width: bar.length, height, length: bar.length };
}

/** The spacing of the spot nearest to a click in a spectrum; null at its centre. */
function spacingNear(pane: Pane, at: Place): number | null {
  if (pane.frame === null) return null;
  const radius = (spotReach * liveStore.getState().ratio) / pane.camera.zoom;
  const peak = peakNear(pane.frame, at, Math.max(1, radius));
  return peak === null ? null : (spotAt(pane.image, peak)?.spacing ?? null);
}

async function findBar(pane: Pane, at: Place): Promise<void> {
  const { imageId, frame } = pane.plane;
  const found = await attempt('stage', 'scale bar', () =>
    ask('images.measureScaleBar', { id: imageId, frame, hint: { x: at.x, y: at.y } }),
  );
  if (found === undefined) return;
  if (found.bar !== null) setBar({ imageId, frame, ...found.bar, length: found.bar.width });
  else {
    showNotice({
      key: 'scale bar',
      place: 'stage',
      kind: 'info',
      text: 'No scale bar was found there.',
      remedy: 'Zoom in and drag from one end of the bar to the other.',
    });
  }
}
