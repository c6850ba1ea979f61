import type { GreyImage, LabelMap, SharedPixels } from '../../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../../ports/work.ts';
import type { LevelImage } from './levels.ts';
import type { Outline } from './outline-features.ts';
import { rim } from './outline-mask.ts';

/** Labels 1..count on the level image, in the order of the outlines. */
function paintOutlines(outlines: readonly Outline[], width: number, labels: Int32Array): void {
  outlines.forEach(({ mask }, index) => {
    for (let y = rim; y < mask.height - rim; y++) {
      const from = y * mask.width;
      const to = (y + mask.y) * width + mask.x;
      for (let x = rim; x < mask.width - rim; x++) if (mask.data[from + x] === 1) labels[to + x] = index + 1;
    }
  });
}

/**
 * Rows [start, end) of the full image. A pixel well inside a label of the small map has it; near its outline the grey value
 * decides: the pixel belongs to the label of its own small pixel, or of the nearest labelled neighbour, if it is over that
 * particle's own threshold.
 */
const drawAtFullSize = kernel(
  'segmentation/draw-outlines',
  (
    start: number,
    end: number,
    pixels: Float32Array,
    width: number,
    small: Int32Array,
    smallWidth: number,
    smallHeight: number,
    shrink: number,
    thresholds: Float32Array,
    out: Int32Array,
  ) => {
    for (let y = start; y < end; y++) {
      const v = Math.min(smallHeight - 1, (y / shrink) | 0);
      const up = v > 0 ? -smallWidth : 0;
      const down = v < smallHeight - 1 ? smallWidth : 0;
      const lower = y - v * shrink >= shrink / 2;
      for (let x = 0; x < width; x++) {
        const u = Math.min(smallWidth - 1, (x / shrink) | 0);
        const p = v * smallWidth + u;
        const left = u > 0 ? -1 : 0;
        const right = u < smallWidth - 1 ? 1 : 0;
        const own = small[p];
        const inside =
          small[p + up] === own &&
          small[p + down] === own &&
          small[p + left] === own &&
          small[p + right] === own &&
          small[p + up + left] === own &&
          small[p + up + right] === own &&
          small[p + down + left] === own &&
          small[p + down + right] === own;
        if (inside) {
          out[y * width + x] = own;
          continue;
        }
        let label = own;
        if (label === 0) {
          const beside = small[p + (x - u * shrink >= shrink / 2 ? right : left)];
          label = beside !== 0 ? beside : small[p + (lower ? down : up)];
        }
        if (label !== 0 && pixels[y * width + x] >= thresholds[label]) out[y * width + x] = label;
      }
    }
  },
);

/** Pixels of the full image that lie in an overlap of an outline but were drawn as another's. */
function sharedPixels(outlines: readonly Outline[], shrink: number, { width, height, data }: LabelMap): SharedPixels {
  const pixels: number[] = [];
  const labels: number[] = [];
  const take = (label: number, left: number, top: number) => {
    for (let y = top; y < Math.min(height, top + shrink); y++) {
      for (let x = left; x < Math.min(width, left + shrink); x++) {
        const drawn = data[y * width + x];
        if (drawn === 0 || drawn === label) continue;
        pixels.push(y * width + x);
        labels.push(label);
      }
    }
  };
  outlines.forEach(({ overlaps }, index) => {
    for (const mask of overlaps ?? []) {
      for (let v = rim; v < mask.height - rim; v++) {
        for (let u = rim; u < mask.width - rim; u++)
          if (mask.data[v * mask.width + u] === 1) take(index + 1, (u + mask.x) * shrink, (v + mask.y) * shrink);
      }
    }
  });
  return { pixels: Int32Array.from(pixels), labels: Int32Array.from(labels) };
}

function withShared(map: LabelMap, outlines: readonly Outline[], shrink: number): LabelMap {
  const shared = sharedPixels(outlines, shrink, map);
  return shared.pixels.length === 0 ? map : { ...map, shared };
}

/** Draws the outlines on the full image, each at its own threshold. Labels are in the order of the outlines. */
export function drawOutlines(image: GreyImage, levels: LevelImage, outlines: readonly Outline[], work: Work): LabelMap {
  const { width, height } = image;
  const { threads } = work;
  const small = threads.allocate('int32', levels.width * levels.height);
  paintOutlines(outlines, levels.width, small);
  const count = outlines.length;
  if (levels.shrink === 1) return withShared({ width, height, count, data: small }, outlines, 1);
  const thresholds = threads.allocate('float32', count + 1);
  // Levels were rounded: a pixel of level k is at least half a level below k.
  outlines.forEach(({ level }, index) => {
    thresholds[index + 1] = levels.low + (level - 0.5) * levels.step;
  });
  const data = threads.allocate('int32', width * height);
  const pixels = onSharedMemory('float32', image.data, threads);
  threads.forBands(
    drawAtFullSize,
    height,
    pixels,
    width,
    small,
    levels.width,
    levels.height,
    levels.shrink,
    thresholds,
    data,
  );
  threads.release(small);
  return withShared({ width, height, count, data }, outlines, levels.shrink);
}

export const refineKernels = [drawAtFullSize];
