import { readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import type { Disk } from '../../app/ports/disk.ts';
import { copyAtomic, writeAtomic } from './atomic.ts';
import { diskFailure, errorCode } from './disk-failure.ts';
import { watchFolder } from './folder-watch.ts';
import { listFolder } from './listing.ts';
import { makeFolder } from './make-folder.ts';
import { bytesBelow, filesBelow } from './walk.ts';

const textLimit = 16_000_000;
const bytesLimit = 2 ** 31 - 1;

/** The disks of this computer. */
export function localDisk(): Disk {
  return {
    home: homedir(),
    list: listFolder,
    look,
    filesBelow,
    bytesBelow,
    readText,
    readBytes,
    remove,
    write: writeAtomic,
    copy: copyAtomic,
    makeFolder,
    watch: (folder, take, problem, known) => watchFolder({ folder: path.resolve(folder), take, problem, known }),
  };
}

async function look(place: string): Promise<{ kind: 'file' | 'folder'; bytes: number } | null> {
  try {
    const found = await stat(place);
    if (found.isDirectory()) return { kind: 'folder', bytes: 0 };
    return found.isFile() ? { kind: 'file', bytes: found.size } : null;
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'].includes(errorCode(thrown) ?? '')) return null;
    throw diskFailure(thrown, place);
  }
}

async function readText(file: string, limit = textLimit): Promise<string | null> {
  const bytes = await contentOf(file, limit, 'for a text');
  return bytes === null ? null : bytes.toString('utf8');
}

async function readBytes(file: string, limit = bytesLimit): Promise<Uint8Array | null> {
  const bytes = await contentOf(file, limit, 'to be read at once');
  return bytes === null ? null : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function contentOf(file: string, limit: number, what: string): Promise<Buffer | null> {
  const found = await look(file);
  if (found === null) return null;
  if (found.kind === 'folder')
    throw new Failure('invalid-input', `${file} is a folder, not a file.`, 'Choose a file in it.', file);
  if (found.bytes > limit)
    throw new Failure('too-large', `${file} is too long ${what} (${found.bytes} bytes).`, 'Choose another file.', file);
  try {
    return await readFile(file);
  } catch (thrown) {
    throw diskFailure(thrown, file);
  }
}

async function remove(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (thrown) {
    throw diskFailure(thrown, file);
  }
}
