import { type ElementType, elementBytes, type PixelArray } from '../../domain/element-type.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, readBytes, truncated } from '../byte-reader.ts';
import { pixelsOf, readPlane } from '../pixels.ts';
import { unpackHalfPlane, unpackSquare } from './packed-complex.ts';
import type { TagArray } from './tags.ts';

/** Gatan's data types of images, by code. 5, 27 and 28 hold half of a Fourier transform. */
const types: Readonly<Record<number, ElementType>> = {
  1: 'int16',
  2: 'float32',
  3: 'complex64',
  5: 'complex64',
  6: 'uint8',
  7: 'int32',
  8: 'rgba8',
  9: 'int8',
  10: 'uint16',
  11: 'uint32',
  12: 'float64',
  13: 'complex128',
  14: 'uint8',
  23: 'rgba8',
  27: 'complex64',
  28: 'complex128',
  39: 'int64',
  40: 'uint64',
};

/** The element type of a Gatan data type, or null when this program can't read it. */
export function elementTypeOf(dataType: number): ElementType | null {
  return types[dataType] ?? null;
}

/** Pixels of an image in its file. `shape` slowest axis first. */
export interface StoredImage {
  readonly source: ByteSource;
  readonly littleEndian: boolean;
  readonly dataType: number;
  readonly shape: readonly number[];
  readonly data: TagArray;
}

/**
 * How to read a plane of `image`. Throws at once when the file holds fewer values than the shape needs, or a packed
 * transform of a shape that has none.
 */
export function planeReader(image: StoredImage): (frame: number) => PixelArray {
  const { source, littleEndian, dataType, shape, data } = image;
  const type = types[dataType];
  const [rows, columns] = shape.slice(-2);
  const frames = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  const planePixels = storedPixels(image);
  const planeBytes = planePixels * elementBytes[type];
  if (data.bytes < frames * planeBytes) throw truncated(source, 'pixels');
  if (dataType === 5 || dataType === 27 || dataType === 28) {
    const even = columns % 2 === 0 && (dataType !== 5 || rows === columns);
    if (!even || frames > 1)
      throw malformed(source, `it claims a packed Fourier transform of ${shape.join(' × ')} pixels`);
    return () => {
      const packed = pixelsOf(readBytes(source, data.offset, planeBytes, 'pixels'), type, littleEndian);
      if (dataType === 5) return unpackSquare(packed as Float32Array, rows);
      return unpackHalfPlane(packed as Float32Array | Float64Array, rows, columns);
    };
  }
  return (frame) => {
    const offset = data.offset + frame * planeBytes;
    const pixels = readPlane(source, { offset, count: planePixels, type, littleEndian });
    if (type === 'rgba8') swapRedAndBlue(pixels as Uint8Array);
    return pixels;
  };
}

/** Pixels of a plane as they lie in the file. */
function storedPixels(image: StoredImage): number {
  const [rows, columns] = image.shape.slice(-2);
  if (image.dataType === 5) return (rows * columns) / 2;
  return image.dataType === 27 || image.dataType === 28 ? rows * (columns / 2 + 1) : rows * columns;
}

/** DigitalMicrograph stores colours as B, G, R, A. */
function swapRedAndBlue(pixels: Uint8Array): void {
  for (let i = 0; i + 3 < pixels.length; i += 4) {
    const blue = pixels[i];
    pixels[i] = pixels[i + 2];
    pixels[i + 2] = blue;
  }
}
