import { type ElementType, elementBytes, type PixelArray } from '../domain/element-type.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { readBytes } from './byte-reader.ts';

interface PixelArrayMaker {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): PixelArray;
  readonly BYTES_PER_ELEMENT: number;
}

const makers: Readonly<Record<ElementType, PixelArrayMaker>> = {
  uint8: Uint8Array,
  int8: Int8Array,
  bool: Uint8Array,
  rgb8: Uint8Array,
  rgba8: Uint8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
  complex64: Float32Array,
  complex128: Float64Array,
};

export const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Where one plane lies in a file, pixel after pixel, nothing between. */
export interface PlaneLayout {
  readonly offset: number;
  /** Pixels (a complex value or a colour counts as one). */
  readonly count: number;
  readonly type: ElementType;
  readonly littleEndian: boolean;
}

/** One plane: a single read, and a byte swap in place where the file's order is not the machine's. */
export function readPlane(source: ByteSource, layout: PlaneLayout): PixelArray {
  const bytes = readBytes(source, layout.offset, layout.count * elementBytes[layout.type], 'pixels');
  return pixelsOf(bytes, layout.type, layout.littleEndian);
}

/** `bytes` seen as pixels in native byte order. Takes over the array: it may be swapped in place. */
export function pixelsOf(bytes: Uint8Array<ArrayBuffer>, type: ElementType, littleEndian: boolean): PixelArray {
  const Maker = makers[type];
  const width = Maker.BYTES_PER_ELEMENT;
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  if (littleEndian !== hostIsLittleEndian) swapBytes(aligned, width);
  return new Maker(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / width));
}

/** Reverses every group of `width` bytes in place (1, 2, 4 or 8). */
export function swapBytes(bytes: Uint8Array<ArrayBuffer>, width: number): void {
  if (width === 1) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - (bytes.length % width);
  if (width === 2) for (let i = 0; i < end; i += 2) view.setUint16(i, view.getUint16(i, true), false);
  else if (width === 4) for (let i = 0; i < end; i += 4) view.setUint32(i, view.getUint32(i, true), false);
  else for (let i = 0; i < end; i += 8) view.setBigUint64(i, view.getBigUint64(i, true), false);
}

/** Turns rows upside down in place: row 0 becomes the last one. `rowLength` in array elements. */
export function flipRows(pixels: PixelArray, rowLength: number): void {
  const rows = pixels.length / rowLength;
  const spare = pixels.slice(0, rowLength);
  for (let top = 0, bottom = rows - 1; top < bottom; top++, bottom--) {
    spare.set(pixels.subarray(top * rowLength, (top + 1) * rowLength) as never);
    pixels.copyWithin(top * rowLength, bottom * rowLength, (bottom + 1) * rowLength);
    pixels.set(spare as never, bottom * rowLength);
  }
}
