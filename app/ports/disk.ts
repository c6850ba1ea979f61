import type { AbortSignalLike } from './task.ts';

export interface DiskEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'file';
  /** 0 for folders. */
  readonly bytes: number;
  /** ISO 8601. */
  readonly modified: string;
}

export interface DiskListing {
  readonly path: string;
  readonly parent: string | null;
  /** Where browsing can start: home, drives, mounted media. */
  readonly roots: readonly { readonly name: string; readonly path: string }[];
  /** Folders first, then by name as people sort (2 before 10). */
  readonly entries: readonly DiskEntry[];
}

/** A folder being watched. */
export interface FolderWatch {
  close(): void;
}

/** Files of this computer, never blocking. Paths are absolute. Everything throws `Failure`. */
export interface Disk {
  readonly home: string;
  /** A folder's content; `path` null = home. Entries that can't be looked at are left out. */
  list(path: string | null, showHidden: boolean): Promise<DiskListing>;
  /** What is there, or null. */
  look(path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly bytes: number } | null>;
  /** Every file below a folder, hidden ones left out, in a stable order; a file gives itself. */
  filesBelow(path: string, signal?: AbortSignalLike): AsyncIterable<DiskEntry>;
  /** Bytes of all files below a folder. */
  bytesBelow(path: string): Promise<number>;
  /** Text of a small file (at most `limit` bytes), or null when it is not there. */
  readText(path: string, limit?: number): Promise<string | null>;
  /** A whole file (at most `limit` bytes, 2 GB by default), or null when it is not there. */
  readBytes(path: string, limit?: number): Promise<Uint8Array | null>;
  /** Removes a file; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
  /** Writes a file as a whole: a crash leaves the old one or the new one. Makes its folder. */
  write(path: string, content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Copies a file as a whole. Makes its folder. */
  copy(from: string, to: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Calls `take` for each file that is new below `path` and whose size no longer changes, one at a time. */
  watch(
    path: string,
    take: (file: string) => Promise<void>,
    problem: (problem: string | null) => void,
    known?: ReadonlySet<string>,
  ): FolderWatch;
}
