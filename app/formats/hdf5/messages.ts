import { readDatatype, type StoredType } from './datatype.ts';
import { type Message, message, readMessages } from './object-header.ts';
import { Cursor, type Store } from './store.ts';

/** The extent of a dataset or attribute. `shape` is null for one that holds nothing, [] for a single value. */
export interface Dataspace {
  readonly shape: readonly number[] | null;
  /** Largest sizes it may grow to; null where there is no limit. */
  readonly most: readonly (number | null)[];
}

const mostRank = 32;

export function readDataspace(cursor: Cursor): Dataspace {
  const { store } = cursor;
  const version = cursor.u8();
  const rank = cursor.u8();
  const flags = cursor.u8();
  if (version < 1 || version > 2 || rank > mostRank) throw store.damaged('an extent in it is of no known kind');
  const kind = cursor.u8();
  if (version === 1) cursor.skip(4);
  const shape = Array.from({ length: rank }, () => cursor.length());
  const most = (flags & 1) === 1 ? Array.from({ length: rank }, () => limit(cursor)) : shape;
  return { shape: version === 2 && kind === 2 ? null : shape, most };
}

function limit(cursor: Cursor): number | null {
  const width = cursor.store.widths.length;
  const unlimited = cursor.part(width).every((byte) => byte === 0xff);
  cursor.at -= width;
  const value = cursor.length();
  return unlimited ? null : value;
}

/** The datatype of a message, which may be only a pointer to a named type elsewhere. */
export function datatypeOf(store: Store, content: Uint8Array<ArrayBuffer>, shared: boolean): StoredType {
  const cursor = new Cursor(store, content);
  if (!shared) return readDatatype(cursor);
  const version = cursor.u8();
  const where = cursor.u8();
  if (version === 3 && where === 1) throw store.unknown('its types stand in a table of shared messages');
  if (version === 1) cursor.skip(6);
  const address = cursor.address();
  const target = address === null ? undefined : readMessages(store, address).find(isOwnDatatype);
  if (target === undefined) throw store.damaged('a named type in it is missing');
  return readDatatype(new Cursor(store, target.content));
}

function isOwnDatatype(m: Message): boolean {
  return m.type === message.datatype && !m.shared;
}

/** Where and how a dataset's values lie. */
export type Layout =
  | { readonly kind: 'compact'; readonly values: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'contiguous'; readonly address: number | null; readonly length: number }
  | { readonly kind: 'chunked'; readonly chunk: readonly number[]; readonly index: ChunkIndexInfo };

/** How chunks are found. Addresses are null as long as nothing was written. */
export type ChunkIndexInfo =
  | { readonly kind: 'tree'; readonly address: number | null }
  | { readonly kind: 'single'; readonly address: number | null; readonly packed: PackedChunk | null }
  | { readonly kind: 'implicit'; readonly address: number | null }
  | { readonly kind: 'fixed array'; readonly address: number | null }
  | { readonly kind: 'extensible array'; readonly address: number | null }
  | { readonly kind: 'second tree'; readonly address: number | null };
interface PackedChunk {
  readonly length: number;
  readonly mask: number;
}

/** A layout message, versions 1 to 4, of a dataset of `rank` axes. */
export function readLayout(cursor: Cursor, rank: number): Layout {
  const { store } = cursor;
  const version = cursor.u8();
  if (version === 1 || version === 2) return readOldLayout(cursor, rank);
  if (version !== 3 && version !== 4) throw store.unknown(`its data are arranged in a newer way (layout ${version})`);
  const kind = cursor.u8();
  if (kind === 0) return { kind: 'compact', values: cursor.part(cursor.u16()).slice() };
  if (kind === 1) return { kind: 'contiguous', address: cursor.address(), length: cursor.length() };
  if (kind === 3) throw store.unknown('its data lie in other files (virtual dataset)');
  if (kind !== 2) throw store.damaged('its data are arranged in no known way');
  if (version === 4) return readIndexedLayout(cursor, rank);
  const dimensions = cursor.u8();
  const address = cursor.address();
  return { kind: 'chunked', chunk: readChunk(cursor, dimensions, rank, 4), index: { kind: 'tree', address } };
}

function readOldLayout(cursor: Cursor, rank: number): Layout {
  const dimensions = cursor.u8();
  const kind = cursor.u8();
  cursor.skip(5);
  const address = kind === 0 ? null : cursor.address();
  if (kind === 2)
    return { kind: 'chunked', chunk: readChunk(cursor, dimensions, rank, 4), index: { kind: 'tree', address } };
  cursor.skip(4 * dimensions);
  if (kind === 0) return { kind: 'compact', values: cursor.part(cursor.u32()).slice() };
  return { kind: 'contiguous', address, length: Number.POSITIVE_INFINITY };
}

/** Chunk sizes; the file adds the bytes of a value as a last axis. */
function readChunk(cursor: Cursor, dimensions: number, rank: number, width: number): readonly number[] {
  if (dimensions !== rank + 1) throw cursor.store.damaged('its chunks have another number of axes than its data');
  const sizes = Array.from({ length: dimensions }, () => cursor.whole(width));
  if (sizes.some((size) => size === 0)) throw cursor.store.damaged('its chunks are empty');
  return sizes.slice(0, rank);
}

function readIndexedLayout(cursor: Cursor, rank: number): Layout {
  const flags = cursor.u8();
  const dimensions = cursor.u8();
  const width = cursor.u8();
  if (width < 1 || width > 8) throw cursor.store.damaged('its chunks have no size');
  const chunk = readChunk(cursor, dimensions, rank, width);
  return { kind: 'chunked', chunk, index: readIndex(cursor, flags) };
}

function readIndex(cursor: Cursor, flags: number): ChunkIndexInfo {
  const kind = cursor.u8();
  switch (kind) {
    case 1: {
      const packed = (flags & 2) === 0 ? null : { length: cursor.length(), mask: cursor.u32() };
      return { kind: 'single', packed, address: cursor.address() };
    }
    case 2:
      return { kind: 'implicit', address: cursor.address() };
    case 3:
      return { kind: 'fixed array', address: cursor.skip(1).address() };
    case 4:
      return { kind: 'extensible array', address: cursor.skip(5).address() };
    case 5:
      return { kind: 'second tree', address: cursor.skip(6).address() };
    default:
      throw cursor.store.damaged('its chunks are listed in no known way');
  }
}

/** One step of the packing of chunks, in the order in which it was applied. */
export interface Filter {
  readonly id: number;
  readonly values: readonly number[];
}

export function readFilters(cursor: Cursor): readonly Filter[] {
  const version = cursor.u8();
  const count = cursor.u8();
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameBytes = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.skip(2);
    const valueCount = cursor.u16();
    cursor.skip(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    const values = Array.from({ length: valueCount }, () => cursor.u32());
    if (version === 1 && valueCount % 2 === 1) cursor.skip(4);
    return { id, values };
  });
}

/** The bytes that stand where nothing was written, or null for zeros. */
export function fillOf(store: Store, messages: readonly Message[]): Uint8Array | null {
  const found = messages.find((m) => m.type === message.fillValue && !m.shared);
  if (found === undefined) return null;
  const cursor = new Cursor(store, found.content);
  const version = cursor.u8();
  if (version === 3) {
    const defined = (cursor.u8() & 0x20) !== 0;
    return defined ? cursor.part(cursor.u32()) : null;
  }
  const defined = cursor.skip(2).u8() === 1;
  return defined && cursor.left >= 4 ? cursor.part(cursor.u32()) : null;
}
