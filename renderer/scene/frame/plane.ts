import type { ElementType, PixelArray } from '../../../app/domain/element-type.ts';
import type { Histogram } from './histogram.ts';
import { channelsOf } from './pixels.ts';
import type { Level } from './pyramid.ts';

/** A frame in memory, ready to be shown: its exact pixels, its averages, how often its values occur. */
export interface Frame {
  readonly kind: 'frame';
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly elementType: ElementType;
  /** Row-major (y, x); three or four values a colour pixel. */
  readonly pixels: PixelArray;
  /** Averages of 2 x 2, 4 x 4, ... pixels. */
  readonly levels: readonly Level[];
  readonly histogram: Histogram;
  readonly bytes: number;
}

/** What is seen of a frame before it has come: its means, as a frame of blocks. */
export interface Glance {
  /** `pixels` are means; `histogram` is that of a sample of the frame's own pixels. */
  readonly frame: Frame;
  /** Image px a block side. */
  readonly factor: number;
}

/** Where each instance of a label map lies, by id - 1. */
export interface InstancePlaces {
  /** Pixels that show the instance; 0 when a later one covers it. */
  readonly area: Float64Array;
  /** Centroid, image px (pixel centres at + 0.5). */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Boxes: left, top, right, bottom of instance i at 4 i; right and bottom are exclusive. */
  readonly boxes: Int32Array;
}

/** A label map in memory: 0 background, else the 1-based id of an instance. */
export interface Labels {
  readonly kind: 'labels';
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly ids: Uint16Array | Uint32Array;
  /** Every second, fourth, ... pixel, background giving way. */
  readonly levels: readonly Level<Uint16Array | Uint32Array>[];
  /** The largest id. */
  readonly count: number;
  readonly places: InstancePlaces;
  readonly bytes: number;
}

/** The value of a pixel as the file has it, or null outside. Three or four values for colours. */
export function valueAt(frame: Frame, x: number, y: number): readonly (number | bigint)[] | null {
  if (!(x >= 0 && y >= 0 && x < frame.width && y < frame.height)) return null;
  const at = Math.floor(y) * frame.width + Math.floor(x);
  const channels = channelsOf(frame.elementType);
  return Array.from({ length: channels }, (_, c) => frame.pixels[at * channels + c]);
}

/** The instance id at an image position; 0 where there is none. */
export function idAt(labels: Labels, x: number, y: number): number {
  if (!(x >= 0 && y >= 0 && x < labels.width && y < labels.height)) return 0;
  return labels.ids[Math.floor(y) * labels.width + Math.floor(x)];
}
