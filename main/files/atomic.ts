import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { diskFailure, errorCode, writeFailure } from './disk-failure.ts';
import { makeFolder } from './make-folder.ts';

// A file is written beside its place under another name, brought to the disk, and renamed: at every moment the place
// holds the old file or the new one as a whole.

/** Writes a file as a whole; makes its folder. `content` may come in pieces, so that large files need little memory. */
export async function writeAtomic(
  file: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    await replace(file, async (partial) => {
      const handle = await open(partial, 'wx');
      try {
        await fill(handle, content);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  } catch (thrown) {
    throw saidByDisk(thrown) ? writeFailure(thrown, file) : thrown;
  }
}

/** Copies a file as a whole; makes its folder. Where the file system can, the copy shares the original's blocks. */
export async function copyAtomic(from: string, to: string): Promise<void> {
  try {
    await replace(to, async (partial) => {
      await copyFile(from, partial, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      // The copy of a write-protected file is write-protected too.
      await chmod(partial, 0o644);
      const handle = await open(partial, 'r+');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  } catch (thrown) {
    if (!saidByDisk(thrown)) throw thrown;
    throw diskFailure(thrown, errorCode(thrown) === 'ENOENT' ? from : to);
  }
}

const saidByDisk = (thrown: unknown) => errorCode(thrown) !== undefined;

async function replace(file: string, make: (partial: string) => Promise<void>): Promise<void> {
  const folder = path.dirname(file);
  const partial = path.join(folder, `.${path.basename(file).slice(0, 100)}.${randomBytes(6).toString('hex')}.partial`);
  try {
    await makeFolder(folder);
    await make(partial);
    await renamePatiently(partial, file);
    await settleFolder(folder);
  } catch (thrown) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw thrown;
  }
}

async function fill(handle: FileHandle, content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    await handle.writeFile(content);
    return;
  }
  for await (const piece of content) {
    for (let done = 0; done < piece.length; ) {
      const { bytesWritten } = await handle.write(piece, done, piece.length - done);
      done += bytesWritten;
    }
  }
}

/** On Windows a virus scanner may hold a new file for a moment. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (thrown) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(thrown) ?? '');
      if (process.platform !== 'win32' || !held || attempt >= 8) throw thrown;
      await wait(10 * 2 ** attempt);
    }
  }
}

/** Brings a folder's list of names to the disk. Windows does that by itself and refuses to open folders. */
async function settleFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch {
    // Some network folders can't; the rename stands all the same.
  } finally {
    await handle.close();
  }
}
