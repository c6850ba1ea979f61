import { groupLeaves, newTreeRecords } from './btree.ts';
import { heapObject, openHeap } from './fractal-heap.ts';
import { type Message, message } from './object-header.ts';
import { Cursor, decodeText, type Store } from './store.ts';

/** What a name in a group leads to. */
export interface Link {
  readonly name: string;
  /** Address of the object, or null for a link by path or into another file. */
  readonly address: number | null;
  /** Path that a soft link names. */
  readonly path: string | null;
  /** When it was made, where the group keeps count. */
  readonly order: number | null;
}

const mostLinks = 100_000;

/** The links of a group in the order they were made, where it is known, else by name. Null for what is no group. */
export function linksOf(store: Store, messages: readonly Message[]): readonly Link[] | null {
  const table = messages.find((m) => m.type === message.symbolTable);
  const info = messages.find((m) => m.type === message.linkInfo);
  if (table === undefined && info === undefined) return null;
  const links: Link[] = [];
  if (table !== undefined) links.push(...oldLinks(store, new Cursor(store, table.content)));
  for (const m of messages) if (m.type === message.link) links.push(readLink(new Cursor(store, m.content)));
  if (info !== undefined) links.push(...denseLinks(store, new Cursor(store, info.content)));
  if (links.length > mostLinks) throw store.damaged(`a group in it lists ${links.length} entries`);
  const ordered = links.length > 0 && links.every((link) => link.order !== null);
  return ordered
    ? links.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    : links.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Old groups: a tree of symbol nodes, whose names stand in a local heap. */
function oldLinks(store: Store, table: Cursor): readonly Link[] {
  const tree = table.address();
  const heap = table.address();
  if (tree === null || heap === null) return [];
  const { offset, length } = store.widths;
  const head = store.signed(heap, 'HEAP', 8 + 2 * length + offset).skip(4);
  const namesBytes = head.length();
  head.length();
  const names = store.bytes(head.address() ?? 0, namesBytes);
  const links: Link[] = [];
  for (const leaf of groupLeaves(store, tree)) {
    const count = store.signed(leaf, 'SNOD', 8).skip(2).u16();
    const entries = store.block(leaf + 8, count * (2 * offset + 24));
    for (let i = 0; i < count; i++) links.push(readSymbol(entries, names));
    if (links.length > mostLinks) break;
  }
  return links;
}

function readSymbol(entries: Cursor, names: Uint8Array): Link {
  const at = entries.whole(entries.store.widths.offset);
  const address = entries.address();
  const soft = entries.u32() === 2;
  entries.skip(4);
  const target = entries.u32();
  entries.skip(12);
  const name = decodeText(names.subarray(at, at + 4096));
  return soft
    ? { name, address: null, path: decodeText(names.subarray(target, target + 4096)), order: null }
    : { name, address, path: null, order: null };
}

/** A link message: one name of a new group. */
function readLink(cursor: Cursor): Link {
  if (cursor.u8() !== 1) throw cursor.store.damaged('a link in it is of no known kind');
  const flags = cursor.u8();
  const kind = (flags & 8) === 0 ? 0 : cursor.u8();
  const order = (flags & 4) === 0 ? null : cursor.whole(8);
  if ((flags & 16) !== 0) cursor.skip(1);
  const name = cursor.text(cursor.whole(2 ** (flags & 3)));
  if (kind === 0) return { name, address: cursor.address(), path: null, order };
  return { name, address: null, path: kind === 1 ? cursor.text(cursor.u16()) : null, order };
}

/** Large new groups: links in a heap, found through a tree by name. */
function denseLinks(store: Store, info: Cursor): readonly Link[] {
  info.skip(1);
  const flags = info.u8();
  if ((flags & 1) !== 0) info.skip(8);
  const heapAddress = info.address();
  const tree = info.address();
  if (heapAddress === null || tree === null) return [];
  const heap = openHeap(store, heapAddress);
  // a record is a hash of the name, then the link's place in the heap
  return newTreeRecords(store, tree).map((record) => readLink(new Cursor(store, heapObject(heap, record.subarray(4)))));
}
