/**
 * A file's bytes, read on demand. Reading blocks, so formats run in worker threads.
 * Offsets and lengths in bytes.
 */
export interface ByteSource {
  /** File name without its folder, for messages and for guessing the format. */
  readonly name: string;
  readonly size: number;
  /** Bytes [offset, offset + length), shorter where the file ends; empty past the end. The array is the caller's own. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
  /** A file of that name in the same folder, or null. */
  sibling(name: string): ByteSource | null;
}
