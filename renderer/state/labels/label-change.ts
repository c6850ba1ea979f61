import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import type { PixelBox } from '../../../app/domain/run-mask.ts';
import type { Spans } from '../../../app/math/raster/spans.ts';

/** What became different in a document. */
export interface LabelChange {
  /** Boxes that hold every pixel whose class changed. */
  readonly boxes: readonly PixelBox[];
  /** Particles that are new, gone or different, each with a box that holds every pixel where that shows. */
  readonly instances: readonly { readonly id: number; readonly box: PixelBox }[];
  /** No edit is under way: it ended, was taken back, or the change came from outside. */
  readonly settled: boolean;
}

/** A change to make at once. */
export interface LabelWish {
  readonly classes?: readonly { readonly spans: Spans; readonly value: number }[];
  /** Particles that are new or differ now, whole. */
  readonly changed?: readonly LabelledInstance[];
  readonly removed?: readonly number[];
}
