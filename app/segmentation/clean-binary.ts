import { integer } from '../domain/param.ts';
import type { BinaryImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { componentAreas, connected } from './components.ts';
import { paintRuns, type Runs, runsOf } from './runs.ts';

function copyOf(binary: BinaryImage, { threads }: Work): Uint8Array {
  const data = threads.allocate('uint8', binary.data.length, 'any');
  data.set(binary.data);
  return data;
}

/** 1 for each component with a pixel in the first or last row or column; element 0 is unused. */
function reachBorder({ width, height, rowStart, from, to }: Runs, of: Int32Array, count: number): Uint8Array {
  const reaches = new Uint8Array(count + 1);
  for (let y = 0; y < height; y++) {
    const edgeRow = y === 0 || y === height - 1;
    for (let k = rowStart[y]; k < rowStart[y + 1]; k++)
      if (edgeRow || from[k] === 0 || to[k] === width) reaches[of[k]] = 1;
  }
  return reaches;
}

/**
 * Fills holes: background that no path over edge-sharing pixels connects to the border (SciPy `binary_fill_holes`).
 * @param maxArea largest hole that is filled, px; 0 = any
 */
export function fillHoles(binary: BinaryImage, maxArea: number, work: Work): BinaryImage {
  const runs = runsOf(binary, 0, work);
  const { count, of } = connected(runs, 4);
  const open = reachBorder(runs, of, count);
  if (maxArea > 0) {
    const areas = componentAreas(runs, { count, of });
    for (let c = 1; c <= count; c++) if (areas[c] > maxArea) open[c] = 1;
  }
  const data = copyOf(binary, work);
  paintRuns(
    runs,
    of.map((c) => (open[c] === 1 ? -1 : 1)),
    data,
    work,
  );
  return { ...binary, data };
}

/**
 * Removes parts of fewer than `minArea` pixels; parts hang together by edges (scikit-image `remove_small_objects`).
 */
export function removeSmallParts(binary: BinaryImage, minArea: number, work: Work): BinaryImage {
  const runs = runsOf(binary, 1, work);
  const components = connected(runs, 4);
  const areas = componentAreas(runs, components);
  const data = copyOf(binary, work);
  paintRuns(
    runs,
    components.of.map((c) => (areas[c] < minArea ? 0 : -1)),
    data,
    work,
  );
  return { ...binary, data };
}

/** Removes parts that reach the first or last row or column; parts hang together by edges or corners. */
export function clearBorderParts(binary: BinaryImage, work: Work): BinaryImage {
  const runs = runsOf(binary, 1, work);
  const { count, of } = connected(runs, 8);
  const reaches = reachBorder(runs, of, count);
  const data = copyOf(binary, work);
  paintRuns(
    runs,
    of.map((c) => (reaches[c] === 1 ? 0 : -1)),
    data,
    work,
  );
  return { ...binary, data };
}

export const fillHolesStep = step({
  id: 'fill-holes',
  version: 1,
  title: 'Fill holes',
  help: 'Fills background that particles enclose.',
  from: 'binary',
  to: 'binary',
  params: {
    maxArea: integer({
      title: 'Largest hole',
      help: 'Larger holes stay open; 0 fills every hole.',
      default: 0,
      min: 0,
      max: 10_000_000,
      step: 10,
      unit: 'px²',
    }),
  },
  run: (binary, { maxArea }, { work }) => fillHoles(binary, maxArea, work),
});

export const removeSmallPartsStep = step({
  id: 'remove-small-parts',
  version: 1,
  title: 'Remove small parts',
  help: 'Removes connected parts under a number of pixels, before particles are separated.',
  from: 'binary',
  to: 'binary',
  params: {
    minArea: integer({
      title: 'Smallest part',
      help: 'Parts with fewer pixels are removed.',
      default: 20,
      min: 0,
      max: 10_000_000,
      step: 10,
      unit: 'px²',
    }),
  },
  run: (binary, { minArea }, { work }) => removeSmallParts(binary, minArea, work),
});

export const clearBorderPartsStep = step({
  id: 'clear-border-parts',
  version: 1,
  title: 'Clear parts at the border',
  help: 'Removes connected parts that reach the border of the image, before particles are separated.',
  from: 'binary',
  to: 'binary',
  params: {},
  run: (binary, _, { work }) => clearBorderParts(binary, work),
});
