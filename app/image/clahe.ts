import { integer, number } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import { kernel, type Work } from '../ports/work.ts';
import { valueRange } from './histogram.ts';
import { newImage, sharedPixels } from './planes.ts';
import { applyAffine } from './pointwise.ts';

// Contrast-limited adaptive histogram equalisation (Zuiderveld 1994) with the conventions of scikit-image
// `equalize_adapthist`: 16,384 grey levels, 256 bins, tiles that start at the first pixel, the last ones filled up by
// mirroring, mappings interpolated between the four nearest tile centres.

const levels = 16384;
const bins = 256;
/** Grey levels a bin. */
const binLevels = 1 + levels / bins;

/** Index inside [0, length) of a mirrored continuation that does not repeat the border pixel. */
function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * length - 2;
  const phase = at % period;
  return phase < length ? phase : period - phase;
}

/** Half to even, as NumPy rounds. */
function roundEven(v: number): number {
  const r = Math.round(v);
  return r - v === 0.5 && r % 2 === 1 ? r - 1 : r;
}

/** Pixels [start, end): the bin of each. */
const binPixels = kernel(
  'image/clahe-bins',
  (start: number, end: number, src: Float32Array, dst: Uint8Array, low: number, span: number) => {
    for (let i = start; i < end; i++) {
      const level = roundEven(((src[i] - low) / span) * (levels - 1));
      dst[i] = Math.floor(level / binLevels);
    }
  },
);

/** Tiles [start, end), counted row by row: how often each bin occurs. */
const tileCounts = kernel(
  'image/clahe-counts',
  (
    start: number,
    end: number,
    binned: Uint8Array,
    counts: Int32Array,
    width: number,
    height: number,
    tileWidth: number,
    tileHeight: number,
    across: number,
  ) => {
    for (let t = start; t < end; t++) {
      const own = counts.subarray(t * bins, (t + 1) * bins);
      const [ty, tx] = [Math.floor(t / across), t % across];
      const stop = Math.min(width, (tx + 1) * tileWidth);
      for (let y = ty * tileHeight; y < (ty + 1) * tileHeight; y++) {
        const row = mirrored(y, height) * width;
        for (let x = tx * tileWidth; x < stop; x++) own[binned[row + x]]++;
        for (let x = Math.max(width, tx * tileWidth); x < (tx + 1) * tileWidth; x++)
          own[binned[row + mirrored(x, width)]]++;
      }
    }
  },
);

/** Cuts counts at `limit` and deals out what was cut, first evenly, then one by one. In place. */
function clip(counts: Int32Array, limit: number): void {
  let excess = 0;
  for (let b = 0; b < bins; b++) {
    if (counts[b] <= limit) continue;
    excess += counts[b] - limit;
    counts[b] = limit;
  }
  const share = Math.floor(excess / bins);
  const upper = limit - share;
  for (let b = 0; b < bins; b++) {
    if (counts[b] >= upper) continue;
    counts[b] += share;
    excess -= share;
  }
  for (let b = 0; b < bins; b++) {
    if (counts[b] < upper || counts[b] >= limit) continue;
    excess -= limit - counts[b];
    counts[b] = limit;
  }
  while (excess > 0) {
    const before = excess;
    for (let first = 0; first < bins && excess > 0; first++) {
      let open = 0;
      for (let b = 0; b < bins; b++) if (counts[b] < limit) open++;
      const stride = Math.max(1, Math.floor(open / excess));
      for (let b = first; b < bins; b += stride) {
        if (counts[b] >= limit) continue;
        counts[b]++;
        excess--;
      }
    }
    if (excess === before) return;
  }
}

/** Counts to the grey level that each bin becomes: the cumulated histogram. In place. */
function mapCounts(counts: Int32Array, pixels: number): void {
  let sum = 0;
  for (let b = 0; b < bins; b++) {
    sum += counts[b];
    counts[b] = Math.floor(Math.min(levels - 1, sum * ((levels - 1) / pixels)));
  }
}

