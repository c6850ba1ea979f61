import type { ByteSource } from '../../ports/byte-source.ts';

/** A node of the library's in-memory file system; a file's methods can be replaced one by one. */
interface FileNode {
  id: number;
  mode: number;
  node_ops: object;
  stream_ops: object;
}
interface OpenStream {
  position: number;
}
/** The part of Emscripten's file system that is used. */
export interface FileSystem {
  readonly root: FileNode;
  readonly ErrnoError: new (errno: number) => Error;
  createNode(parent: FileNode, name: string, mode: number, device: number): FileNode;
  destroyNode(node: FileNode): void;
}

const pageBytes = 65_536;
const pagesKept = 32;
/** Reads longer than this are pixel data and go past the pages. */
const longRead = 2 * pageBytes;
/** Small reads after which the structure can only be a trap: a sound file needs a few thousand. */
const mostReads = 2_000_000;

const regularReadOnly = 0o100444;
const inputOutputError = 29;

/** Recently used 64 KiB pages of a file: HDF5's structure is read a few dozen bytes at a time. */
export class PagedSource {
  readonly source: ByteSource;
  private readonly pages = new Map<number, Uint8Array<ArrayBuffer>>();
  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Copies bytes [position, position + length) into `into` at `at`; the number of bytes that the file has of them. */
  readInto(into: Uint8Array, at: number, length: number, position: number): number {
    const end = Math.min(position + length, this.source.size);
    if (position >= end) return 0;
    if (length > longRead) {
      const bytes = this.source.read(position, end - position);
      into.set(bytes, at);
      return bytes.length;
    }
    let done = 0;
    while (position + done < end) {
      const start = position + done;
      const page = Math.floor(start / pageBytes);
      const bytes = this.page(page);
      const from = start - page * pageBytes;
      const part = bytes.subarray(from, Math.min(bytes.length, from + end - start));
      if (part.length === 0) break;
      into.set(part, at + done);
      done += part.length;
    }
    return done;
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

/** A `ByteSource` standing in the library's file system under `path` until it is removed. */
export interface LazyFile {
  readonly path: string;
  /** What stopped the source from reading, to be thrown once the library has returned. */
  failure(): unknown;
  remove(): void;
}

let count = 0;

/** Makes `pages` readable for the library, byte range by byte range, whatever the file's size. */
export function placeLazyFile(fs: FileSystem, pages: PagedSource): LazyFile {
  count += 1;
  const path = `source-${count}`;
  const node = fs.createNode(fs.root, path, regularReadOnly, 0);
  const when = new Date(0);
  let failed: unknown;
  let reads = 0;
  node.node_ops = {
    getattr: () => ({
      dev: 1,
      ino: node.id,
      mode: node.mode,
      nlink: 1,
      uid: 0,
      gid: 0,
      rdev: 0,
      size: pages.source.size,
      atime: when,
      mtime: when,
      ctime: when,
      blksize: pageBytes,
      blocks: Math.ceil(pages.source.size / 512),
    }),
  };
  node.stream_ops = {
    llseek: (stream: OpenStream, offset: number, whence: number) =>
      offset + (whence === 1 ? stream.position : whence === 2 ? pages.source.size : 0),
    // A failure must not fly through the library's frames: it is kept, and the library is told of a bad disk.
    read: (_stream: OpenStream, into: Int8Array, at: number, length: number, position: number) => {
      reads += 1;
      if (reads > mostReads) failed ??= new RangeError('endless structure');
      if (failed !== undefined) throw new fs.ErrnoError(inputOutputError);
      try {
        return pages.readInto(new Uint8Array(into.buffer), at, length, position);
      } catch (thrown) {
        failed = thrown;
        throw new fs.ErrnoError(inputOutputError);
      }
    },
  };
  return { path: `/${path}`, failure: () => failed, remove: () => fs.destroyNode(node) };
}
