import type { Acquisition } from '../domain/acquisition.ts';
import type { ByteSource } from '../ports/byte-source.ts';

/** One kind of acquisition file: how it is recognised and how it is read. Stands as one line in `list.ts`. */
export interface Format {
  /** Stable key, lower case: `dm3`. Becomes `Acquisition.format`. */
  readonly id: string;
  /** As people know it: "Gatan DigitalMicrograph 3". */
  readonly title: string;
  /** Endings without the dot, lower case, the usual one first. */
  readonly extensions: readonly string[];
  /**
   * Whether the content is of this kind. `head` holds the first bytes of the file (`headBytes` or all of a shorter
   * file); `source` is for kinds whose mark stands elsewhere. Never throws for strange content.
   */
  matches(head: Uint8Array, source: ByteSource): boolean;
  /** Describes the file; pixels stay on disk. Throws `Failure` (truncated, malformed, unsupported, not-an-image). */
  open(source: ByteSource): Promise<Acquisition>;
}

/** Bytes at the start of a file that `Format.matches` is shown. */
export const headBytes = 4096;

/** Ending of a file name without the dot, lower case; '' when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** File name without its ending. */
export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}
