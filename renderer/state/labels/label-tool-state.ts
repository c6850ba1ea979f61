import { createStore } from 'zustand/vanilla';
import { changeLabelLayout, layoutStore } from '../layout.ts';
import { labelStore, setActiveClass } from './label-store.ts';

/** Values from `low` to `high`, both included, file units. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

export interface LabelToolState {
  /** What the threshold brush paints; null = what is as bright as the place where a stroke begins. */
  readonly range: ValueRange | null;
  /** Class that was active before the present one: X goes back to it. */
  readonly formerClassId: number;
}

export const labelToolStore = createStore<LabelToolState>()(() => ({ range: null, formerClassId: 2 }));

export function setRange(range: ValueRange | null): void {
  labelToolStore.setState({ range });
}

/** Steps of the brush's size a notch of the wheel. */
const sizeStep = 1.12;
const toleranceStep = 1.1;
export const sizeLimits = { least: 1, most: 4000 } as const;

/** Makes the brush larger (notches over 0) or smaller, by a pixel at least. */
export function turnSize(notches: number): void {
  const { size } = layoutStore.getState().labelling;
  const turned = size * sizeStep ** notches;
  const stepped = notches > 0 ? Math.max(Math.round(turned), size + 1) : Math.min(Math.round(turned), size - 1);
  setSize(stepped);
}

export function setSize(size: number): void {
  changeLabelLayout({ size: Math.min(sizeLimits.most, Math.max(sizeLimits.least, Math.round(size))) });
}

export function turnTolerance(notches: number, which: 'tolerance' | 'edge'): void {
  const least = which === 'edge' ? 0.01 : 0.001;
  const turned = layoutStore.getState().labelling[which] * toleranceStep ** notches;
  changeLabelLayout({ [which]: Math.min(1, Math.max(least, turned)) });
}

/** Radius of the brush in image px where `zoom` CSS px show an image px. */
export function brushRadius(zoom: number): number {
  const { size, followsZoom } = layoutStore.getState().labelling;
  return Math.max(0.5, (followsZoom ? size / zoom : size) / 2);
}

/** Makes another class the active one and remembers the present one. */
export function pickClass(id: number): void {
  const { activeClassId } = labelStore.getState();
  if (id === activeClassId) return;
  labelToolStore.setState({ formerClassId: activeClassId });
  setActiveClass(id);
}

/** Goes on (or back) by places in the list of classes. */
export function stepClass(by: number): void {
  const { classes, activeClassId } = labelStore.getState();
  if (classes.length === 0) return;
  const at = classes.findIndex(({ id }) => id === activeClassId);
  pickClass(classes[(Math.max(0, at) + by + classes.length) % classes.length].id);
}
