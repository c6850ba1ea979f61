import type { ColourMap } from '../state/view.ts';
import type { Camera, Rect } from './camera.ts';
import type { Frame, Labels } from './frame/plane.ts';
import type { InstanceLooks } from './labels/instance-looks.ts';
import type { Picture } from './tiles/pictures.ts';
import type { Placement } from './tiles/tiles.ts';

/** How grey values become colours; values in file units. */
export interface Display {
  readonly low: number;
  readonly high: number;
  /** shown = grey ^ gamma */
  readonly gamma: number;
  readonly invert: boolean;
  readonly colourMap: ColourMap;
  /** Magnified pixels blend into each other instead of showing as squares. */
  readonly smooth: boolean;
  /** Texels are picked, not averaged: for what is seen for a moment, drawn in half the time without a graphics card. */
  readonly rough?: boolean;
}

export interface ImageLayer {
  readonly kind: 'image';
  readonly frame: Frame;
  readonly display: Display;
  /** 0..1; 1 when absent. */
  readonly opacity?: number;
  readonly placement?: Placement;
}

export interface LabelLayer {
  readonly kind: 'labels';
  /** A label map, or a picture of ids that somebody paints on. */
  readonly labels: Labels | Picture;
  readonly looks: InstanceLooks;
  /** Opacity of the inside, 0..1; 0 = outlines only. */
  readonly fill: number;
  /** Opacity of outlines, 0..1. */
  readonly opacity: number;
  /** Outline width, device px. */
  readonly line: number;
  /** Opacity of the hatching where instances of a picture with several pages lie on each other, 0..1; none when absent. */
  readonly hatch?: number;
  readonly placement?: Placement;
}

/** A part of the canvas with its own camera and layers, drawn first to last. Rectangles in device px, y down. */
export interface StageView {
  /** What the camera looks through. */
  readonly rect: Rect;
  /** The part of `rect` that is drawn (swipe); all of it when absent. */
  readonly clip?: Rect;
  readonly camera: Camera;
  readonly layers: readonly (ImageLayer | LabelLayer)[];
}

/** Under which the pixels of a layer are known. */
export function sourceOf(layer: ImageLayer | LabelLayer): string {
  if (layer.kind === 'image') return layer.frame.url;
  return 'url' in layer.labels ? layer.labels.url : layer.labels.key;
}

/** Text that is equal for views that look equal, so that nothing is drawn twice. */
export function looksOf(views: readonly StageView[]): string {
  return views
    .map(({ rect, clip, camera, layers }) =>
      [...box(rect), ...box(clip ?? rect), camera.x, camera.y, camera.zoom, ...layers.map(layerLooks)].join(),
    )
    .join(';');
}

/** How many layers at the bottom of a view are images: what labels are drawn over. */
export function groundLayers({ layers }: StageView): number {
  const first = layers.findIndex(({ kind }) => kind !== 'image');
  return first < 0 ? layers.length : first;
}

/** As `looksOf`, for the images at the bottom of the views. */
export function groundOf(views: readonly StageView[]): string {
  return looksOf(views.map((view) => ({ ...view, layers: view.layers.slice(0, groundLayers(view)) })));
}

const box = ({ x, y, width, height }: Rect) => [x, y, width, height];

function layerLooks(layer: ImageLayer | LabelLayer): string {
  const { placement } = layer;
  const place = placement === undefined ? '' : `${placement.x} ${placement.y} ${placement.scale}`;
  if (layer.kind === 'image') {
    const { low, high, gamma, invert, colourMap, smooth } = layer.display;
    return `${sourceOf(layer)} ${place} ${low} ${high} ${gamma} ${invert} ${colourMap} ${smooth} ${layer.opacity ?? 1}`;
  }
  const { looks, fill, opacity, line, hatch = 0 } = layer;
  return `${sourceOf(layer)} ${place} ${looks.drawnVersion} ${fill} ${opacity} ${line} ${hatch}`;
}
