import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import type { ByteSource } from '../../app/ports/byte-source.ts';
import { diskFailure, isFolder } from './disk-failure.ts';

/** A file opened for reading; `close` also closes its siblings. */
export interface OpenDisk {
  readonly source: ByteSource;
  readonly close: () => void;
}

/**
 * Opens a file of this computer. Reads block, so this belongs into worker threads. The file stays open until `close`.
 * Throws `Failure`: not-found, unreadable, wrong-usage (a folder or a device).
 */
export function openDisk(file: string): OpenDisk {
  const source = new DiskSource(path.resolve(file));
  return { source, close: () => source.close() };
}

// Non-blocking where the system knows it, so that a pipe given by mistake does not wait for its writer.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Linux and macOS read at most 2 GiB - 4 KiB at once. */
const largestRead = 0x7ff0_0000;

class DiskSource implements ByteSource {
  readonly name: string;
  readonly #path: string;
  readonly #handle: number;
  readonly #siblings: DiskSource[] = [];
  #size: number;
  #open = true;

  constructor(file: string) {
    this.#path = file;
    this.name = path.basename(file);
    const { fd, stat } = openChecked(file);
    this.#handle = fd;
    this.#size = stat.size;
  }

  get size(): number {
    return this.#size;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const start = Math.max(0, Math.floor(offset));
    const wanted = Math.max(0, Math.min(Math.floor(length), this.#size - start));
    const bytes = new Uint8Array(wanted);
    let done = 0;
    while (done < wanted) {
      const got = this.#readInto(bytes, done, Math.min(wanted - done, largestRead), start + done);
      if (got === 0) {
        // The file was cut while it was open: believe the disk from now on.
        this.#size = Math.min(this.#size, start + done);
        return bytes.slice(0, done);
      }
      done += got;
    }
    return bytes;
  }

  sibling(name: string): ByteSource | null {
    // A name only: a hostile file must not reach outside its own folder.
    if (name === '' || path.basename(name) !== name || name === '.' || name === '..') return null;
    const folder = path.dirname(this.#path);
    const found = exactOrFolded(folder, name);
    if (found === null) return null;
    try {
      const sibling = new DiskSource(path.join(folder, found));
      this.#siblings.push(sibling);
      return sibling;
    } catch (thrown) {
      if (thrown instanceof Failure && (thrown.info.tag === 'not-found' || thrown.info.tag === 'wrong-usage'))
        return null;
      throw thrown;
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#handle);
    for (const sibling of this.#siblings) sibling.close();
  }

  #readInto(bytes: Uint8Array, at: number, length: number, position: number): number {
    if (!this.#open)
      throw new Failure('internal', `${this.name} was closed before it was read.`, 'Please report this.');
    try {
      return readSync(this.#handle, bytes, at, length, position);
    } catch (thrown) {
      throw diskFailure(thrown, this.#path);
    }
  }
}

function openChecked(file: string): { fd: number; stat: { size: number } } {
  let fd: number;
  try {
    fd = openSync(file, openFlags);
  } catch (thrown) {
    throw diskFailure(thrown, file);
  }
  const stat = fstatSync(fd);
  if (stat.isFile()) return { fd, stat };
  closeSync(fd);
  if (stat.isDirectory()) throw isFolder(file);
  throw new Failure('wrong-usage', `${file} is a device, not a file.`, 'Choose a micrograph file.', file);
}

/** `name` as it is spelled in `folder`; upper and lower case count as equal when there is no exact match. */
function exactOrFolded(folder: string, name: string): string | null {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // A folder that may be entered but not listed: try the name as it is.
    return name;
  }
  if (names.includes(name)) return name;
  const folded = name.toLowerCase();
  return names.find((n) => n.toLowerCase() === folded) ?? null;
}
