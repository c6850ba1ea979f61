import { decodeLabelled } from '../../domain/labels/labelled-instance.ts';
import { type FrameLabels, planeOfTiles } from '../../domain/labels/tiled-plane.ts';
import { paintMask } from '../../domain/run-mask.ts';
import { task } from '../../ports/task.ts';

/** A frame's labels made small: the class number of each pixel, 0 = unlabelled. */
export interface LabelThumbnail {
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
}

/**
 * Labels of a frame, longest side at most `size` px, particles over painted classes. Each pixel has the class in the middle of
 * those it stands for: classes can't be averaged.
 */
export const labelThumbnailTask = task(
  'label-thumbnail',
  ({ labels, size }: { readonly labels: FrameLabels; readonly size: number }): LabelThumbnail => {
    const { width, height, tiles, particles } = labels;
    const plane = tiles.length === 0 ? new Uint8Array(width * height) : planeOfTiles(tiles, width, height);
    const whole = { x: 0, y: 0, width, height };
    for (const { mask, classId } of particles.length === 0 ? [] : decodeLabelled(particles)) {
      paintMask(mask, plane, whole, classId);
    }
    const shrink = Math.max(1, Math.max(width, height) / size);
    const small = { width: Math.max(1, Math.round(width / shrink)), height: Math.max(1, Math.round(height / shrink)) };
    const classes = new Uint8Array(small.width * small.height);
    for (let y = 0; y < small.height; y++) {
      const row = Math.floor((y + 0.5) * (height / small.height)) * width;
      for (let x = 0; x < small.width; x++) {
        classes[y * small.width + x] = plane[row + Math.floor((x + 0.5) * (width / small.width))];
      }
    }
    return { ...small, classes };
  },
);
