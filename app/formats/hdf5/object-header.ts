import { Cursor, type Store } from './store.ts';

/** Kinds of header messages (HDF5 file format specification, IV.A.2). */
export const message = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** One fact about an object. `shared` says that its content is only a pointer to a message elsewhere. */
export interface Message {
  readonly type: number;
  readonly shared: boolean;
  readonly content: Uint8Array<ArrayBuffer>;
}

const mostMessages = 100_000;
const mostBlocks = 4096;

/** All messages of an object header, versions 1 and 2, with their continuations. */
export function readMessages(store: Store, address: number): readonly Message[] {
  const start = store.block(address, 16);
  return start.text(4) === 'OHDR' ? readNew(store, address) : readOld(store, address);
}

interface Piece {
  readonly address: number;
  readonly length: number;
}

/** Reads `first` and every block that a continuation message in it names. */
function collect(
  store: Store,
  first: Cursor,
  readBlock: (cursor: Cursor, into: Message[]) => void,
  openBlock: (piece: Piece) => Cursor,
): readonly Message[] {
  const found: Message[] = [];
  readBlock(first, found);
  let blocks = 0;
  for (let i = 0; i < found.length; i++) {
    if (found.length > mostMessages) throw store.damaged('an object in it is described without end');
    if (found[i].type !== message.continuation) continue;
    blocks++;
    if (blocks > mostBlocks) throw store.damaged('an object in it is described without end');
    const cursor = new Cursor(store, found[i].content);
    const address = cursor.address();
    const length = cursor.length();
    if (address !== null) readBlock(openBlock({ address, length }), found);
  }
  return found;
}

function readOld(store: Store, address: number): readonly Message[] {
  const head = store.block(address, 16);
  if (head.u8() !== 1) throw store.damaged('an object header in it is of no known kind');
  head.skip(7);
  const length = head.u32();
  const readBlock = (cursor: Cursor, into: Message[]): void => {
    while (cursor.left >= 8) {
      const type = cursor.u16();
      const size = cursor.u16();
      const flags = cursor.u8();
      cursor.skip(3);
      into.push({ type, shared: (flags & 2) !== 0, content: cursor.part(size) });
    }
  };
  return collect(store, store.block(address + 16, length), readBlock, (piece) =>
    store.block(piece.address, piece.length),
  );
}

function readNew(store: Store, address: number): readonly Message[] {
  const head = store.block(address, Math.min(64, store.left(address)));
  head.skip(4);
  if (head.u8() !== 2) throw store.damaged('an object header in it is of no known kind');
  const flags = head.u8();
  if (flags & 0x20) head.skip(16);
  if (flags & 0x10) head.skip(4);
  const length = head.whole(2 ** (flags & 3));
  const ordered = (flags & 4) !== 0;
  const readBlock = (cursor: Cursor, into: Message[]): void => {
    const least = ordered ? 6 : 4;
    while (cursor.left >= least) {
      const type = cursor.u8();
      const size = cursor.u16();
      const messageFlags = cursor.u8();
      if (ordered) cursor.skip(2);
      into.push({ type, shared: (messageFlags & 2) !== 0, content: cursor.part(size) });
    }
  };
  // a continuation has its mark before and its checksum after the messages
  return collect(store, store.block(address + head.at, length), readBlock, (piece) => {
    const body = store.signed(piece.address, 'OCHK', Math.max(8, piece.length));
    return new Cursor(store, body.part(Math.max(0, body.left - 4)));
  });
}
