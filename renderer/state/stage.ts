import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../app/contract/list.ts';
import type { PlaneRef } from './selection.ts';

/** A rectangle of whole image px. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What part of a plane the stage shows. */
export interface Sight extends PlaneRef {
  /** The visible part, cut at the image's edges. */
  readonly region: Region;
  /** Device px an image px; 1 = one to one. */
  readonly zoom: number;
}

/** A picture from `recipes.preview`, laid over the region it was computed from. */
export type Preview = CallOutput<'recipes.preview'> & PlaneRef;

export interface StageState {
  /** Null while no picture is shown. Follows the camera with a pause of some 60 ms. */
  readonly sight: Sight | null;
  /** The live preview of a recipe; null = none. It covers the run's overlay while it is there. */
  readonly preview: Preview | null;
  /** Magnified pixels blend into each other. */
  readonly smooth: boolean;
  /** Compared views move together. */
  readonly linked: boolean;
  /** The square whose power spectrum is shown; null = the visible part. */
  readonly spectrumRegion: Region | null;
  /** Spacing that a ring marks in the power spectrum, nm (px when not calibrated); null = none. */
  readonly ringSpacing: number | null;
  /** The contrast panel is open. */
  readonly contrastOpen: boolean;
}

export const stageStore = createStore<StageState>()(() => ({
  sight: null,
  preview: null,
  smooth: false,
  linked: true,
  spectrumRegion: null,
  ringSpacing: null,
  contrastOpen: false,
}));

/** Shows a recipe's preview over the image, or takes it away. */
export function showPreview(preview: Preview | null): void {
  stageStore.setState({ preview });
}

export function setStage(change: Partial<Omit<StageState, 'sight' | 'preview'>>): void {
  stageStore.setState(change);
}

/** Told by the stage when the visible part changed. */
export function tellSight(sight: Sight | null): void {
  stageStore.setState({ sight });
}
