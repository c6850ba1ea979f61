import type { ElementType, PixelArray } from '../../domain/element-type.ts';
import { fromHalf } from '../../math/half.ts';
import { pixelsOf } from '../pixels.ts';
import { type StoredType, typeKind } from './datatype.ts';

/** How the stored bytes of a dataset become pixels. */
export interface Pixel {
  readonly elementType: ElementType;
  readonly half: boolean;
  /** Bytes of one value in the file. */
  readonly storedBytes: number;
  /** Takes over the bytes: the array may stand on them. */
  decode(bytes: Uint8Array<ArrayBuffer>): PixelArray;
}

/** The pixel that a stored type is, or null when it is none (text, references, tables). */
export function pixelOf(stored: StoredType): Pixel | null {
  switch (stored.kind) {
    case typeKind.integer:
    case typeKind.bitfield:
      return integerPixel(stored);
    case typeKind.enumeration:
      return isBoolean(stored) ? flat('bool', 1, false) : integerPixel(stored);
    case typeKind.float:
      return floatPixel(stored);
    case typeKind.complex:
      return complexPixel(stored.size / 2, stored.bigEndian);
    case typeKind.compound:
      return compoundPixel(stored);
    default:
      return null;
  }
}

function flat(elementType: ElementType, storedBytes: number, bigEndian: boolean): Pixel {
  return { elementType, half: false, storedBytes, decode: (bytes) => pixelsOf(bytes, elementType, !bigEndian) };
}

const integers: Readonly<Record<number, readonly [unsigned: ElementType, signed: ElementType]>> = {
  1: ['uint8', 'int8'],
  2: ['uint16', 'int16'],
  4: ['uint32', 'int32'],
  8: ['uint64', 'int64'],
};

function integerPixel({ size, signed, bigEndian }: StoredType): Pixel | null {
  const types = integers[size];
  return types === undefined ? null : flat(types[signed ? 1 : 0], size, bigEndian);
}

function floatPixel({ size, bigEndian }: StoredType): Pixel | null {
  if (size === 4) return flat('float32', 4, bigEndian);
  if (size === 8) return flat('float64', 8, bigEndian);
  if (size !== 2) return null;
  const decode = (bytes: Uint8Array<ArrayBuffer>): PixelArray =>
    fromHalf(pixelsOf(bytes, 'uint16', !bigEndian) as Uint16Array);
  return { elementType: 'float32', half: true, storedBytes: 2, decode };
}

function complexPixel(partBytes: number, bigEndian: boolean): Pixel | null {
  if (partBytes === 4) return flat('complex64', 8, bigEndian);
  return partBytes === 8 ? flat('complex128', 16, bigEndian) : null;
}

/** A record of two equal floats is a complex number, one of three bytes a colour; other records are tables. */
function compoundPixel({ members, size }: StoredType): Pixel | null {
  const part = members[0]?.type;
  if (part === undefined || size !== part.size * members.length) return null;
  const alike = members.every(
    (m, i) => m.offset === i * part.size && m.type.kind === part.kind && m.type.size === part.size,
  );
  if (!alike) return null;
  if (members.length === 2 && part.kind === typeKind.float) return complexPixel(part.size, part.bigEndian);
  if (members.length === 3 && part.kind === typeKind.integer && part.size === 1) return flat('rgb8', 3, false);
  return null;
}

/** Truth values as Python writes them: an enumeration of FALSE = 0 and TRUE = 1. */
function isBoolean({ size, names }: StoredType): boolean {
  return size === 1 && names['FALSE'] === 0 && names['TRUE'] === 1;
}
