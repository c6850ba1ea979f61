import type { Tensor } from '../graph/tensor.ts';
import type { Layers } from './layers.ts';

/** A network as data: what it is for and how it is built from layers. One file each, one line in the list. */
export interface Architecture {
  /** Stable name, as on the command line and in files. */
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /**
   * `segmentation`: image to one score a class and pixel. `maps`: image to several independent maps, each value 0..1 after a
   * sigmoid. `regression`: image to a few numbers.
   */
  readonly kind: 'segmentation' | 'maps' | 'regression';
  /** Input pixels a side for one output pixel; 1 by default. Divides `divisor`. */
  readonly reduction?: number;
  /** Rows and columns of the input must be multiples of this; for regression they are this. */
  readonly divisor: number;
  /** @param image [N, 1, H, W], normalised. @returns [N, outputs, H / reduction, W / reduction] raw scores, or [N, outputs] */
  readonly build: (layers: Layers, image: Tensor, outputs: number) => Tensor;
}
