import type { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, readBytes, truncated, unsupported } from '../byte-reader.ts';

const pageBytes = 65_536;
const pagesKept = 32;
/** Longer reads are pixels and go past the pages. */
const longRead = 2 * pageBytes;
/** Pieces of structure that describing a file may need; a sound one needs some thousands. */
const blocksToDescribe = 400_000;

/** Sizes of addresses and lengths in a file, and where its addresses count from. */
export interface Widths {
  readonly offset: number;
  readonly length: number;
  readonly base: number;
}

/**
 * The bytes of an HDF5 file by address. Structure is read a few dozen bytes at a time, so that pages of it are kept; and
 * every piece counts against a limit, so that no arrangement of pointers can keep a reader busy for long.
 */
export class Store {
  readonly source: ByteSource;
  readonly widths: Widths;
  private readonly pages = new Map<number, Uint8Array<ArrayBuffer>>();
  private blocksLeft = blocksToDescribe;

  constructor(source: ByteSource, widths: Widths) {
    this.source = source;
    this.widths = widths;
  }

  /** Structure: `length` bytes at an address. */
  block(address: number, length: number): Cursor {
    this.blocksLeft--;
    if (this.blocksLeft < 0) throw this.damaged('its structure has no end');
    return new Cursor(this, this.bytes(address, length));
  }

  /** Runs `read` with a limit of its own of `count` pieces of structure: somebody asks for data that need them. */
  within<T>(count: number, read: () => T): T {
    const before = this.blocksLeft;
    this.blocksLeft = count;
    try {
      return read();
    } finally {
      this.blocksLeft = before;
    }
  }

  /** A block that must start with four letters; the cursor stands behind them. */
  signed(address: number, signature: string, length: number): Cursor {
    const cursor = this.block(address, length);
    if (cursor.text(4) !== signature) throw this.damaged(`a block that should be ${signature} is none`);
    return cursor;
  }

  /** Bytes between an address and the end of the file. */
  left(address: number): number {
    return Math.max(0, this.source.size - this.widths.base - address);
  }

  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    const start = this.widths.base + address;
    if (!(length >= 0 && start >= 0 && start + length <= this.source.size)) throw truncated(this.source, 'HDF5 data');
    if (length > longRead) return readBytes(this.source, start, length, 'HDF5 data');
    const out = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const at = start + done;
      const page = Math.floor(at / pageBytes);
      const part = this.page(page).subarray(at - page * pageBytes, at - page * pageBytes + length - done);
      if (part.length === 0) throw truncated(this.source, 'HDF5 data');
      out.set(part, done);
      done += part.length;
    }
    return out;
  }

  damaged(what: string): Failure {
    return malformed(this.source, what);
  }

  unknown(what: string): Failure {
    return unsupported(this.source, what, 'Save it again with h5repack, or with HyperSpy, without special options.');
  }

  private page(index: number): Uint8Array<ArrayBuffer> {
    const known = this.pages.get(index);
    if (known) return known;
    const bytes = this.source.read(index * pageBytes, pageBytes);
    if (this.pages.size >= pagesKept) this.pages.delete(this.pages.keys().next().value as number);
    this.pages.set(index, bytes);
    return bytes;
  }
}

/** Reads the fields of a block one after the other, little endian. Every read past its end throws `malformed`. */
export class Cursor {
  readonly store: Store;
  readonly bytes: Uint8Array<ArrayBuffer>;
  at: number;
  private readonly view: DataView<ArrayBuffer>;

  constructor(store: Store, bytes: Uint8Array<ArrayBuffer>, at = 0) {
    this.store = store;
    this.bytes = bytes;
    this.at = at;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  skip(count: number): this {
    this.take(count);
    return this;
  }

  /** To the next multiple of 8 from `start`, as far as the block goes. */
  align(start: number): void {
    this.at = Math.min(this.bytes.length, start + Math.ceil((this.at - start) / 8) * 8);
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }
  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }
  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  /** A whole number of 1 to 8 bytes. */
  whole(width: number): number {
    const start = this.take(width);
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + this.bytes[start + i];
    return value;
  }

  /** A length in the file's width. */
  length(): number {
    return this.whole(this.store.widths.length);
  }

  /** An address, or null where the file says "nowhere" (all bits set). */
  address(): number | null {
    const width = this.store.widths.offset;
    const start = this.take(width);
    let nowhere = true;
    for (let i = start; i < start + width; i++) nowhere &&= this.bytes[i] === 0xff;
    this.at = start;
    const value = this.whole(width);
    return nowhere ? null : value;
  }

  /** The next `count` bytes, not copied. */
  part(count: number): Uint8Array<ArrayBuffer> {
    const start = this.take(count);
    return this.bytes.subarray(start, start + count);
  }

  /** `count` bytes as text, cut at the first NUL. */
  text(count: number): string {
    return decodeText(this.part(count));
  }

  /** Text up to its NUL, which is passed. */
  nulText(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw this.store.damaged('a name in it has no end');
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }

  private take(count: number): number {
    const start = this.at;
    if (!(count >= 0 && start + count <= this.bytes.length)) throw this.store.damaged('a block in it is cut short');
    this.at = start + count;
    return start;
  }
}

/** UTF-8 text, cut at the first NUL, without the blanks that pad fixed-length strings. */
export function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)).trimEnd();
}
