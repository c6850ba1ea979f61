import type { BandKernel, Bands } from './bands.ts';
import { layOutBatchFft } from './fft-batch.ts';
import { lanes } from './lanes/lanes.ts';

// Two-dimensional transforms in single precision (relative error about 3e-7 rms), of any size, on several cores.
// X[v, u] = sum over y, x of image[y, x] exp(-2 pi i (v y / height + u x / width)); inverse as NumPy, with 1 / (w h).

/**
 * Spectrum of a real image: frequencies u = 0..floor(width / 2) along x, all along y (v, as NumPy: 0, 1, ..., -2, -1),
 * row-major (v, u), in cycles an image. The other half is X[-v, -u] = conj X[v, u].
 */
export interface HalfSpectrum {
  /** Of the image. */
  readonly width: number;
  readonly height: number;
  /** Columns of the arrays: floor(width / 2) + 1. */
  readonly columns: number;
  readonly re: Float32Array;
  readonly im: Float32Array;
}

const groupRows = 8;
/** Columns copied to a thread's scratch array at a time. */
const stripColumns = 64;

const bandKernel = <Args extends readonly unknown[]>(
  name: string,
  run: (start: number, end: number, ...args: Args) => void,
): BandKernel<Args> => ({ name, run });

/** Copies rows [y, y + 8) into the scratch array, zeros beyond the last row. */
function loadRows(scratch: Float32Array, to: number, pitch: number, src: Float32Array, width: number, y: number): void {
  for (let r = 0; r < groupRows; r++) {
    const row = src.subarray((y + r) * width, (y + r + 1) * width);
    scratch.fill(0, to + r * pitch, to + r * pitch + width);
    scratch.set(row, to + r * pitch);
  }
}

function storeRows(
  scratch: Float32Array,
  from: number,
  pitch: number,
  dst: Float32Array,
  width: number,
  y: number,
): void {
  const rows = Math.min(groupRows, dst.length / width - y);
  for (let r = 0; r < rows; r++) dst.set(scratch.subarray(from + r * pitch, from + r * pitch + width), (y + r) * width);
}

/** Groups [start, end) of eight rows of a real image: their half spectra. Two rows share a lane as one complex signal. */
const realRows = bandKernel(
  'math/fft-real-rows',
  (start: number, end: number, image: Float32Array, re: Float32Array, im: Float32Array, width: number) => {
    const unit = lanes();
    const half = width >> 1;
    const columns = half + 1;
    const plan = layOutBatchFft(unit, width, groupRows * width, 8 * columns, 8 * columns, groupRows * columns);
    const [rows, first, second, out] = plan.extra;
    const { scratch, run } = unit;
    for (let group = start; group < end; group++) {
      loadRows(scratch, rows, width, image, width, group * groupRows);
      run.gatherRows(plan.batch, 0, rows, width, width);
      run.gatherRows(plan.batch, 4, rows + 4 * width, width, width);
      run.partReal(plan.transform(), first, second, width, half);
      for (const [part, dst] of [
        [0, re],
        [4, im],
      ] as const) {
        run.scatterRows(first, part, out, columns, 1, columns);
        run.scatterRows(second, part, out + 4 * columns, columns, 1, columns);
        storeRows(scratch, out, columns, dst, columns, group * groupRows);
      }
    }
  },
);

/** Groups [start, end) of eight rows of half spectra: the real rows, divided by the width. */
const realRowsBack = bandKernel(
  'math/fft-real-rows-back',
  (start: number, end: number, re: Float32Array, im: Float32Array, image: Float32Array, width: number) => {
    const unit = lanes();
    const half = width >> 1;
    const columns = half + 1;
    const plan = layOutBatchFft(unit, width, groupRows * width, 8 * columns, 8 * columns);
    const [rows, first, second] = plan.extra;
    const { scratch, run } = unit;
    for (let group = start; group < end; group++) {
      for (const [part, src] of [
        [0, re],
        [4, im],
      ] as const) {
        loadRows(scratch, rows, columns, src, columns, group * groupRows);
        run.gatherRows(first, part, rows, columns, columns);
        run.gatherRows(second, part, rows + 4 * columns, columns, columns);
      }
      run.joinReal(plan.batch, first, second, width, half);
      run.swapBatch(plan.batch, width);
      const back = plan.transform();
      run.scatterRows(back, 4, rows, width, 1 / width, width);
      run.scatterRows(back, 0, rows + 4 * width, width, 1 / width, width);
      storeRows(scratch, rows, width, image, width, group * groupRows);
    }
  },
);

