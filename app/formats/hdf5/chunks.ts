import { extensibleArray, fixedArray } from './array-index.ts';
import { type ChunkEntry, ChunkTree, newTreeRecords } from './btree.ts';
import type { ChunkIndexInfo, Dataspace } from './messages.ts';
import { Cursor, type Store } from './store.ts';

/** Finds where a chunk lies by its number along each axis; null where nothing was written. */
export type FindChunk = (position: readonly number[]) => ChunkEntry | null;

const mostListed = 1_000_000;

/** The index of a chunked dataset. `chunkBytes` is the size of an unpacked chunk, `packed` whether filters apply. */
export function chunkFinder(
  store: Store,
  index: ChunkIndexInfo,
  chunk: readonly number[],
  space: Dataspace,
  chunkBytes: number,
  packed: boolean,
): FindChunk {
  const { address } = index;
  if (address === null) return () => null;
  switch (index.kind) {
    case 'tree': {
      const tree = new ChunkTree(store, address, chunk.length);
      return (position) => tree.find(position.map((p, i) => p * chunk[i]));
    }
    case 'single':
      return () => ({ address, length: index.packed?.length ?? null, mask: index.packed?.mask ?? 0 });
    case 'implicit': {
      const number = rowMajor(space, chunk);
      return (position) => ({ address: address + number(position) * chunkBytes, length: null, mask: 0 });
    }
    case 'fixed array': {
      const number = rowMajor(space, chunk);
      const find = fixedArray(store, address);
      return (position) => find(number(position));
    }
    case 'extensible array': {
      const number = growingFirst(space, chunk);
      const find = extensibleArray(store, address);
      return (position) => find(number(position));
    }
    case 'second tree':
      return listedChunks(store, address, chunk.length, packed);
  }
}

/** Chunks along each axis, as far as it may grow (as far as it goes, where there is no limit). */
function chunkCounts(space: Dataspace, chunk: readonly number[]): readonly number[] {
  return chunk.map((size, i) => Math.ceil((space.most[i] ?? space.shape?.[i] ?? 1) / size));
}

type Numbering = (position: readonly number[]) => number;

function rowMajor(space: Dataspace, chunk: readonly number[]): Numbering {
  const counts = chunkCounts(space, chunk);
  return (position) => position.reduce((n, p, i) => n * counts[i] + p, 0);
}

/** The axis without a limit counts slowest, so that numbers stay as it grows. */
function growingFirst(space: Dataspace, chunk: readonly number[]): Numbering {
  const counts = chunkCounts(space, chunk);
  const growing = Math.max(0, space.most.indexOf(null));
  const order = [growing, ...Array.from(counts.keys()).filter((axis) => axis !== growing)];
  return (position) => order.reduce((n, axis) => n * counts[axis] + position[axis], 0);
}

/** Datasets that grow along several axes: a new tree, read once. */
function listedChunks(store: Store, address: number, rank: number, packed: boolean): FindChunk {
  const chunks = new Map<string, ChunkEntry>();
  const records = newTreeRecords(store, address);
  if (records.length > mostListed) throw store.damaged(`it lists ${records.length} chunks`);
  for (const record of records) {
    const fields = new Cursor(store, record);
    const at = fields.address();
    const lengthBytes = record.length - store.widths.offset - 4 - 8 * rank;
    const length = packed ? fields.whole(Math.min(8, Math.max(1, lengthBytes))) : null;
    const mask = packed ? fields.u32() : 0;
    const position = Array.from({ length: rank }, () => fields.whole(8));
    if (at !== null) chunks.set(position.join(), { address: at, length, mask });
  }
  return (position) => chunks.get(position.join()) ?? null;
}
