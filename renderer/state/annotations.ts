import { createStore } from 'zustand/vanilla';
import type { PlaneRef } from './selection.ts';

/** A position on an image, px: x right, y down, pixel (0, 0) covers [0, 1) x [0, 1). */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A measured distance from `a` to `b`. */
export interface Distance {
  readonly id: number;
  readonly a: Place;
  readonly b: Place;
}

export interface Annotations {
  /** By `planeKey`. */
  readonly distances: ReadonlyMap<string, readonly Distance[]>;
  /** The chosen distance: its profile is shown, Delete removes it. */
  readonly chosen: number | null;
}

export const planeKey = ({ imageId, frame }: PlaneRef) => `${imageId}/${frame}`;

export const annotationStore = createStore<Annotations>()(() => ({ distances: new Map(), chosen: null }));

let lastId = 0;
export const nextAnnotationId = () => ++lastId;

const none: readonly Distance[] = [];

export function distancesOn(annotations: Annotations, plane: PlaneRef | null): readonly Distance[] {
  return plane === null ? none : (annotations.distances.get(planeKey(plane)) ?? none);
}

export function setDistances(plane: PlaneRef, list: readonly Distance[], chosen: number | null): void {
  annotationStore.setState((s) => ({ distances: new Map(s.distances).set(planeKey(plane), list), chosen }));
}

export function chooseDistance(id: number | null): void {
  annotationStore.setState({ chosen: id });
}

export function removeDistance(plane: PlaneRef, id: number): void {
  const left = distancesOn(annotationStore.getState(), plane).filter((distance) => distance.id !== id);
  setDistances(plane, left, null);
}

/** Forgets all, as when another project opens. */
export function clearAnnotations(): void {
  annotationStore.setState({ distances: new Map(), chosen: null });
}
