import type { ElementType, PixelArray } from '../../domain/element-type.ts';
import type { StoredType } from './library.ts';

/** How the stored bytes of a dataset become pixels. */
export interface Pixel {
  readonly elementType: ElementType;
  /** Bytes of one value in the file. */
  readonly storedBytes: number;
  /** Little-endian stored bytes to pixels; the array may stand on the same memory. */
  decode(bytes: Uint8Array<ArrayBuffer>): PixelArray;
}

// H5T_class_t
const integer = 0;
const float = 1;
const bitfield = 4;
const compound = 6;
const enumeration = 8;
const complex = 11;

/** The pixel that a stored type is, or null when it is none (text, references, tables). */
export function pixelOf(stored: StoredType): Pixel | null {
  switch (stored.type) {
    case integer:
      return integerPixel(stored.size, stored.signed);
    case bitfield:
      return integerPixel(stored.size, false);
    case enumeration:
      return isBoolean(stored) ? flat('bool', 1, Uint8Array) : integerPixel(stored.size, stored.signed);
    case float:
      return floatPixel(stored.size);
    case complex:
      return complexPixel(stored.size / 2, false);
    case compound:
      return compoundPixel(stored);
    default:
      return null;
  }
}

/** UTF-8 text, cut at the first NUL, without the blanks that pad fixed-length strings. */
export function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  // a copy, since text on shared or growing memory can't be decoded in place
  return new TextDecoder().decode(bytes.slice(0, end < 0 ? bytes.length : end)).trimEnd();
}

type ArrayOn = new (buffer: ArrayBuffer) => PixelArray;

function flat(elementType: ElementType, storedBytes: number, make: ArrayOn): Pixel {
  return { elementType, storedBytes, decode: (bytes) => new make(bytes.buffer) };
}

function integerPixel(size: number, signed: boolean): Pixel | null {
  if (size === 1) return signed ? flat('int8', 1, Int8Array) : flat('uint8', 1, Uint8Array);
  if (size === 2) return signed ? flat('int16', 2, Int16Array) : flat('uint16', 2, Uint16Array);
  if (size === 4) return signed ? flat('int32', 4, Int32Array) : flat('uint32', 4, Uint32Array);
  if (size === 8) return signed ? flat('int64', 8, BigInt64Array) : flat('uint64', 8, BigUint64Array);
  return null;
}

function floatPixel(size: number): Pixel | null {
  if (size === 2) return { elementType: 'float32', storedBytes: 2, decode: halfToFloat };
  if (size === 4) return flat('float32', 4, Float32Array);
  if (size === 8) return flat('float64', 8, Float64Array);
  return null;
}

function complexPixel(partBytes: number, bigEndian: boolean): Pixel | null {
  const plain =
    partBytes === 4
      ? flat('complex64', 8, Float32Array)
      : partBytes === 8
        ? flat('complex128', 16, Float64Array)
        : null;
  if (plain === null || !bigEndian) return plain;
  return {
    ...plain,
    decode: (bytes) => {
      for (let i = 0; i < bytes.length; i += partBytes) bytes.subarray(i, i + partBytes).reverse();
      return plain.decode(bytes);
    },
  };
}

/** A record of two equal floats is a complex number, one of three bytes a colour; other records are tables. */
function compoundPixel(stored: StoredType): Pixel | null {
  const members = stored.compound_type?.members ?? [];
  const size = members[0]?.size ?? 0;
  const packed = stored.size === size * members.length && members.every((m, i) => m.offset === i * size);
  if (!packed) return null;
  if (members.length === 2 && members.every((m) => m.type === float && m.size === size))
    return complexPixel(size, members[0]?.littleEndian === false);
  if (members.length === 3 && size === 1 && members.every((m) => m.type === integer && !m.signed))
    return flat('rgb8', 3, Uint8Array);
  return null;
}

/** Truth values as Python writes them: an enumeration of FALSE = 0 and TRUE = 1. */
function isBoolean(stored: StoredType): boolean {
  const names = stored.enum_type?.members;
  return stored.size === 1 && names !== undefined && names['FALSE'] === 0 && names['TRUE'] === 1;
}

/** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction bits. */
function halfToFloat(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const stored = new Uint16Array(bytes.buffer);
  const values = new Float32Array(stored.length);
  for (let i = 0; i < stored.length; i++) {
    const bits = stored[i] as number;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size =
      exponent === 0
        ? fraction * 2 ** -24
        : exponent === 31
          ? fraction === 0
            ? Number.POSITIVE_INFINITY
            : Number.NaN
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    values[i] = bits & 0x8000 ? -size : size;
  }
  return values;
}
