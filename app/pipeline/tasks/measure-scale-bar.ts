import type { Region } from '../../image/region.ts';
import { findScaleBar } from '../../image/scale-bar.ts';
import { task } from '../../ports/task.ts';
import { type FrameVersion, greyFrame } from './grey-frame.ts';

export interface ScaleBarRequest extends FrameVersion {
  /** Where a person pointed, px; null = anywhere. */
  readonly hint: { readonly x: number; readonly y: number } | null;
}

/** Share of the image's width and height that "near the hint" means, on each side of it. */
const near = { width: 0.4, height: 0.12 };

/** Sides [from, to) of the part around `middle`, inside [0, size). */
function around(middle: number, reach: number, size: number): [from: number, length: number] {
  const from = Math.min(size - 1, Math.max(0, Math.round(middle - reach * size)));
  const to = Math.max(from + 1, Math.min(size, Math.round(middle + reach * size)));
  return [from, to - from];
}

/** Finds the burnt-in scale bar of a frame: its box in px, or null when there is none (near the hint). */
export const measureScaleBarTask = task(
  'measure-scale-bar',
  async ({ hint, ...asked }: ScaleBarRequest, environment): Promise<Region | null> => {
    const image = await greyFrame(asked, environment);
    if (hint === null) return findScaleBar(image, null);
    const [x, width] = around(hint.x, near.width, image.width);
    const [y, height] = around(hint.y, near.height, image.height);
    return findScaleBar(image, { x, y, width, height });
  },
);
