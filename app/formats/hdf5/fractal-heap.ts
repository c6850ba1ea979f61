import { bytesFor, newTreeRecords } from './btree.ts';
import { Cursor, type Store } from './store.ts';

/** A fractal heap's header, as far as finding objects needs it. */
export interface Heap {
  readonly store: Store;
  readonly idBytes: number;
  readonly filtered: boolean;
  readonly checksums: boolean;
  /** Tree of objects too large for the blocks. */
  readonly hugeTree: number | null;
  readonly width: number;
  readonly startBytes: number;
  readonly largestDirect: number;
  /** Bytes of an offset into the heap, and of an object's length. */
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly root: number | null;
  readonly rootRows: number;
}

/** Opens a fractal heap, where new groups keep their links and objects their many attributes. */
export function openHeap(store: Store, address: number): Heap {
  const { offset, length } = store.widths;
  const head = store.signed(address, 'FRHP', 4 + 18 + 12 * length + 3 * offset);
  head.skip(1);
  const idBytes = head.u16();
  const filterBytes = head.u16();
  const flags = head.u8();
  const mostManaged = head.u32();
  head.length();
  const hugeTree = head.address();
  head.length();
  head.address();
  head.skip(8 * length);
  const width = head.u16();
  const startBytes = head.length();
  const largestDirect = head.length();
  const bits = head.u16();
  head.skip(2);
  const root = head.address();
  const rootRows = head.u16();
  if (width === 0 || startBytes === 0 || largestDirect < startBytes || bits > 64)
    throw store.damaged('a heap in it is of no known kind');
  return {
    store,
    idBytes,
    filtered: filterBytes > 0,
    checksums: (flags & 2) !== 0,
    hugeTree,
    width,
    startBytes,
    largestDirect,
    offsetBytes: Math.ceil(bits / 8),
    lengthBytes: Math.min(Math.ceil(Math.log2(largestDirect) / 8), bytesFor(mostManaged)),
    root,
    rootRows,
  };
}

/** The object that a heap's identifier names. */
export function heapObject(heap: Heap, id: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { store } = heap;
  const cursor = new Cursor(store, id);
  const first = cursor.u8();
  const kind = (first >> 4) & 3;
  if (heap.filtered) throw store.unknown('its names or attributes are compressed');
  if (kind === 2) {
    const length = heap.idBytes > 17 ? (first & 15) * 256 + cursor.u8() : first & 15;
    return cursor.part(length + 1).slice();
  }
  if (kind === 1) return hugeObject(heap, cursor);
  const offset = cursor.whole(heap.offsetBytes);
  const length = cursor.whole(heap.lengthBytes);
  return managedObject(heap, offset, length);
}

function hugeObject(heap: Heap, cursor: Cursor): Uint8Array<ArrayBuffer> {
  const { store } = heap;
  const { offset, length } = store.widths;
  if (heap.idBytes >= 1 + offset + length) {
    const address = cursor.address();
    return store.bytes(address ?? 0, cursor.length());
  }
  const wanted = cursor.whole(Math.min(8, cursor.left, length));
  for (const record of heap.hugeTree === null ? [] : newTreeRecords(store, heap.hugeTree)) {
    const fields = new Cursor(store, record);
    const address = fields.address();
    const size = fields.length();
    if (fields.length() === wanted && address !== null) return store.bytes(address, size);
  }
  throw store.damaged('an object of a heap in it is missing');
}

/** Bytes of a block of row `row`: the first two rows are alike, then each doubles. */
function blockBytes(heap: Heap, row: number): number {
  return heap.startBytes * 2 ** Math.max(0, row - 1);
}

/** Follows the doubling table from the root to the block that holds `offset`. */
function managedObject(heap: Heap, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const { store, width } = heap;
  if (heap.root === null) throw store.damaged('a heap in it is empty');
  if (heap.rootRows === 0) return store.bytes(heap.root + offset, length);
  let address = heap.root;
  let rows = heap.rootRows;
  let rest = offset;
  for (let depth = 0; depth < 16; depth++) {
    let row = 0;
    while (row < rows && rest >= width * blockBytes(heap, row)) {
      rest -= width * blockBytes(heap, row);
      row++;
    }
    if (row >= rows) break;
    const size = blockBytes(heap, row);
    const entry = row * width + Math.floor(rest / size);
    rest %= size;
    const child = childAddress(heap, address, entry);
    if (child === null) break;
    if (size <= heap.largestDirect) {
      if (rest + length > size) break;
      return store.bytes(child + rest, length);
    }
    address = child;
    rows = Math.log2(size) - Math.log2(heap.startBytes * width) + 1;
  }
  throw store.damaged('an object of a heap in it lies outside of it');
}

function childAddress(heap: Heap, block: number, entry: number): number | null {
  const { store } = heap;
  const headBytes = 5 + store.widths.offset + heap.offsetBytes;
  store.signed(block, 'FHIB', headBytes);
  return store.block(block + headBytes + entry * store.widths.offset, store.widths.offset).address();
}
