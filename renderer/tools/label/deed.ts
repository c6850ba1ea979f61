import type { Place } from '../../state/annotations.ts';
import type { RowsChange } from '../../state/selection.ts';

/** A disc of a stroke, image px. */
export interface Dab extends Place {
  readonly radius: number;
}

/** An outline that is filled, image px. */
export type LabelShape =
  | { readonly kind: 'polygon'; readonly points: readonly Place[] }
  | { readonly kind: 'rectangle'; readonly a: Place; readonly b: Place }
  | { readonly kind: 'ellipse'; readonly a: Place; readonly b: Place };

/** What a labelling tool wants done to the labels. `erase` takes away instead of painting. */
export type LabelDeed =
  | {
      readonly kind: 'stroke';
      readonly phase: 'start' | 'go' | 'end' | 'cancel';
      readonly erase: boolean;
      /** Only pixels whose value lies in the chosen range. */
      readonly limited: boolean;
      readonly dabs: readonly Dab[];
    }
  | { readonly kind: 'fill'; readonly at: Place; readonly erase: boolean }
  | { readonly kind: 'shape'; readonly shape: LabelShape; readonly erase: boolean }
  /** The region around a place that looks like it; `stretch` widens what still counts as alike. */
  | {
      readonly kind: 'region';
      readonly by: 'value' | 'edge';
      readonly phase: 'show' | 'take' | 'cancel';
      readonly at: Place;
      readonly stretch: number;
      readonly erase: boolean;
    }
  | { readonly kind: 'cut'; readonly line: readonly Place[] }
  | { readonly kind: 'join'; readonly ids: readonly number[] }
  | { readonly kind: 'choose'; readonly ids: readonly number[]; readonly change: RowsChange }
  | { readonly kind: 'choose inside'; readonly polygon: readonly Place[]; readonly change: RowsChange }
  | { readonly kind: 'hover'; readonly id: number | null }
  /** The particle of the shown run under a place. */
  | { readonly kind: 'adopt'; readonly at: Place; readonly phase: 'show' | 'take' }
  /** The class under a place becomes the one that is painted. */
  | { readonly kind: 'pick class'; readonly at: Place }
  | { readonly kind: 'turn'; readonly what: 'size' | 'tolerance'; readonly notches: number }
  /** What was shown beforehand goes away. */
  | { readonly kind: 'clear preview' };
