import type { ByteSource } from '../ports/byte-source.ts';

/** Bytes in memory as a file: for uploads, inflated files and tests. The bytes are not copied and must not change. */
export function memorySource(
  name: string,
  bytes: Uint8Array,
  sibling: (name: string) => ByteSource | null = () => null,
): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => {
      const start = Math.min(Math.max(0, offset), bytes.length);
      const end = Math.min(start + Math.max(0, length), bytes.length);
      return new Uint8Array(bytes.subarray(start, end));
    },
    sibling,
  };
}
