import { createStore } from 'zustand/vanilla';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import type { FailureInfo } from '../../../app/domain/failure.ts';
import type { Camera, Rect } from '../../scene/camera.ts';
import type { Frame, Glance, Labels } from '../../scene/frame/plane.ts';
import type { Place } from '../../state/annotations.ts';
import type { PlaneRef } from '../../state/selection.ts';
import type { Sketch } from '../../tools/tool.ts';
import type { PaneId } from './arrange.ts';

/** One pane as it stands now. Rectangles in device px of the canvas. */
export interface Pane {
  readonly id: PaneId;
  readonly rect: Rect;
  readonly clip: Rect;
  readonly plane: PlaneRef;
  readonly image: ImageInfo;
  readonly runId: number | null;
  readonly camera: Camera;
  /** What is drawn: the plane's frame, or the power spectrum. Null while nothing of it has come yet. */
  readonly frame: Frame | null;
  /** What is drawn until `frame` has come; null while there is nothing, and afterwards. */
  readonly glance: Glance | null;
  readonly labels: Labels | null;
  /** Pixels are on their way: `frame` is still the one shown before, or there is only a glance. */
  readonly stale: boolean;
  readonly failure: FailureInfo | null;
}

/** What the stage shows at this moment; changes with every movement. */
export interface Live {
  /** Device px a CSS px. */
  readonly ratio: number;
  readonly panes: readonly Pane[];
  /** Pixels have been on their way for so long that it should be said. */
  readonly waiting: boolean;
  /** How much of them has come, 0..1; null while that can't be said. */
  readonly fraction: number | null;
  /** Where the pointer is: CSS px of the stage, and the image position in a pane. */
  readonly pointer: { readonly pane: PaneId; readonly at: Place; readonly x: number; readonly y: number } | null;
  readonly sketch: Sketch | null;
  readonly cursor: string;
  /** The pointer is led by the arrow keys: it is drawn, as no mouse shows it. */
  readonly byKeys: boolean;
}

export const liveStore = createStore<Live>()(() => ({
  ratio: 1,
  panes: [],
  waiting: false,
  fraction: null,
  pointer: null,
  sketch: null,
  cursor: 'default',
  byKeys: false,
}));

export function paneOf(live: Live, id: PaneId): Pane | undefined {
  return live.panes.find((pane) => pane.id === id);
}

/** CSS px of the stage where an image position of a pane is seen. */
export function onStage(live: Pick<Live, 'ratio'>, pane: Pane, at: Place): Place {
  const { rect, camera } = pane;
  return {
    x: (rect.x + rect.width / 2 + (at.x - camera.x) * camera.zoom) / live.ratio,
    y: (rect.y + rect.height / 2 + (at.y - camera.y) * camera.zoom) / live.ratio,
  };
}

/** The image position of a pane that is seen at a position of the stage, CSS px. */
export function inImage(live: Pick<Live, 'ratio'>, pane: Pane, x: number, y: number): Place {
  const { rect, camera } = pane;
  return {
    x: camera.x + (x * live.ratio - rect.x - rect.width / 2) / camera.zoom,
    y: camera.y + (y * live.ratio - rect.y - rect.height / 2) / camera.zoom,
  };
}
