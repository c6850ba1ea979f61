import type { GreyImage } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';

/** Counts of grey values in bins of equal width. */
export interface Histogram {
  readonly counts: Float64Array;
  /** The value in the middle of each bin, ascending; for whole-number images the value itself. */
  readonly centres: Float64Array;
  /** One bin a whole number; else bins of equal width over the range. */
  readonly perValue: boolean;
}

/** Smallest and largest value of an image, and whether all its values are whole numbers. */
export interface GreyRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** Bins of the fine histogram, from which coarser ones are summed up. */
const fineBins = 65536;
/** Pieces that an image is counted in, so that the result does not depend on the number of threads. */
const pieces = 16;

const findRange = kernel(
  'segmentation/range',
  (start: number, end: number, pixels: Float32Array, found: Float64Array) => {
    for (let piece = start; piece < end; piece++) {
      const from = Math.floor((piece * pixels.length) / pieces);
      const to = Math.floor(((piece + 1) * pixels.length) / pieces);
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      let whole = true;
      for (let i = from; i < to; i++) {
        const v = pixels[i];
        if (v < min) min = v;
        if (v > max) max = v;
        if (whole && v !== Math.floor(v)) whole = false;
      }
      found[3 * piece] = min;
      found[3 * piece + 1] = max;
      found[3 * piece + 2] = whole ? 1 : 0;
    }
  },
);

const countValues = kernel(
  'segmentation/count-values',
  (
    start: number,
    end: number,
    pixels: Float32Array,
    low: number,
    binsPerUnit: number,
    bins: number,
    table: Int32Array,
  ) => {
    const last = bins - 1;
    for (let piece = start; piece < end; piece++) {
      const from = Math.floor((piece * pixels.length) / pieces);
      const to = Math.floor(((piece + 1) * pixels.length) / pieces);
      const row = piece * bins;
      for (let i = from; i < to; i++) {
        const bin = ((pixels[i] - low) * binsPerUnit) | 0;
        table[row + (bin > last ? last : bin)]++;
      }
    }
  },
);

/** The range of the values of an image. The image is finite and holds at least one pixel. */
export function greyRange(image: GreyImage, work: Work): GreyRange {
  const pixels = onSharedMemory('float32', image.data, work.threads);
  const found = work.threads.allocate('float64', 3 * pieces);
  work.threads.forBands(findRange, pieces, pixels, found);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (let piece = 0; piece < pieces; piece++) {
    min = Math.min(min, found[3 * piece]);
    max = Math.max(max, found[3 * piece + 1]);
    whole &&= found[3 * piece + 2] === 1;
  }
  return { min, max, whole };
}

/**
 * A histogram fine enough to take means from: one bin a value for whole-number images of up to 65,536 levels, else 65,536
 * bins from the smallest to the largest value.
 */
export function fineHistogram(image: GreyImage, work: Work): Histogram {
  const { min, max, whole } = greyRange(image, work);
  const perValue = whole && max - min < fineBins;
  const bins = perValue ? max - min + 1 : fineBins;
  const width = perValue ? 1 : (max - min) / fineBins;
  const pixels = onSharedMemory('float32', image.data, work.threads);
  const table = work.threads.allocate('int32', pieces * bins);
  work.threads.forBands(countValues, pieces, pixels, min, 1 / width, bins, table);
  const counts = new Float64Array(bins);
  for (let piece = 0; piece < pieces; piece++) {
    for (let bin = 0, at = piece * bins; bin < bins; bin++, at++) counts[bin] += table[at];
  }
  work.threads.release(table);
  const offset = perValue ? 0 : 0.5;
  return { counts, centres: Float64Array.from(counts, (_, bin) => min + (bin + offset) * width), perValue };
}

/** The same counts in 256 bins over the range; a histogram of one bin a value stays as it is. */
export function coarsened(histogram: Histogram): Histogram {
  const { counts, centres, perValue } = histogram;
  if (perValue) return histogram;
  const perBin = fineBins / 256;
  const coarse = new Float64Array(256);
  for (let bin = 0; bin < fineBins; bin++) coarse[Math.floor(bin / perBin)] += counts[bin];
  return {
    counts: coarse,
    centres: Float64Array.from(coarse, (_, bin) => (centres[bin * perBin] + centres[(bin + 1) * perBin - 1]) / 2),
    perValue,
  };
}

/** The histogram of the image with the sign of every value turned, so that dark things are bright. */
export function mirrored({ counts, centres, perValue }: Histogram): Histogram {
  return { counts: counts.slice().reverse(), centres: centres.map((c) => -c).reverse(), perValue };
}

export const histogramKernels = [findRange, countValues];
