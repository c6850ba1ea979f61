import { createStore } from 'zustand/vanilla';
import type { Place } from '../../state/annotations.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { roomStore } from '../../state/room.ts';
import type { Pane } from './live.ts';

interface StageMenu {
  /** CSS px of the window; null = closed. */
  readonly place: { readonly left: number; readonly top: number } | null;
  /** The place of the image under it. */
  readonly at: Place;
}

export const stageMenuStore = createStore<StageMenu>()(() => ({ place: null, at: { x: 0, y: 0 } }));

/** Opens the menu of the labels under a place, in the Label room. */
export function openStageMenu(event: MouseEvent, pane: Pane, at: Place): void {
  if (roomStore.getState().roomId !== 'label' || labelStore.getState().document === null || pane.id !== 'a') return;
  stageMenuStore.setState({ place: { left: event.clientX, top: event.clientY }, at });
}

export function closeStageMenu(): void {
  stageMenuStore.setState({ place: null });
}
