import type { BinaryImage, LabelMap } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';
import { type Connectivity, connected } from './components.ts';
import type { SquaredDistance } from './distance.ts';
import { runsOf } from './runs.ts';

/** Pixels that mark particles: pixel k (row-major index) belongs to seed label[k], 1..count; pixels ascend. */
export interface Seeds {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly pixel: Int32Array;
  readonly label: Int32Array;
}

/**
 * Rows [start, end): 1 where no pixel of the window is higher than this one, which is over 0. The window reaches `before` px up
 * and left and `after` px down and right. Near rows are looked at first: nearly every pixel has a higher neighbour.
 */
const markMaxima = kernel(
  'segmentation/mark-maxima',
  (
    start: number,
    end: number,
    heights: Int32Array,
    width: number,
    height: number,
    before: number,
    after: number,
    out: Uint8Array,
  ) => {
    const reach = Math.max(before, after);
    for (let y = start; y < end; y++) {
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        const own = heights[i];
        if (own === 0) continue;
        if (x > 0 && before > 0 && heights[i - 1] > own) continue;
        if (x + 1 < width && after > 0 && heights[i + 1] > own) continue;
        if (y > 0 && before > 0 && heights[i - width] > own) continue;
        if (y + 1 < height && after > 0 && heights[i + width] > own) continue;
        const left = x > before ? x - before : 0;
        const right = x + after < width ? x + after : width - 1;
        let highest = true;
        for (let distance = 0; highest && distance <= reach; distance++) {
          for (let side = -1; highest && side <= 1; side += 2) {
            const row = y + side * distance;
            if (row < 0 || row >= height || (side < 0 ? distance > before : distance > after)) continue;
            const stop = row * width + right;
            for (let j = row * width + left; j <= stop; j++) {
              if (heights[j] > own) {
                highest = false;
                break;
              }
            }
          }
        }
        if (highest) out[i] = 1;
      }
    }
  },
);

/** Parts of a binary image as seeds, numbered in the order of their first pixel. */
export function seedsOfParts(parts: BinaryImage, connectivity: Connectivity, work: Work): Seeds {
  const { width, height } = parts;
  const runs = runsOf(parts, 1, work);
  const { count, of } = connected(runs, connectivity);
  let pixels = 0;
  for (let k = 0; k < of.length; k++) pixels += runs.to[k] - runs.from[k];
  const pixel = new Int32Array(pixels);
  const label = new Int32Array(pixels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let k = runs.rowStart[y]; k < runs.rowStart[y + 1]; k++) {
      for (let x = runs.from[k]; x < runs.to[k]; x++) {
        pixel[at] = y * width + x;
        label[at++] = of[k];
      }
    }
  }
  return { width, height, count, pixel, label };
}

/**
 * Keeps the highest of seeds that are nearer than `spacing` px along both axes; of equal heights the first one in row-major order
 * (scikit-image `peak_local_max`, min_distance).
 */
function spaced(maxima: BinaryImage, heights: Int32Array, spacing: number): BinaryImage {
  const { width, height } = maxima;
  const candidates: number[] = [];
  for (let i = maxima.data.indexOf(1); i >= 0; i = maxima.data.indexOf(1, i + 1)) candidates.push(i);
  const order = candidates.sort((a, b) => heights[b] - heights[a] || a - b);
  const columns = Math.ceil(width / spacing);
  const cells = new Map<number, number[]>();
  const data = new Uint8Array(width * height);
  for (const i of order) {
    const x = i % width;
    const y = (i - x) / width;
    const cx = Math.floor(x / spacing);
    const cy = Math.floor(y / spacing);
    let free = true;
    for (let v = cy - 1; free && v <= cy + 1; v++) {
      for (let u = cx - 1; free && u <= cx + 1; u++) {
        free = !cells.get(v * columns + u)?.some((j) => {
          const jx = j % width;
          return Math.abs(jx - x) < spacing && Math.abs((j - jx) / width - y) < spacing;
        });
      }
    }
    if (!free) continue;
    data[i] = 1;
    const cell = cells.get(cy * columns + cx);
    if (cell === undefined) cells.set(cy * columns + cx, [i]);
    else cell.push(i);
  }
  return { width, height, data };
}

/**
 * Seeds at the maxima of a distance map in a `window` x `window` square (of an even size it reaches one pixel further up and
 * left); maxima that touch along an edge are one seed. With `spacing` over 0, of maxima nearer than that along both axes only
 * the highest counts: window 2 m + 1 with spacing m is scikit-image's `peak_local_max` with min_distance m.
 */
export function distanceMaxima(distance: SquaredDistance, window: number, spacing: number, work: Work): Seeds {
  const { width, height } = distance;
  const { threads } = work;
  const data = threads.allocate('uint8', width * height);
  const heights = onSharedMemory('int32', distance.data, threads);
  threads.forBands(markMaxima, height, heights, width, height, window >> 1, (window - 1) >> 1, data);
  const maxima = { width, height, data };
  const seeds = seedsOfParts(spacing > 0 ? spaced(maxima, heights, spacing) : maxima, 4, work);
  threads.release(data);
  return seeds;
}

/** Seeds as a label map, 0 where there is none. */
export function seedMap({ width, height, count, pixel, label }: Seeds, { threads }: Work): LabelMap {
  const data = threads.allocate('int32', width * height);
  for (let k = 0; k < pixel.length; k++) data[pixel[k]] = label[k];
  return { width, height, count, data };
}

/** The labelled pixels of a label map as seeds. */
export function seedsOfMap({ width, height, count, data }: LabelMap): Seeds {
  let pixels = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) pixels++;
  const pixel = new Int32Array(pixels);
  const label = new Int32Array(pixels);
  for (let i = 0, at = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    pixel[at] = i;
    label[at++] = data[i];
  }
  return { width, height, count, pixel, label };
}

export const seedKernels = [markMaxima];
