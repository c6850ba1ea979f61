import { type Cursor, decodeText } from './store.ts';

/** How HDF5 stores one value. `kind` is the class of the file format specification (IV.A.2.d). */
export interface StoredType {
  readonly kind: number;
  readonly size: number;
  readonly bigEndian: boolean;
  readonly signed: boolean;
  /** Text of any length, held in a heap. */
  readonly vlenText: boolean;
  readonly members: readonly StoredMember[];
  /** Names of an enumeration and their values. */
  readonly names: Readonly<Record<string, number>>;
  /** Of arrays, enumerations, lists and complex numbers. */
  readonly base: StoredType | null;
}
export interface StoredMember {
  readonly name: string;
  readonly offset: number;
  readonly type: StoredType;
}

export const typeKind = {
  integer: 0,
  float: 1,
  text: 3,
  bitfield: 4,
  opaque: 5,
  compound: 6,
  reference: 7,
  enumeration: 8,
  list: 9,
  array: 10,
  complex: 11,
} as const;

const deepest = 8;
const mostMembers = 4096;

/** A datatype message, versions 1 to 5. */
export function readDatatype(cursor: Cursor, depth = 0): StoredType {
  const { store } = cursor;
  if (depth > deepest) throw store.damaged('a type in it is made of types without end');
  const start = cursor.at;
  const head = cursor.u8();
  const kind = head & 15;
  const version = head >> 4;
  const flags = cursor.whole(3);
  const size = cursor.u32();
  const plain = {
    kind,
    size,
    bigEndian: false,
    signed: false,
    vlenText: false,
    members: [],
    names: {},
    base: null,
  };
  switch (kind) {
    case typeKind.integer:
    case typeKind.bitfield:
      cursor.skip(4);
      return { ...plain, bigEndian: (flags & 1) === 1, signed: kind === typeKind.integer && (flags & 8) !== 0 };
    case typeKind.float: {
      const exponentBits = cursor.skip(5).u8();
      cursor.skip(6);
      // 16 bits may also be a bfloat16, which is no number here
      const known = size !== 2 || exponentBits === 5;
      return { ...plain, kind: known ? kind : typeKind.opaque, bigEndian: (flags & 1) === 1 };
    }
    case typeKind.opaque:
      cursor.skip(Math.min(cursor.left, flags & 255));
      return plain;
    case typeKind.compound:
      return { ...plain, members: readMembers(cursor, version, flags & 0xffff, size, depth) };
    case typeKind.enumeration:
      return readEnumeration(cursor, version, flags & 0xffff, plain, depth);
    case typeKind.list:
      return { ...plain, base: readDatatype(cursor, depth + 1), vlenText: (flags & 15) === 1 };
    case typeKind.array: {
      const rank = cursor.u8();
      cursor.skip((version < 3 ? 3 : 0) + rank * 4 * (version < 3 ? 2 : 1));
      return { ...plain, base: readDatatype(cursor, depth + 1) };
    }
    case typeKind.complex: {
      const base = readDatatype(cursor, depth + 1);
      return { ...plain, base, bigEndian: base.bigEndian };
    }
    default:
      if (cursor.at === start) throw store.damaged('a type in it is none');
      return plain;
  }
}

function readMembers(
  cursor: Cursor,
  version: number,
  count: number,
  size: number,
  depth: number,
): readonly StoredMember[] {
  if (count > mostMembers) throw cursor.store.damaged(`a record in it has ${count} parts`);
  const offsetBytes = version < 3 ? 4 : size < 256 ? 1 : size < 65_536 ? 2 : size < 16_777_216 ? 3 : 4;
  return Array.from({ length: count }, () => {
    const name = readName(cursor, version);
    const offset = cursor.whole(offsetBytes);
    // version 1 states array dimensions of each part here
    if (version === 1) cursor.skip(28);
    return { name, offset, type: readDatatype(cursor, depth + 1) };
  });
}

/** Names are padded to 8 bytes before version 3. */
function readName(cursor: Cursor, version: number): string {
  const start = cursor.at;
  const name = cursor.nulText();
  if (version < 3) cursor.align(start);
  return name;
}

function readEnumeration(cursor: Cursor, version: number, count: number, plain: StoredType, depth: number): StoredType {
  if (count > mostMembers) throw cursor.store.damaged(`a type in it has ${count} names`);
  const base = readDatatype(cursor, depth + 1);
  const names = Array.from({ length: count }, () => readName(cursor, version));
  const values = names.map(() => cursor.whole(Math.min(8, base.size)));
  return {
    ...plain,
    base,
    bigEndian: base.bigEndian,
    signed: base.signed,
    names: Object.fromEntries(names.map((name, i) => [name, values[i]])),
  };
}

/** Fixed-length text values, `count` of them. */
export function fixedTexts(bytes: Uint8Array, size: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => decodeText(bytes.subarray(i * size, (i + 1) * size)));
}
