import type { InstancePlaces } from './plane.ts';
import { type Level, levelSizes } from './pyramid.ts';

type Ids = Uint16Array | Uint32Array;

/** The ids in as few bytes as they need, with the largest of them. */
export function compactIds(ids: Uint32Array): { ids: Ids; count: number } {
  let count = 0;
  for (let i = 0; i < ids.length; i++) if (ids[i] > count) count = ids[i];
  return { ids: count < 65536 ? Uint16Array.from(ids) : ids, count };
}

/**
 * Label maps of half, a quarter, ... the size. A texel takes the first id of its 2 x 2 block that is not background, so
 * that particles of a few pixels stay visible when the view is zoomed out.
 */
export function labelLevels(ids: Ids, width: number, height: number): Level<Ids>[] {
  let from: Level<Ids> = { width, height, data: ids };
  return levelSizes(width, height).map((size) => {
    const data =
      ids instanceof Uint16Array
        ? new Uint16Array(size.width * size.height)
        : new Uint32Array(size.width * size.height);
    halveIds(from.data, from.width, from.height, data, size.width, size.height);
    from = { ...size, data };
    return from;
  });
}

function halveIds(from: Ids, width: number, height: number, to: Ids, w: number, h: number): void {
  for (let y = 0; y < h; y++) {
    const upper = y * 2 * width;
    const lower = Math.min(y * 2 + 1, height - 1) * width;
    for (let x = 0; x < w; x++) {
      const left = x * 2;
      const right = Math.min(left + 1, width - 1);
      to[y * w + x] = from[upper + left] || from[upper + right] || from[lower + left] || from[lower + right];
    }
  }
}

/** Area, centroid and box of every instance, in one pass over the map. */
export function instancePlaces(ids: Ids, width: number, height: number, count: number): InstancePlaces {
  const area = new Float64Array(count);
  const sumX = new Float64Array(count);
  const sumY = new Float64Array(count);
  const boxes = new Int32Array(count * 4);
  for (let i = 0; i < count; i++) {
    boxes[i * 4] = width;
    boxes[i * 4 + 1] = height;
  }
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; ) {
      const id = ids[row + x];
      const start = x++;
      if (id === 0) continue;
      while (x < width && ids[row + x] === id) x++;
      const i = id - 1;
      const length = x - start;
      area[i] += length;
      sumX[i] += (length * (start + x)) / 2;
      sumY[i] += length * (y + 0.5);
      const b = i * 4;
      if (start < boxes[b]) boxes[b] = start;
      if (y < boxes[b + 1]) boxes[b + 1] = y;
      if (x > boxes[b + 2]) boxes[b + 2] = x;
      boxes[b + 3] = y + 1;
    }
  }
  for (let i = 0; i < count; i++) {
    sumX[i] /= area[i];
    sumY[i] /= area[i];
  }
  return { area, x: sumX, y: sumY, boxes };
}
