import { createStore } from 'zustand/vanilla';
import type { Scale } from './curves.ts';

export const trainTabs = ['frames', 'training', 'model', 'compare'] as const;
export type TrainTab = (typeof trainTabs)[number];

/** What the middle of the Train room shows, and how. */
export interface TrainView {
  readonly tab: TrainTab;
  /** Frames chosen in their grid, by `frameKey`; the one that the keyboard stands on last. */
  readonly frames: readonly string[];
  readonly lossScale: Scale;
  readonly measure: 'dice' | 'iou';
  /** Epoch that both plots read out, by its place in the list; null: the last. */
  readonly at: number | null;
  /** What lies over the watched frame. */
  readonly shows: 'prediction' | 'errors' | 'doubt';
  /** 0..1, of what lies over the micrograph. */
  readonly opacity: number;
}

export const trainViewStore = createStore<TrainView>()(() => ({
  tab: 'frames',
  frames: [],
  lossScale: 'log',
  measure: 'dice',
  at: null,
  shows: 'prediction',
  opacity: 0.5,
}));

export function setTrainView(change: Partial<TrainView>): void {
  trainViewStore.setState(change);
}
