import { integer } from '../domain/param.ts';
import type { LabelMap } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';
import { squaredDistance, squaredDistanceToForeground } from './distance.ts';

/** Rows [start, end): 1 inside a label, but 0 next to another label, so that labels do not touch. */
const insideOf = kernel(
  'segmentation/inside-of-labels',
  (start: number, end: number, data: Int32Array, width: number, height: number, out: Uint8Array) => {
    for (let y = start; y < end; y++) {
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        const label = data[i];
        if (label === 0) continue;
        const left = x === 0 ? label : data[i - 1];
        const up = y === 0 ? label : data[i - width];
        const right = x === width - 1 ? label : data[i + 1];
        const down = y === height - 1 ? label : data[i + width];
        const foreign =
          (left !== label && left !== 0) ||
          (up !== label && up !== 0) ||
          (right !== label && right !== 0) ||
          (down !== label && down !== 0);
        out[i] = foreign ? 0 : 1;
      }
    }
  },
);

const overLimit = kernel(
  'segmentation/over-limit',
  (start: number, end: number, squared: Int32Array, limit: number, out: Uint8Array) => {
    for (let i = start; i < end; i++) out[i] = squared[i] > limit ? 1 : 0;
  },
);

/** Rows [start, end): labels within the limit of a core, and pixels at a seam beside such a pixel of their own label. */
const keepNear = kernel(
  'segmentation/keep-near',
  (
    start: number,
    end: number,
    data: Int32Array,
    width: number,
    height: number,
    inside: Uint8Array,
    squared: Int32Array,
    limit: number,
    out: Int32Array,
  ) => {
    for (let y = start; y < end; y++) {
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        const label = data[i];
        if (label === 0) continue;
        const kept =
          squared[i] <= limit ||
          (inside[i] === 0 &&
            ((x > 0 && data[i - 1] === label && squared[i - 1] <= limit) ||
              (y > 0 && data[i - width] === label && squared[i - width] <= limit) ||
              (x + 1 < width && data[i + 1] === label && squared[i + 1] <= limit) ||
              (y + 1 < height && data[i + width] === label && squared[i + width] <= limit)));
        if (kept) out[i] = label;
      }
    }
  },
);

/**
 * Each particle eroded by a disk and rebuilt by an equal dilation: thin bridges and debris go, the rest keeps its size and shape
 * (E. Williamson et al., Nanoscale 14 (2022) 15327). A particle on its own becomes its opening. Pixels at the seam between
 * two particles count as background for the erosion and come back where they touch what is kept. Labels keep their numbers;
 * a particle that holds no disk leaves its number without pixels.
 */
export function rebuildGrains(labels: LabelMap, radius: number, work: Work): LabelMap {
  if (radius === 0) return labels;
  const { width, height } = labels;
  const { threads } = work;
  const data = onSharedMemory('int32', labels.data, threads);
  const inside = threads.allocate('uint8', data.length);
  threads.forBands(insideOf, height, data, width, height, inside);
  const depth = squaredDistance({ width, height, data: inside }, work).data;
  const core = threads.allocate('uint8', data.length);
  threads.forBands(overLimit, data.length, depth, radius * radius, core);
  threads.release(depth);
  work.check();
  const reach = squaredDistanceToForeground({ width, height, data: core }, work).data;
  const out = threads.allocate('int32', data.length);
  threads.forBands(keepNear, height, data, width, height, inside, reach, radius * radius, out);
  for (const scratch of [inside, core, reach]) threads.release(scratch);
  return { ...labels, data: out };
}

export const rebuildGrainsStep = step({
  id: 'rebuild-grains',
  version: 1,
  title: 'Erode apart and rebuild',
  help: 'Erodes each particle and dilates it back by the same amount; what was only a bridge or a speck is gone.',
  from: 'labels',
  to: 'labels',
  params: {
    radius: integer({
      title: 'Radius',
      help: 'Reach of the erosion and of the dilation.',
      default: 5,
      min: 0,
      max: 500,
      unit: 'px',
    }),
  },
  run: (labels, { radius }, { work }) => rebuildGrains(labels, radius, work),
});

export const rebuildKernels = [insideOf, overLimit, keepNear];
