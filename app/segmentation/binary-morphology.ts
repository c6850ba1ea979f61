import { choice, integer } from '../domain/param.ts';
import type { BinaryImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import { kernel, type Work } from '../ports/work.ts';
import { columnDistances, squaredDistance, squaredDistanceToForeground } from './distance.ts';

/**
 * What a pixel reaches: `disk` = centres within the radius (scikit-image `disk`), `cross` = that many steps over edges (the
 * 3 x 3 cross applied that often), `square` = that many rows and columns to each side.
 */
export type Shape = 'disk' | 'cross' | 'square';

/** Pixels [start, end): 1 where the squared distance is over (`over` 1) or not over (0) the limit. */
const compareDistance = kernel(
  'segmentation/compare-distance',
  (start: number, end: number, squared: Int32Array, limit: number, over: number, out: Uint8Array) => {
    for (let i = start; i < end; i++) out[i] = squared[i] > limit ? over : 1 - over;
  },
);

/**
 * Rows [start, end): finishes a city-block (`cross`) or chessboard distance from distances along columns, and writes `near`
 * where it is at most `radius`, 1 - near elsewhere. Stretches of distance 0 are only written.
 */
const compareSteps = kernel(
  'segmentation/compare-steps',
  (
    start: number,
    end: number,
    columns: Uint16Array,
    width: number,
    radius: number,
    cross: boolean,
    near: number,
    out: Uint8Array,
  ) => {
    const far = 1 - near;
    const beyond = radius + 1;
    const distance = new Int32Array(width);
    for (let y = start; y < end; y++) {
      const row = y * width;
      out.fill(near, row, row + width);
      for (let x = 0; x < width; x++) {
        if (columns[row + x] === 0) continue;
        const first = x;
        let d = first === 0 ? beyond : 0;
        for (; x < width; x++) {
          const own = columns[row + x];
          if (own === 0) break;
          d++;
          const begin = cross ? own : own <= radius ? 0 : beyond;
          if (begin < d) d = begin;
          distance[x] = d;
        }
        d = x === width ? beyond : 0;
        for (let u = x - 1; u >= first; u--) {
          d++;
          if (distance[u] < d) d = distance[u];
          if (d > radius) out[row + u] = far;
        }
      }
    }
  },
);

function bySteps(
  binary: BinaryImage,
  target: 0 | 1,
  shape: Shape,
  radius: number,
  near: number,
  work: Work,
): BinaryImage {
  const { width, height } = binary;
  const data = work.threads.allocate('uint8', width * height, 'any');
  const columns = columnDistances(binary, target, work);
  work.threads.forBands(compareSteps, height, columns, width, radius, shape === 'cross', near, data);
  work.threads.release(columns);
  return { width, height, data };
}

/** Pixels whose whole shape is foreground. Beyond the border counts as foreground (scikit-image `binary_erosion`). */
export function erode(binary: BinaryImage, shape: Shape, radius: number, work: Work): BinaryImage {
  if (radius === 0) return binary;
  if (shape !== 'disk') return bySteps(binary, 0, shape, radius, 0, work);
  const { width, height } = binary;
  const data = work.threads.allocate('uint8', width * height, 'any');
  const distance = squaredDistance(binary, work).data;
  work.threads.forBands(compareDistance, data.length, distance, radius * radius, 1, data);
  work.threads.release(distance);
  return { width, height, data };
}

/** Pixels whose shape holds foreground. Beyond the border there is none (scikit-image `binary_dilation`). */
export function dilate(binary: BinaryImage, shape: Shape, radius: number, work: Work): BinaryImage {
  if (radius === 0) return binary;
  if (shape !== 'disk') return bySteps(binary, 1, shape, radius, 1, work);
  const { width, height } = binary;
  const data = work.threads.allocate('uint8', width * height, 'any');
  const distance = squaredDistanceToForeground(binary, work).data;
  work.threads.forBands(compareDistance, data.length, distance, radius * radius, 0, data);
  work.threads.release(distance);
  return { width, height, data };
}

/** Erosion, then dilation: foreground that does not hold the shape disappears. */
export const open = (binary: BinaryImage, shape: Shape, radius: number, work: Work): BinaryImage =>
  dilate(erode(binary, shape, radius, work), shape, radius, work);

/** Dilation, then erosion: background that does not hold the shape is filled. */
export const close = (binary: BinaryImage, shape: Shape, radius: number, work: Work): BinaryImage =>
  erode(dilate(binary, shape, radius, work), shape, radius, work);

function morphologyStep(
  id: string,
  title: string,
  help: string,
  apply: (binary: BinaryImage, shape: Shape, radius: number, work: Work) => BinaryImage,
) {
  return step({
    id,
    version: 1,
    title,
    help,
    from: 'binary',
    to: 'binary',
    params: {
      shape: choice({
        title: 'Shape',
        help: 'Disk, the 3 x 3 cross applied again and again, or square.',
        default: 'disk',
        options: [
          ['disk', 'Disk'],
          ['cross', 'Cross, repeated'],
          ['square', 'Square'],
        ],
      }),
      radius: integer({
        title: 'Radius',
        help: 'Reach of the shape; for the cross the number of repetitions.',
        default: 2,
        min: 0,
        max: 1000,
        unit: 'px',
      }),
    },
    run: (binary, { shape, radius }, { work }) => apply(binary, shape as Shape, radius, work),
  });
}

export const erodeStep = morphologyStep(
  'erode',
  'Erode',
  'Takes a rim off the particles; thin bridges and small particles disappear.',
  erode,
);
export const dilateStep = morphologyStep('dilate', 'Dilate', 'Adds a rim to the particles; gaps close.', dilate);
export const openStep = morphologyStep(
  'open',
  'Open',
  'Removes thin bridges and specks and keeps the size of what is left.',
  open,
);
export const closeStep = morphologyStep(
  'close',
  'Close',
  'Fills thin gaps and pits and keeps the size of the particles.',
  close,
);

export const binaryMorphologyKernels = [compareDistance, compareSteps];
