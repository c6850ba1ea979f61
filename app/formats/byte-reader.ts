import { Failure } from '../domain/failure.ts';
import type { ByteSource } from '../ports/byte-source.ts';

/** Bytes fetched at once for small reads. */
const windowBytes = 65_536;

/** The failure of a file that ends before what its header promises. */
export function truncated(source: ByteSource, what: string): Failure {
  return new Failure(
    'truncated',
    `${source.name} ends before its ${what} (${source.size} bytes).`,
    'Copy the file again from the microscope; this copy is incomplete.',
    source.name,
  );
}

/** The failure of a file whose content contradicts itself. */
export function malformed(source: ByteSource, what: string): Failure {
  return new Failure(
    'malformed',
    `${source.name} is damaged: ${what}.`,
    'Copy the file again from the microscope, or export it anew from the program that wrote it.',
    source.name,
  );
}

/** The failure of a file that is in order but holds what this program can't read. */
export function unsupported(source: ByteSource, what: string, remedy: string): Failure {
  return new Failure('unsupported', `${source.name}: ${what}.`, remedy, source.name);
}

/** The failure of a file that holds data, but no picture; `what` names it: "an EELS spectrum, 2048 channels". */
export function notAnImage(source: ByteSource, what: string): Failure {
  return new Failure(
    'not-an-image',
    `${source.name} holds ${what}, not an image.`,
    'Choose the micrograph that belongs to it.',
    source.name,
  );
}

/** Throws `truncated` unless bytes [offset, offset + length) exist. Call it before allocating what a header claims. */
export function expectBytes(source: ByteSource, offset: number, length: number, what: string): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) throw truncated(source, what);
}

/** Exactly `length` bytes at `offset`. */
export function readBytes(source: ByteSource, offset: number, length: number, what: string): Uint8Array<ArrayBuffer> {
  expectBytes(source, offset, length, what);
  const bytes = source.read(offset, length);
  if (bytes.length < length) throw truncated(source, what);
  return bytes;
}

/**
 * Reads numbers one after the other, in either byte order. Every read past the end throws `truncated`. Small reads are
 * served from a window, so that a tree of a hundred thousand tags costs a handful of disk reads.
 */
export class ByteReader {
  readonly source: ByteSource;
  littleEndian: boolean;
  private at: number;
  private window: DataView<ArrayBuffer> = new DataView(new ArrayBuffer(0));
  private windowStart = 0;

  constructor(source: ByteSource, littleEndian: boolean, position = 0) {
    this.source = source;
    this.littleEndian = littleEndian;
    this.at = position;
  }

  get position(): number {
    return this.at;
  }

  /** Bytes between here and the end of the file. */
  get left(): number {
    return Math.max(0, this.source.size - this.at);
  }

  seek(position: number): void {
    if (!(position >= 0 && position <= this.source.size)) throw truncated(this.source, 'header');
    this.at = position;
  }

  skip(length: number): void {
    this.seek(this.at + length);
  }

  /** A copy of the next `length` bytes. */
  bytes(length: number, what = 'header'): Uint8Array<ArrayBuffer> {
    if (length <= windowBytes && length >= 0) {
      const i = this.take(length, what);
      return new Uint8Array(this.window.buffer.slice(this.window.byteOffset + i, this.window.byteOffset + i + length));
    }
    const bytes = readBytes(this.source, this.at, length, what);
    this.at += length;
    return bytes;
  }

  u8(): number {
    const i = this.take(1);
    return this.window.getUint8(i);
  }
  i8(): number {
    const i = this.take(1);
    return this.window.getInt8(i);
  }
  u16(): number {
    const i = this.take(2);
    return this.window.getUint16(i, this.littleEndian);
  }
  i16(): number {
    const i = this.take(2);
    return this.window.getInt16(i, this.littleEndian);
  }
  u32(): number {
    const i = this.take(4);
    return this.window.getUint32(i, this.littleEndian);
  }
  i32(): number {
    const i = this.take(4);
    return this.window.getInt32(i, this.littleEndian);
  }
  f32(): number {
    const i = this.take(4);
    return this.window.getFloat32(i, this.littleEndian);
  }
  f64(): number {
    const i = this.take(8);
    return this.window.getFloat64(i, this.littleEndian);
  }
  /** 64-bit integers as numbers; values past 2^53 lose their last digits (no file is that long). */
  u64(): number {
    const i = this.take(8);
    return Number(this.window.getBigUint64(i, this.littleEndian));
  }
  i64(): number {
    const i = this.take(8);
    return Number(this.window.getBigInt64(i, this.littleEndian));
  }

  /** `length` bytes as Latin-1 text, cut at the first NUL. */
  latin1(length: number): string {
    return latin1(this.bytes(length));
  }

  /** Makes `length` bytes available in the window and steps over them; their index in the window. */
  private take(length: number, what = 'header'): number {
    const start = this.at;
    if (start < this.windowStart || start + length > this.windowStart + this.window.byteLength) {
      expectBytes(this.source, start, length, what);
      const bytes = this.source.read(start, Math.max(windowBytes, length));
      if (bytes.length < length) throw truncated(this.source, what);
      this.window = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      this.windowStart = start;
    }
    this.at = start + length;
    return start - this.windowStart;
  }
}

/** Bytes as Latin-1 text, cut at the first NUL. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}
