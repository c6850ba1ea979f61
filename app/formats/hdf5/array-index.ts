import type { ChunkEntry } from './btree.ts';
import type { Cursor, Store } from './store.ts';

/** Reads the entry of one chunk at the cursor: its address and, for packed chunks, its length and left-out steps. */
function readEntry(cursor: Cursor, entryBytes: number, packed: boolean): ChunkEntry | null {
  const { offset } = cursor.store.widths;
  const address = cursor.address();
  const length = packed ? cursor.whole(Math.min(8, Math.max(1, entryBytes - offset - 4))) : null;
  const mask = packed ? cursor.u32() : 0;
  return address === null ? null : { address, length, mask };
}

/** Finds a chunk by its number; null where nothing was written. */
export type FindByNumber = (index: number) => ChunkEntry | null;

/** A fixed array: the chunks of a dataset that can't grow. */
export function fixedArray(store: Store, address: number): FindByNumber {
  const { offset, length } = store.widths;
  const head = store.signed(address, 'FAHD', 8 + length + offset);
  head.skip(1);
  const packed = head.u8() === 1;
  const entryBytes = head.u8();
  const pageEntries = 2 ** head.u8();
  const count = head.length();
  const block = head.address();
  if (block === null) return () => null;
  store.signed(block, 'FADB', 6 + offset);
  const start = block + 6 + offset;
  const entryAt = (at: number): ChunkEntry | null => readEntry(store.block(at, entryBytes), entryBytes, packed);
  if (count <= pageEntries) return (index) => (index < count ? entryAt(start + index * entryBytes) : null);
  // pages follow a map of those that are in use; a checksum stands before the first and after each
  const mapBytes = Math.ceil(Math.ceil(count / pageEntries) / 8);
  return (index) => {
    const page = Math.floor(index / pageEntries);
    if (index >= count || (store.block(start + (page >> 3), 1).u8() & (0x80 >> (page & 7))) === 0) return null;
    const pageStart = start + mapBytes + 4 + page * (pageEntries * entryBytes + 4);
    return entryAt(pageStart + (index % pageEntries) * entryBytes);
  };
}

interface Extensible {
  readonly store: Store;
  readonly packed: boolean;
  readonly entryBytes: number;
  /** Entries in the smallest data block, and in a page of a large one. */
  readonly leastEntries: number;
  readonly pageEntries: number;
  /** Data block addresses that the index block holds, and super blocks that it replaces. */
  readonly directBlocks: number;
  readonly directSupers: number;
  /** Bytes of a block's offset. */
  readonly offsetBytes: number;
  readonly headBytes: number;
}

/** A run of data blocks of one size: which is first, at which entry they start, and how large each is. */
interface SuperBlock {
  readonly number: number;
  readonly blocks: number;
  readonly entries: number;
  readonly firstEntry: number;
  readonly firstBlock: number;
}

/** Super block `number` and what comes before it: blocks double in number and in size by turns. */
function superBlock(array: Extensible, number: number): SuperBlock {
  let firstEntry = 0;
  let firstBlock = 0;
  for (let u = 0; u < number; u++) {
    const blocks = 2 ** Math.floor(u / 2);
    firstEntry += blocks * 2 ** Math.floor((u + 1) / 2) * array.leastEntries;
    firstBlock += blocks;
  }
  const entries = 2 ** Math.floor((number + 1) / 2) * array.leastEntries;
  return { number, blocks: 2 ** Math.floor(number / 2), entries, firstEntry, firstBlock };
}

/** An extensible array: the chunks of a dataset that grows along one axis. */
export function extensibleArray(store: Store, address: number): FindByNumber {
  const { offset, length } = store.widths;
  const head = store.signed(address, 'EAHD', 12 + 6 * length + offset);
  head.skip(1);
  const packed = head.u8() === 1;
  const entryBytes = head.u8();
  const bits = head.u8();
  const inIndex = head.u8();
  const leastEntries = head.u8();
  const leastPointers = head.u8();
  const pageBits = head.u8();
  head.skip(6 * length);
  const indexBlock = head.address();
  if (leastEntries === 0 || leastPointers === 0 || bits > 64)
    throw store.damaged('its list of chunks is of no known kind');
  if (indexBlock === null) return () => null;
  const array: Extensible = {
    store,
    packed,
    entryBytes,
    leastEntries,
    pageEntries: 2 ** pageBits,
    directBlocks: 2 * (leastPointers - 1),
    directSupers: 2 * Math.floor(Math.log2(leastPointers)),
    offsetBytes: Math.ceil(bits / 8),
    headBytes: 6 + offset,
  };
  store.signed(indexBlock, 'EAIB', array.headBytes);
  const entries = indexBlock + array.headBytes;
  return (index) =>
    index < inIndex
      ? readEntry(store.block(entries + index * entryBytes, entryBytes), entryBytes, packed)
      : inDataBlock(array, entries + inIndex * entryBytes, index - inIndex);
}

function inDataBlock(array: Extensible, pointers: number, index: number): ChunkEntry | null {
  const { store, entryBytes, packed } = array;
  const { offset } = store.widths;
  const block = superBlock(array, Math.floor(Math.log2(Math.floor(index / array.leastEntries) + 1)));
  const within = index - block.firstEntry;
  const number = Math.floor(within / block.entries);
  const entry = within % block.entries;
  const pages = block.entries > array.pageEntries ? Math.ceil(block.entries / array.pageEntries) : 0;
  let data: number | null;
  if (block.number < array.directSupers) {
    data = store.block(pointers + (block.firstBlock + number) * offset, offset).address();
  } else {
    const at = pointers + (array.directBlocks + block.number - array.directSupers) * offset;
    const parent = store.block(at, offset).address();
    if (parent === null) return null;
    store.signed(parent, 'EASB', array.headBytes + array.offsetBytes);
    const mapBytes = Math.ceil(pages / 8);
    const list = parent + array.headBytes + array.offsetBytes + block.blocks * mapBytes;
    data = store.block(list + number * offset, offset).address();
  }
  if (data === null) return null;
  let start = data + array.headBytes + array.offsetBytes + entry * entryBytes;
  // in a paged block a checksum stands before the first page and after each
  if (pages > 0) start += 4 + Math.floor(entry / array.pageEntries) * 4;
  return readEntry(store.block(start, entryBytes), entryBytes, packed);
}
