import type { Place } from '../../state/annotations.ts';

/** Pixels with one class each, or particles that may overlap. */
export type LabelLayerName = 'classes' | 'instances';

/** What a labelling tool may look at. */
export interface LabelScene {
  readonly layer: LabelLayerName;
  /** Radius of the brush, image px. */
  readonly radius: number;
  /** The brush is as wide as a pen presses. */
  readonly pressure: boolean;
  /** Ids of the chosen particles, the active one last. */
  readonly selected: readonly number[];
  /** Ids of the labelled particles under a place, topmost first. */
  readonly particlesAt: (at: Place) => readonly number[];
  /** The path along edges from one place to another, both included. */
  readonly edgePath: (from: Place, to: Place) => readonly Place[];
}
