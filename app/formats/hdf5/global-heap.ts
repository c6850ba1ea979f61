import { Cursor, decodeText, type Store } from './store.ts';

const mostCollections = 10_000;
const mostObjects = 65_536;

/** The collections in which texts of any length are kept. Each is read once. */
export class GlobalHeap {
  private readonly store: Store;
  private readonly collections = new Map<number, ReadonlyMap<number, Uint8Array>>();
  constructor(store: Store) {
    this.store = store;
  }

  /** Texts by their references: a length, a collection's address and a number in it. */
  texts(references: Uint8Array<ArrayBuffer>, count: number): readonly string[] {
    const cursor = new Cursor(this.store, references);
    return Array.from({ length: count }, () => {
      const length = cursor.u32();
      const address = cursor.address();
      const number = cursor.u32();
      if (length === 0 || address === null || address === 0) return '';
      const object = this.collection(address).get(number);
      if (object === undefined) throw this.store.damaged('a text in it is missing');
      return decodeText(object.subarray(0, length));
    });
  }

  private collection(address: number): ReadonlyMap<number, Uint8Array> {
    const known = this.collections.get(address);
    if (known) return known;
    if (this.collections.size >= mostCollections) throw this.store.damaged('its texts stand in too many places');
    const { length } = this.store.widths;
    const size = this.store
      .signed(address, 'GCOL', 8 + length)
      .skip(4)
      .length();
    const cursor = this.store.block(address, size).skip(8 + length);
    const objects = new Map<number, Uint8Array>();
    while (cursor.left >= 8 + length && objects.size < mostObjects) {
      const number = cursor.u16();
      cursor.skip(6);
      const bytes = cursor.length();
      // number 0 is the free rest
      if (number === 0 || bytes > cursor.left) break;
      objects.set(number, cursor.part(bytes));
      cursor.align(0);
    }
    this.collections.set(address, objects);
    return objects;
  }
}
