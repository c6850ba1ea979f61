import { type ElementType, type PixelArray, samplesPerPixel } from '../domain/element-type.ts';
import { Failure } from '../domain/failure.ts';
import type { GreyImage } from '../domain/plane.ts';
import { kernel, type Threads } from '../ports/work.ts';

/** Pixels [start, end) as plain numbers; numeric arrays only. */
const copyNumbers = kernel(
  'image/copy-numbers',
  (start: number, end: number, pixels: Exclude<PixelArray, BigUint64Array | BigInt64Array>, grey: Float32Array) => {
    grey.set(pixels.subarray(start, end), start);
  },
);

function copyBigIntegers(pixels: BigUint64Array | BigInt64Array, grey: Float32Array): void {
  for (let i = 0; i < grey.length; i++) grey[i] = Number(pixels[i]);
}

/** Luminance of Rec. 709 primaries, 0..255: 0.2125 R + 0.7154 G + 0.0721 B (scikit-image `rgb2gray`, times 255). */
function copyLuminance(pixels: PixelArray, samples: number, grey: Float32Array): void {
  const bytes = pixels as Uint8Array;
  for (let i = 0, at = 0; i < grey.length; i++, at += samples)
    grey[i] = 0.2125 * bytes[at] + 0.7154 * bytes[at + 1] + 0.0721 * bytes[at + 2];
}

function copyModulus(pixels: PixelArray, grey: Float32Array): void {
  const parts = pixels as Float32Array | Float64Array;
  for (let i = 0; i < grey.length; i++) grey[i] = Math.sqrt(parts[2 * i] ** 2 + parts[2 * i + 1] ** 2);
}

function isFinite32(values: Float32Array): boolean {
  // v - v is 0 for every finite v and NaN otherwise; the sum keeps the NaN.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] - values[i];
  return sum === 0;
}

/** Infinities become the nearest finite extreme, NaN the median of the finite pixels (0 when there is none). */
function repaired(values: Float32Array, threads: Threads): Float32Array {
  const finite = values.filter(Number.isFinite).sort();
  const low = finite[0] ?? 0;
  const high = finite[finite.length - 1] ?? 0;
  const middle = finite[finite.length >> 1] ?? 0;
  const out = threads.allocate('float32', values.length, 'any');
  for (let i = 0; i < out.length; i++) {
    const v = values[i];
    out[i] = v >= low && v <= high ? v : v > high ? high : v < low ? low : middle;
  }
  return out;
}

/**
 * A decoded frame as a grey image in file units. Complex pixels give their modulus, colours their luminance (0..255, alpha is
 * ignored), booleans 0 and 1; integers beyond 2^24 and float64 are rounded to float32.
 *
 * The result is finite, and every filter relies on that: infinities become the nearest finite extreme of the frame,
 * NaN the median of its finite pixels. A finite float32 frame that the threads can see is used as it is, without a copy.
 *
 * @param pixels row-major (y, x), interleaved where a pixel has several elements
 * @throws Failure `malformed` when the array does not hold width x height pixels
 */
export function toGrey(
  pixels: PixelArray,
  elementType: ElementType,
  width: number,
  height: number,
  threads: Threads,
): GreyImage {
  const count = width * height;
  if (pixels.length !== count * samplesPerPixel(elementType)) {
    throw new Failure(
      'malformed',
      `The frame holds ${pixels.length} values, which is not ${width} x ${height} pixels of ${elementType}.`,
      'Check the file in the program that wrote it.',
    );
  }
  const visible = threads.count === 1 || pixels.buffer instanceof SharedArrayBuffer;
  if (elementType === 'float32' && pixels instanceof Float32Array && visible && isFinite32(pixels))
    return { width, height, data: pixels };

  const grey = threads.allocate('float32', count, 'any');
  if (elementType === 'rgb8' || elementType === 'rgba8') copyLuminance(pixels, samplesPerPixel(elementType), grey);
  else if (elementType === 'complex64' || elementType === 'complex128') copyModulus(pixels, grey);
  else if (pixels instanceof BigUint64Array || pixels instanceof BigInt64Array) copyBigIntegers(pixels, grey);
  else if (visible) threads.forBands(copyNumbers, count, pixels, grey);
  else grey.set(pixels);
  const mayOverflow = !/^(u?int|bool|rgb)/.test(elementType);
  return { width, height, data: mayOverflow && !isFinite32(grey) ? repaired(grey, threads) : grey };
}

export const toGreyKernels = [copyNumbers];
