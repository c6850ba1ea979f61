import type { BinaryImage, LabelMap } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';
import { connected } from './components.ts';
import { paintRuns, type Runs, runsOf } from './runs.ts';
import type { Seeds } from './seeds.ts';

/** Items grouped by key: group g holds items start[g] .. start[g + 1] - 1 of `item`, in their order. */
interface Groups {
  readonly start: Int32Array;
  readonly item: Int32Array;
}

function grouped(keys: Int32Array, groups: number, { threads }: Work): Groups {
  const start = threads.allocate('int32', groups + 1);
  for (let k = 0; k < keys.length; k++) if (keys[k] >= 0) start[keys[k]]++;
  let total = 0;
  for (let g = 0; g <= groups; g++) {
    const here = start[g];
    start[g] = total;
    total += here;
  }
  const item = threads.allocate('int32', Math.max(1, total));
  const next = start.slice();
  for (let k = 0; k < keys.length; k++) if (keys[k] >= 0) item[next[keys[k]]++] = k;
  return { start, item };
}

/**
 * Parts [start, end): floods each from its seeds, highest pixels first, pixels of equal height in the order in which they were
 * reached. The queue is a bucket for every height that occurs in the part, first in, first out.
 */
const floodParts = kernel(
  'segmentation/flood-parts',
  (
    start: number,
    end: number,
    width: number,
    heights: Int32Array,
    runRow: Int32Array,
    runFrom: Int32Array,
    runTo: Int32Array,
    partRuns: Int32Array,
    partRunStart: Int32Array,
    seedPixel: Int32Array,
    seedLabel: Int32Array,
    partSeeds: Int32Array,
    partSeedStart: Int32Array,
    out: Int32Array,
  ) => {
    let box = new Int32Array(0);
    let rank = new Int32Array(0);
    let next = new Int32Array(0);
    let ranks = new Int32Array(0);
    let heads = new Int32Array(0);
    let tails = new Int32Array(0);
    for (let part = start; part < end; part++) {
      const firstRun = partRunStart[part];
      const lastRun = partRunStart[part + 1] - 1;
      const top = runRow[partRuns[firstRun]];
      let left = width;
      let right = 0;
      let highest = 0;
      for (let k = firstRun; k <= lastRun; k++) {
        const run = partRuns[k];
        left = Math.min(left, runFrom[run]);
        right = Math.max(right, runTo[run]);
        const row = runRow[run] * width;
        for (let i = row + runFrom[run]; i < row + runTo[run]; i++) if (heights[i] > highest) highest = heights[i];
      }
      // The part in its box with a rim of one pixel: -1 outside the part, 0 not reached, else a label.
      const pitch = right - left + 2;
      const size = pitch * (runRow[partRuns[lastRun]] - top + 3);
      if (box.length < size) {
        box = new Int32Array(size);
        rank = new Int32Array(size);
        next = new Int32Array(size);
      }
      box.fill(-1, 0, size);
      if (ranks.length <= highest) ranks = new Int32Array(highest + 1);
      ranks.fill(0, 0, highest + 1);
      const toBox = (1 - top) * pitch + 1 - left;
      for (let k = firstRun; k <= lastRun; k++) {
        const run = partRuns[k];
        const image = runRow[run] * width;
        const local = runRow[run] * pitch + toBox;
        for (let x = runFrom[run]; x < runTo[run]; x++) {
          box[local + x] = 0;
          ranks[heights[image + x]] = 1;
        }
      }
      let levels = 0;
      for (let h = 0; h <= highest; h++) if (ranks[h] === 1) ranks[h] = levels++;
      for (let k = firstRun; k <= lastRun; k++) {
        const run = partRuns[k];
        const image = runRow[run] * width;
        const local = runRow[run] * pitch + toBox;
        for (let x = runFrom[run]; x < runTo[run]; x++) rank[local + x] = ranks[heights[image + x]];
      }
      if (heads.length < levels) {
        heads = new Int32Array(levels);
        tails = new Int32Array(levels);
      }
      heads.fill(-1, 0, levels);
      let level = 0;
      for (let k = partSeedStart[part]; k < partSeedStart[part + 1]; k++) {
        const seed = partSeeds[k];
        const x = seedPixel[seed] % width;
        const at = ((seedPixel[seed] - x) / width) * pitch + toBox + x;
        box[at] = seedLabel[seed];
        const r = rank[at];
        if (heads[r] < 0) heads[r] = at;
        else next[tails[r]] = at;
        tails[r] = at;
        next[at] = -1;
        if (r > level) level = r;
      }
      while (level >= 0) {
        const at = heads[level];
        if (at < 0) {
          level--;
          continue;
        }
        heads[level] = next[at];
        const label = box[at];
        for (let side = 0; side < 4; side++) {
          const beside = side === 0 ? at - pitch : side === 1 ? at - 1 : side === 2 ? at + 1 : at + pitch;
          if (box[beside] !== 0) continue;
          box[beside] = label;
          const r = rank[beside];
          if (heads[r] < 0) heads[r] = beside;
          else next[tails[r]] = beside;
          tails[r] = beside;
          next[beside] = -1;
          if (r > level) level = r;
        }
      }
      for (let k = firstRun; k <= lastRun; k++) {
        const run = partRuns[k];
        const image = runRow[run] * width;
        const local = runRow[run] * pitch + toBox;
        for (let x = runFrom[run]; x < runTo[run]; x++) out[image + x] = box[local + x];
      }
    }
  },
);