/** Strips [start, end) of columns of a complex array, in place; `inverse` divides by the height. */
const complexColumns = bandKernel(
  'math/fft-columns',
  (
    start: number,
    end: number,
    re: Float32Array,
    im: Float32Array,
    columns: number,
    height: number,
    inverse: boolean,
  ) => {
    const unit = lanes();
    const plan = layOutBatchFft(unit, height, stripColumns * height, stripColumns * height);
    const [partRe, partIm] = plan.extra;
    const { scratch, run } = unit;
    const parts = [
      [partRe, re],
      [partIm, im],
    ] as const;
    for (let strip = start; strip < end; strip++) {
      const x = strip * stripColumns;
      const n = Math.min(stripColumns, columns - x);
      for (const [part, src] of parts)
        for (let y = 0; y < height; y++)
          scratch.set(src.subarray(y * columns + x, y * columns + x + n), part + y * stripColumns);
      for (let u = 0; u < n; u += 4) {
        const [a, b] = inverse ? [partIm + u, partRe + u] : [partRe + u, partIm + u];
        run.gatherColumns(plan.batch, a, b, stripColumns, height);
        run.scatterColumns(plan.transform(), a, b, stripColumns, inverse ? 1 / height : 1, height);
      }
      for (const [part, dst] of parts)
        for (let y = 0; y < height; y++)
          dst.set(scratch.subarray(part + y * stripColumns, part + y * stripColumns + n), y * columns + x);
    }
  },
);

/** Groups [start, end) of eight rows of a complex array, in place; `inverse` divides by the width. */
const complexRows = bandKernel(
  'math/fft-rows',
  (start: number, end: number, re: Float32Array, im: Float32Array, width: number, inverse: boolean) => {
    const unit = lanes();
    const plan = layOutBatchFft(unit, width, groupRows * width, groupRows * width);
    const [partRe, partIm] = plan.extra;
    const { scratch, run } = unit;
    const [a, b] = inverse ? [partIm, partRe] : [partRe, partIm];
    const scale = inverse ? 1 / width : 1;
    for (let group = start; group < end; group++) {
      loadRows(scratch, partRe, width, re, width, group * groupRows);
      loadRows(scratch, partIm, width, im, width, group * groupRows);
      for (let r = 0; r < groupRows; r += 4) {
        run.gatherRows(plan.batch, 0, a + r * width, width, width);
        run.gatherRows(plan.batch, 4, b + r * width, width, width);
        const result = plan.transform();
        run.scatterRows(result, 0, a + r * width, width, scale, width);
        run.scatterRows(result, 4, b + r * width, width, scale, width);
      }
      storeRows(scratch, partRe, width, re, width, group * groupRows);
      storeRows(scratch, partIm, width, im, width, group * groupRows);
    }
  },
);

/** The spectrum of a real image (row-major, y then x). The image is not changed. */
export function forwardFft2(image: Float32Array, width: number, height: number, bands: Bands): HalfSpectrum {
  const columns = (width >> 1) + 1;
  const re = bands.allocate('float32', columns * height, 'any');
  const im = bands.allocate('float32', columns * height, 'any');
  bands.forBands(realRows, Math.ceil(height / groupRows), image, re, im, width);
  bands.forBands(complexColumns, Math.ceil(columns / stripColumns), re, im, columns, height, false);
  return { width, height, columns, re, im };
}

/** The real image of a spectrum, which is used up. */
export function inverseFft2({ width, height, columns, re, im }: HalfSpectrum, bands: Bands): Float32Array {
  bands.forBands(complexColumns, Math.ceil(columns / stripColumns), re, im, columns, height, true);
  const image = bands.allocate('float32', width * height, 'any');
  bands.forBands(realRowsBack, Math.ceil(height / groupRows), re, im, image, width);
  return image;
}

/** Transforms a complex image in place. */
export function complexFft2(
  re: Float32Array,
  im: Float32Array,
  width: number,
  height: number,
  direction: 'forward' | 'inverse',
  bands: Bands,
): void {
  const inverse = direction === 'inverse';
  bands.forBands(complexRows, Math.ceil(height / groupRows), re, im, width, inverse);
  bands.forBands(complexColumns, Math.ceil(width / stripColumns), re, im, width, height, inverse);
}

export const fftKernels: readonly BandKernel<never>[] = [realRows, realRowsBack, complexColumns, complexRows];
