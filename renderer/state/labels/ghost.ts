import { createStore } from 'zustand/vanilla';
import type { Spans } from '../../../app/math/raster/spans.ts';

/** A circle around the pointer; image px. */
export interface Ring {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** What a tool would do, drawn over the image without touching it. */
export interface Ghost {
  /** Edge of the brush; null = none. */
  readonly ring: Ring | null;
  /** Pixels that a click would take; null = none. */
  readonly spans: Spans | null;
  /** `#rrggbb` of both. */
  readonly colour: string;
}

export const ghostStore = createStore<Ghost>()(() => ({ ring: null, spans: null, colour: '#ffffff' }));

/** @public */
export function setRing(ring: Ring | null): void {
  ghostStore.setState({ ring });
}

/** Shows the pixels a tool would take; null takes the preview away. @public */
export function previewSpans(spans: Spans | null, colour?: string): void {
  ghostStore.setState(colour === undefined ? { spans } : { spans, colour });
}