function rowsOfRuns({ height, rowStart, from }: Runs, { threads }: Work): Int32Array {
  const rows = threads.allocate('int32', Math.max(1, from.length));
  for (let y = 0; y < height; y++) rows.fill(y, rowStart[y], rowStart[y + 1]);
  return rows;
}

/** The part of the mask that each seed pixel lies in, -1 outside the mask. Seeds and runs are both in row-major order. */
function partsOfSeeds({ pixel, width }: Seeds, runs: Runs, of: Int32Array): Int32Array {
  const parts = new Int32Array(pixel.length);
  let row = 0;
  let run = 0;
  for (let k = 0; k < pixel.length; k++) {
    const y = Math.floor(pixel[k] / width);
    const x = pixel[k] - y * width;
    if (y !== row) {
      row = y;
      run = runs.rowStart[y];
    }
    while (run < runs.rowStart[y + 1] && runs.to[run] <= x) run++;
    parts[k] = run < runs.rowStart[y + 1] && runs.from[run] <= x ? of[run] - 1 : -1;
  }
  return parts;
}

/**
 * Watershed from seeds inside a mask: each pixel goes to the seed whose flood reaches it first when the highest pixels are flooded
 * first, over edges (scikit-image `watershed` of minus the heights, connectivity 1). Equal heights are flooded in the order in
 * which they are reached, starting with the seeds in row-major order. Parts of the mask without a seed stay background; parts with
 * one seed need no flood.
 * @param heights at least 0, whole numbers; squared distances give the same result as distances
 */
export function watershed(heights: Int32Array, seeds: Seeds, mask: BinaryImage, work: Work): LabelMap {
  const { width, height } = mask;
  const { threads } = work;
  const runs = runsOf(mask, 1, work);
  const { count: parts, of } = connected(runs, 4);
  const partOfSeed = partsOfSeeds(seeds, runs, of);
  // The label of a part with one seed, 0 without, -1 with several.
  const only = new Int32Array(parts);
  for (let k = 0; k < partOfSeed.length; k++) {
    const part = partOfSeed[k];
    if (part >= 0 && only[part] !== seeds.label[k]) only[part] = only[part] === 0 ? seeds.label[k] : -1;
  }
  const data = threads.allocate('int32', width * height);
  paintRuns(
    runs,
    of.map((part) => only[part - 1]),
    data,
    work,
  );
  work.check();
  const numbers = new Int32Array(parts).fill(-1);
  let several = 0;
  for (let part = 0; part < parts; part++) if (only[part] === -1) numbers[part] = several++;
  const runsByPart = grouped(
    of.map((part) => numbers[part - 1]),
    several,
    work,
  );
  const seedsByPart = grouped(
    partOfSeed.map((part) => (part < 0 ? -1 : numbers[part])),
    several,
    work,
  );
  threads.forBands(
    floodParts,
    several,
    width,
    onSharedMemory('int32', heights, threads),
    rowsOfRuns(runs, work),
    runs.from,
    runs.to,
    runsByPart.item,
    runsByPart.start,
    onSharedMemory('int32', seeds.pixel, threads),
    onSharedMemory('int32', seeds.label, threads),
    seedsByPart.item,
    seedsByPart.start,
    data,
  );
  return { width, height, count: seeds.count, data };
}

export const watershedKernels = [floodParts];