/** Rows [start, end): the mapped grey levels, interpolated between the mappings of the four nearest tiles. */
const applyMaps = kernel(
  'image/clahe-map',
  (
    start: number,
    end: number,
    binned: Uint8Array,
    maps: Int32Array,
    dst: Float32Array,
    width: number,
    tileWidth: number,
    tileHeight: number,
    across: number,
    down: number,
  ) => {
    for (let y = start; y < end; y++) {
      const v = y + (tileHeight >> 1);
      const by = Math.floor(v / tileHeight);
      const lower = (v - by * tileHeight) / tileHeight;
      const upper = 1 - lower;
      const rowA = Math.max(0, by - 1) * across;
      const rowB = Math.min(down - 1, by) * across;
      for (let x = 0, i = y * width; x < width; x++, i++) {
        const u = x + (tileWidth >> 1);
        const bx = Math.floor(u / tileWidth);
        const right = (u - bx * tileWidth) / tileWidth;
        const left = 1 - right;
        const a = Math.max(0, bx - 1) * bins + binned[i];
        const b = Math.min(across - 1, bx) * bins + binned[i];
        // Single precision in this order: the truncation below must fall as it does in the reference.
        let sum = Math.fround(maps[rowA * bins + a] * (left * upper));
        sum = Math.fround(sum + Math.fround(maps[rowA * bins + b] * (right * upper)));
        sum = Math.fround(sum + Math.fround(maps[rowB * bins + a] * (left * lower)));
        sum = Math.fround(sum + Math.fround(maps[rowB * bins + b] * (right * lower)));
        dst[i] = Math.floor(sum);
      }
    }
  },
);

/**
 * Local contrast equalisation: each tile's histogram is flattened, counts above the clip limit dealt out to the other bins.
 * The result is stretched to 0..1; an image of one value becomes 0. scikit-image `equalize_adapthist(kernel_size =
 * [tileHeight, tileWidth], clip_limit, nbins = 256)` on 16-bit input.
 * @param clipLimit largest share of a tile's pixels in one bin, 0..1; 0 = no limit
 */
export function equaliseAdaptively(
  image: GreyImage,
  tileWidth: number,
  tileHeight: number,
  clipLimit: number,
  work: Work,
): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const { min, max } = valueRange(image, work);
  const out = newImage(width, height, threads);
  if (max === min) {
    out.data.fill(0);
    return out;
  }
  const binned = threads.allocate('uint8', width * height, 'any');
  threads.forBands(binPixels, width * height, sharedPixels(image, threads), binned, min, max - min);
  work.check();
  const across = Math.ceil(width / tileWidth);
  const down = Math.ceil(height / tileHeight);
  const maps = threads.allocate('int32', across * down * bins);
  threads.forBands(tileCounts, across * down, binned, maps, width, height, tileWidth, tileHeight, across);
  const pixels = tileWidth * tileHeight;
  const limit = clipLimit > 0 ? Math.max(1, Math.floor(clipLimit * pixels)) : pixels;
  for (let t = 0; t < across * down; t++) {
    const own = maps.subarray(t * bins, (t + 1) * bins);
    clip(own, limit);
    mapCounts(own, pixels);
  }
  threads.forBands(applyMaps, height, binned, maps, out.data, width, tileWidth, tileHeight, across, down);
  const range = valueRange(out, work);
  const gain = range.max > range.min ? 1 / (range.max - range.min) : 0;
  applyAffine(out.data, gain, -range.min * gain, out.data, threads);
  threads.release(binned);
  return out;
}

export const claheStep = step({
  id: 'clahe',
  version: 1,
  title: 'Local contrast (CLAHE)',
  help: 'Evens out contrast tile by tile, with a limit that keeps noise down; the result runs from 0 to 1.',
  from: 'image',
  to: 'image',
  params: {
    tiles: integer({ title: 'Tiles', help: 'Along each side of the image.', default: 8, min: 1, max: 64 }),
    clipLimit: number({
      title: 'Clip limit',
      help: 'Higher values give more contrast and more noise; 0 sets no limit.',
      default: 0.01,
      min: 0,
      max: 1,
      step: 0.005,
    }),
  },
  run: (image, { tiles, clipLimit }, { work }) => {
    const side = (length: number) => Math.max(1, Math.floor(length / tiles));
    return equaliseAdaptively(image, side(image.width), side(image.height), clipLimit, work);
  },
});

export const claheKernels = [binPixels, tileCounts, applyMaps];
