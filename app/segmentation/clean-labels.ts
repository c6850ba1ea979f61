import { integer } from '../domain/param.ts';
import type { LabelMap, SharedPixels } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';

/** Pieces that labels are counted in, so that threads do not write into each other's counts. */
const pieces = 16;

const countLabels = kernel(
  'segmentation/count-labels',
  (start: number, end: number, data: Int32Array, labels: number, table: Int32Array) => {
    for (let piece = start; piece < end; piece++) {
      const from = Math.floor((piece * data.length) / pieces);
      const to = Math.floor(((piece + 1) * data.length) / pieces);
      const row = piece * labels;
      for (let i = from; i < to; i++) table[row + data[i]]++;
    }
  },
);

const renameLabels = kernel(
  'segmentation/rename-labels',
  (start: number, end: number, data: Int32Array, names: Int32Array, out: Int32Array) => {
    for (let i = start; i < end; i++) {
      const label = data[i];
      out[i] = label === 0 ? 0 : names[label];
    }
  },
);

/** Number of pixels of each label; element 0 counts the background. */
export function labelAreas(labels: LabelMap, { threads }: Work): Int32Array {
  const size = labels.count + 1;
  const data = onSharedMemory('int32', labels.data, threads);
  const table = threads.allocate('int32', pieces * size);
  threads.forBands(countLabels, pieces, data, size, table);
  const areas = new Int32Array(size);
  for (let at = 0; at < table.length; at++) areas[at % size] += table[at];
  return areas;
}

/** Gives label L the name names[L], 0 = background. Names are 1..count. */
export function renamed(labels: LabelMap, names: Int32Array, count: number, { threads }: Work): LabelMap {
  const data = threads.allocate('int32', labels.data.length, 'any');
  const from = onSharedMemory('int32', labels.data, threads);
  threads.forBands(renameLabels, data.length, from, onSharedMemory('int32', names, threads), data);
  const map = { width: labels.width, height: labels.height, count, data };
  return labels.shared === undefined ? map : { ...map, shared: renamedShared(labels.shared, names, data) };
}

/** Shared pixels under new names. One whose own label is gone goes to the first other that is left, in `data`. */
function renamedShared({ pixels, labels }: SharedPixels, names: Int32Array, data: Int32Array): SharedPixels {
  const left: [pixel: number, label: number][] = [];
  pixels.forEach((pixel, i) => {
    const name = names[labels[i]];
    if (name === 0) return;
    if (data[pixel] === 0) data[pixel] = name;
    else if (data[pixel] !== name) left.push([pixel, name]);
  });
  return { pixels: Int32Array.from(left, ([pixel]) => pixel), labels: Int32Array.from(left, ([, label]) => label) };
}

/** The labels with keep[label] = 1, renumbered 1, 2, 3 ... in their order; the others become background. */
export function keepLabels(labels: LabelMap, keep: Uint8Array, work: Work): LabelMap {
  const names = new Int32Array(labels.count + 1);
  let count = 0;
  for (let label = 1; label <= labels.count; label++) if (keep[label] === 1) names[label] = ++count;
  return renamed(labels, names, count, work);
}

/**
 * Removes labels of which a pixel lies at most `margin` px from the first or last row or column, and renumbers the others
 * (scikit-image `clear_border` with buffer_size = margin).
 */
export function clearBorder(labels: LabelMap, margin: number, work: Work): LabelMap {
  const { width, height, count, data } = labels;
  const keep = new Uint8Array(count + 1).fill(1);
  const rim = margin + 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    if (y < rim || y >= height - rim) for (let x = 0; x < width; x++) keep[data[row + x]] = 0;
    else {
      for (let x = 0; x < Math.min(rim, width); x++) keep[data[row + x]] = 0;
      for (let x = Math.max(0, width - rim); x < width; x++) keep[data[row + x]] = 0;
    }
  }
  labels.shared?.pixels.forEach((pixel, i) => {
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    if (Math.min(x, y) < rim || x >= width - rim || y >= height - rim) keep[labels.shared?.labels[i] ?? 0] = 0;
  });
  return keepLabels(labels, keep, work);
}

/** Removes labels of fewer than `min` or more than `max` pixels (0 = no upper bound) and labels without pixels; renumbers. */
export function keepAreas(labels: LabelMap, min: number, max: number, work: Work): LabelMap {
  const areas = labelAreas(labels, work);
  for (const label of labels.shared?.labels ?? []) areas[label]++;
  const keep = new Uint8Array(labels.count + 1);
  const most = max === 0 ? Number.POSITIVE_INFINITY : max;
  for (let label = 1; label <= labels.count; label++)
    if (areas[label] >= Math.max(1, min) && areas[label] <= most) keep[label] = 1;
  return keepLabels(labels, keep, work);
}

export const clearBorderStep = step({
  id: 'clear-border',
  version: 1,
  title: 'Clear border',
  help: 'Removes particles that the border of the image cuts.',
  from: 'labels',
  to: 'labels',
  params: {
    margin: integer({
      title: 'Margin',
      help: 'Particles this close to the border are removed too.',
      default: 0,
      min: 0,
      max: 1000,
      unit: 'px',
    }),
  },
  run: (labels, { margin }, { work }) => clearBorder(labels, margin, work),
});

export const keepAreasStep = step({
  id: 'area-range',
  version: 1,
  title: 'Area range',
  help: 'Removes particles that are too small or too large.',
  from: 'labels',
  to: 'labels',
  params: {
    min: integer({
      title: 'Smallest',
      help: 'Particles with fewer pixels are removed.',
      default: 20,
      min: 0,
      max: 100_000_000,
      step: 10,
      unit: 'px²',
    }),
    max: integer({
      title: 'Largest',
      help: 'Particles with more pixels are removed; 0 sets no bound.',
      default: 0,
      min: 0,
      max: 100_000_000,
      step: 10,
      unit: 'px²',
    }),
  },
  run: (labels, { min, max }, { work }) => keepAreas(labels, min, max, work),
});

export const cleanLabelsKernels = [countLabels, renameLabels];
