import type { PixelArray } from '../domain/element-type.ts';

/** A frame at a glance: few enough numbers to be seen before the frame itself has come. Row-major (y, x). */
export interface Glance {
  /** In blocks. */
  readonly width: number;
  readonly height: number;
  /** Image px a block side, a power of two. */
  readonly factor: number;
  /** Mean of each block, not-a-number pixels left out; 64-bit integers rounded. */
  readonly means: Float32Array<ArrayBuffer>;
  /** One pixel of each block as the file has it: their histogram is that of the frame, to what a sample can tell. */
  readonly sample: PixelArray;
}

/** Longest side of a glance, blocks. */
const longest = 1536;

/** Image px a block side for a frame of this size. */
export function glanceFactor(width: number, height: number): number {
  let factor = 1;
  while (Math.max(width, height) / factor > longest) factor *= 2;
  return factor;
}

/** A whole number below `below` (a power of two) that looks random in `x` and `y`. */
function scattered(x: number, y: number, below: number): number {
  const mixed = Math.imul(Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77), 0xc2b2ae3d);
  return (mixed >>> 16) & (below - 1);
}

/**
 * Means and a sample of a one-channel frame. The pixel that stands for a block lies somewhere in it, so that no lattice of the
 * specimen falls in step with the sample. Columns and rows that fill no block are left out.
 */
export function glance(pixels: PixelArray, width: number, height: number): Glance {
  const factor = glanceFactor(width, height);
  const [w, h] = [Math.floor(width / factor), Math.floor(height / factor)];
  const means = new Float32Array(w * h);
  const sample = new (pixels.constructor as new (length: number) => PixelArray)(w * h);
  const sums = new Float64Array(w);
  for (let y = 0; y < h; y++) {
    sums.fill(0);
    for (let row = y * factor; row < (y + 1) * factor; row++) addRow(pixels, row * width, factor, sums);
    for (let x = 0; x < w; x++) {
      const sum = sums[x] / factor ** 2;
      means[y * w + x] = Number.isNaN(sum) ? meanOfNumbers(pixels, width, x * factor, y * factor, factor) : sum;
      const at = scattered(x, y, factor * factor);
      sample[y * w + x] = pixels[(y * factor + Math.floor(at / factor)) * width + x * factor + (at % factor)];
    }
  }
  return { width: w, height: h, factor, means, sample };
}

function addRow(pixels: PixelArray, at: number, factor: number, sums: Float64Array): void {
  if (pixels instanceof Uint16Array) addWholeRow(pixels, at, factor, sums);
  else if (pixels instanceof Uint8Array) addWholeRow(pixels, at, factor, sums);
  else {
    for (let x = 0, i = at; x < sums.length; x++) {
      let sum = 0;
      for (let k = 0; k < factor; k++, i++) sum += Number(pixels[i]);
      sums[x] += sum;
    }
  }
}

/** The same for the types that nearly every micrograph has. */
function addWholeRow(pixels: Uint16Array | Uint8Array, at: number, factor: number, sums: Float64Array): void {
  if (factor === 4) {
    for (let x = 0, i = at; x < sums.length; x++, i += 4)
      sums[x] += pixels[i] + pixels[i + 1] + pixels[i + 2] + pixels[i + 3];
    return;
  }
  for (let x = 0, i = at; x < sums.length; x++) {
    let sum = 0;
    for (let k = 0; k < factor; k++, i++) sum += pixels[i];
    sums[x] += sum;
  }
}

function meanOfNumbers(pixels: PixelArray, width: number, left: number, top: number, side: number): number {
  let sum = 0;
  let count = 0;
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) {
      const value = Number(pixels[y * width + x]);
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
  }
  return count === 0 ? Number.NaN : sum / count;
}
