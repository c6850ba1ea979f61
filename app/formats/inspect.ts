import type { AcquiredImage } from '../domain/acquisition.ts';
import { type ElementType, type PixelArray, samplesPerPixel } from '../domain/element-type.ts';
import { toHalf } from '../math/half.ts';
import { Sha256 } from '../math/sha256.ts';
import type { Digest } from '../ports/task.ts';
import { quietWork, type Work } from '../ports/work.ts';
import { swapBytes } from './pixels.ts';

/** What NumPy would say of the decoded pixels of an image. */
export interface PixelSummary {
  /** Slowest axis first; colours add a last axis of 3 or 4. */
  readonly shape: readonly number[];
  /** NumPy's name of the number type. */
  readonly dtype: string;
  /** Over all frames, in file units; not-a-number values are left out. Null for complex pixels. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of the decoded pixels, little-endian, C order. */
  readonly sha256: string;
}

/**
 * Reads every plane of `image` once, one in memory at a time; `hash` takes the place of the slower hash of this program.
 * Throws `Failure` as `readFrame` does, and `stopped`.
 */
export async function inspectImage(
  image: AcquiredImage,
  work: Work = quietWork,
  hash: Digest = new Sha256(),
): Promise<PixelSummary> {
  const statistics = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, sum: 0, count: 0 };
  for (let frame = 0; frame < image.frameCount; frame++) {
    work.check();
    const pixels = await image.readFrame(frame);
    addTo(statistics, pixels);
    hash.update(littleEndianBytes(image.storedAs === 'float16' ? toHalf(pixels as Float32Array) : pixels));
    work.progress((frame + 1) / image.frameCount, `plane ${frame + 1} of ${image.frameCount}`);
  }
  const { min, max, sum, count } = statistics;
  const silent = isComplex(image.elementType) || count === 0;
  return {
    ...pixelShape(image),
    min: silent ? null : min,
    max: silent ? null : max,
    mean: silent ? null : sum / count,
    sha256: hash.hex(),
  };
}

/** Shape and number type as NumPy has them: a colour is an axis of its own. */
export function pixelShape(image: AcquiredImage): { shape: readonly number[]; dtype: string } {
  const { elementType, shape } = image;
  if (elementType === 'rgb8' || elementType === 'rgba8')
    return { shape: [...shape, samplesPerPixel(elementType)], dtype: 'uint8' };
  return { shape, dtype: image.storedAs ?? elementType };
}

function isComplex(type: ElementType): boolean {
  return type === 'complex64' || type === 'complex128';
}

interface Statistics {
  min: number;
  max: number;
  sum: number;
  count: number;
}

/** Sums short runs first, so that rounding stays small over many pixels. */
const runLength = 4096;

function addTo(statistics: Statistics, pixels: PixelArray): void {
  const numbers =
    pixels instanceof BigInt64Array || pixels instanceof BigUint64Array ? Float64Array.from(pixels, Number) : pixels;
  for (let start = 0; start < numbers.length; start += runLength)
    addRun(statistics, numbers, start, Math.min(start + runLength, numbers.length));
}

function addRun(statistics: Statistics, pixels: ArrayLike<number>, start: number, end: number): void {
  let { min, max } = statistics;
  let sum = 0;
  let count = 0;
  for (let i = start; i < end; i++) {
    const value = pixels[i];
    if (Number.isNaN(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count++;
  }
  statistics.min = min;
  statistics.max = max;
  statistics.sum += sum;
  statistics.count += count;
}

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function littleEndianBytes(pixels: PixelArray): Uint8Array {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  if (hostIsLittleEndian) return bytes;
  const copy = bytes.slice();
  swapBytes(copy, pixels.BYTES_PER_ELEMENT);
  return copy;
}
