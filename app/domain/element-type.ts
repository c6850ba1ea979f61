import { z } from 'zod';

/** How one pixel value is stored. Complex values are interleaved (re, im); `rgb8` is three bytes R, G, B a pixel, `rgba8` four. */
export const ElementType = z.enum([
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'uint64',
  'int64',
  'float32',
  'float64',
  'complex64',
  'complex128',
  'rgb8',
  'rgba8',
  'bool',
]);
export type ElementType = z.infer<typeof ElementType>;

export type PixelArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** Bytes of one pixel. */
export const elementBytes: Readonly<Record<ElementType, number>> = {
  uint8: 1,
  int8: 1,
  bool: 1,
  rgb8: 3,
  rgba8: 4,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  uint64: 8,
  int64: 8,
  float64: 8,
  complex64: 8,
  complex128: 16,
};

/** Array elements of one pixel: 2 for complex, 3 and 4 for colour, else 1. */
export function samplesPerPixel(type: ElementType): number {
  if (type === 'complex64' || type === 'complex128') return 2;
  if (type === 'rgb8') return 3;
  return type === 'rgba8' ? 4 : 1;
}
