import type { ElementType, PixelArray } from '../../../app/domain/element-type.ts';
import { Failure } from '../../../app/domain/failure.ts';

/** Array elements a pixel of what can be shown: grey, R G B, or R G B A. */
export type Channels = 1 | 3 | 4;

export const channelsOf = (type: ElementType): Channels => (type === 'rgb8' ? 3 : type === 'rgba8' ? 4 : 1);

/**
 * The bytes of a frame as numbers. Little-endian bytes on a little-endian machine (every platform that browsers run on).
 * Throws `unsupported` for complex types, which are sent as their modulus.
 */
export function pixelsOf(type: ElementType, buffer: ArrayBuffer): PixelArray {
  switch (type) {
    case 'uint8':
    case 'bool':
    case 'rgb8':
    case 'rgba8':
      return new Uint8Array(buffer);
    case 'int8':
      return new Int8Array(buffer);
    case 'uint16':
      return new Uint16Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'uint32':
      return new Uint32Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'uint64':
      return new BigUint64Array(buffer);
    case 'int64':
      return new BigInt64Array(buffer);
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'complex64':
    case 'complex128':
      throw new Failure('unsupported', `Pixels of type ${type} can't be shown as they are.`, 'Show their modulus.');
  }
}

/** Copies `count` values from `start` on into `out` as float32. */
export function copyAsFloat(pixels: PixelArray, start: number, count: number, out: Float32Array, at = 0): void {
  if (pixels instanceof BigUint64Array || pixels instanceof BigInt64Array) {
    for (let i = 0; i < count; i++) out[at + i] = Number(pixels[start + i]);
    return;
  }
  out.set(pixels.subarray(start, start + count), at);
}
