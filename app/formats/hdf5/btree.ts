import type { Cursor, Store } from './store.ts';

const deepest = 32;

/** The leaves of a group's old tree (version 1, type 0): addresses of symbol nodes, in name order. */
export function groupLeaves(store: Store, address: number): readonly number[] {
  const found: number[] = [];
  const visit = (at: number, level: number): void => {
    const node = oldNode(store, at, 0);
    if (node.level >= level) throw store.damaged('a tree in it runs in a circle');
    for (let i = 0; i < node.used; i++) {
      node.cursor.length();
      const child = node.cursor.address();
      if (child === null) continue;
      if (node.level === 0) found.push(child);
      else visit(child, node.level);
    }
  };
  visit(address, deepest);
  return found;
}

/** A chunk as an index lists it. */
export interface ChunkEntry {
  readonly address: number;
  /** Stored bytes, or null for an unpacked chunk. */
  readonly length: number | null;
  /** Steps of the packing that were left out, one bit each. */
  readonly mask: number;
}

/** A node of a chunk tree, unpacked: keys are positions of first elements, `rank` numbers each. */
interface ChunkNode {
  readonly level: number;
  readonly keys: Float64Array;
  readonly entries: readonly (ChunkEntry | null)[];
}
const nodesKept = 4096;

/** A dataset's old tree of chunks (version 1, type 1). Nodes are kept once read. */
export class ChunkTree {
  private readonly store: Store;
  private readonly root: number;
  private readonly rank: number;
  private readonly nodes = new Map<number, ChunkNode>();

  constructor(store: Store, root: number, rank: number) {
    this.store = store;
    this.root = root;
    this.rank = rank;
  }

  /** The chunk whose first element stands at a position, or null where nothing was written. */
  find(start: readonly number[]): ChunkEntry | null {
    let node = this.node(this.root);
    for (;;) {
      const index = this.lastUpTo(node, start);
      const entry = index < 0 ? null : node.entries[index];
      if (entry === null) return null;
      if (node.level === 0) return this.order(node, index, start) === 0 ? entry : null;
      const below = this.node(entry.address);
      if (below.level >= node.level) throw this.store.damaged('a tree in it runs in a circle');
      node = below;
    }
  }

  /** Index of the last key that does not come after `start`; -1 when all do. */
  private lastUpTo(node: ChunkNode, start: readonly number[]): number {
    let low = 0;
    let high = node.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.order(node, middle, start) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private order(node: ChunkNode, index: number, start: readonly number[]): number {
    for (let axis = 0; axis < this.rank; axis++) {
      const difference = node.keys[index * this.rank + axis] - start[axis];
      if (difference !== 0) return difference;
    }
    return 0;
  }

  private node(address: number): ChunkNode {
    const known = this.nodes.get(address);
    if (known) return known;
    const { level, used, cursor } = oldNode(this.store, address, 8 + 8 * (this.rank + 1));
    const keys = new Float64Array(used * this.rank);
    const entries: (ChunkEntry | null)[] = [];
    for (let i = 0; i < used; i++) {
      const length = cursor.u32();
      const mask = cursor.u32();
      for (let axis = 0; axis < this.rank; axis++) keys[i * this.rank + axis] = cursor.whole(8);
      cursor.skip(8);
      const child = cursor.address();
      entries.push(child === null ? null : { address: child, length, mask });
    }
    if (this.nodes.size >= nodesKept) this.nodes.clear();
    const node = { level, keys, entries };
    this.nodes.set(address, node);
    return node;
  }
}

interface OldNode {
  readonly level: number;
  readonly used: number;
  readonly cursor: Cursor;
}

/** `keyBytes` 0: keys have the width of a length. */
function oldNode(store: Store, address: number, keyBytes: number): OldNode {
  const { offset, length } = store.widths;
  const headBytes = 8 + 2 * offset;
  const head = store.signed(address, 'TREE', headBytes);
  const type = head.u8();
  const level = head.u8();
  const used = head.u16();
  if (type !== (keyBytes === 0 ? 0 : 1)) throw store.damaged('a tree in it is of another kind');
  return { level, used, cursor: store.block(address + headBytes, used * ((keyBytes || length) + offset)) };
}

/** All records of a new tree (version 2), in order, each with its bytes. */
export function newTreeRecords(store: Store, address: number): readonly Uint8Array<ArrayBuffer>[] {
  const { offset, length } = store.widths;
  const head = store.signed(address, 'BTHD', 4 + 12 + offset + 2 + length + 4);
  head.skip(2);
  const nodeBytes = head.u32();
  const recordBytes = head.u16();
  const depth = head.u16();
  head.skip(2);
  const root = head.address();
  const count = head.u16();
  if (depth > deepest || recordBytes === 0 || nodeBytes < 16) throw store.damaged('a tree in it is of no known kind');
  const shape = treeShape(nodeBytes, recordBytes, depth, offset);
  const found: Uint8Array<ArrayBuffer>[] = [];
  const visit = (at: number, level: number, records: number): void => {
    const node = store.signed(at, level === 0 ? 'BTLF' : 'BTIN', nodeBytes).skip(2);
    const own = Array.from({ length: records }, () => node.part(recordBytes));
    if (level === 0) {
      found.push(...own);
      return;
    }
    for (let i = 0; i <= records; i++) {
      const child = node.address();
      const below = node.whole(shape.countBytes);
      node.skip(shape.totalBytes[level - 1]);
      if (child !== null) visit(child, level - 1, below);
      if (i < records) found.push(own[i]);
    }
  };
  if (root !== null) visit(root, depth, count);
  return found;
}

/** Widths of the counts beside child pointers, which follow from how many records a node can have. */
function treeShape(
  nodeBytes: number,
  recordBytes: number,
  depth: number,
  offset: number,
): { readonly countBytes: number; readonly totalBytes: readonly number[] } {
  const overhead = 10;
  const leafMost = Math.floor((nodeBytes - overhead) / recordBytes);
  const countBytes = bytesFor(leafMost);
  const totalBytes = [0];
  let total = leafMost;
  for (let level = 1; level <= depth; level++) {
    const pointer = offset + countBytes + totalBytes[level - 1];
    const most = Math.floor((nodeBytes - overhead - pointer) / (recordBytes + pointer));
    total = (most + 1) * total + most;
    totalBytes.push(bytesFor(total));
  }
  return { countBytes, totalBytes };
}

/** Bytes that hold numbers up to `most`. */
export function bytesFor(most: number): number {
  return Math.floor(Math.log2(Math.max(1, most)) / 8) + 1;
}
