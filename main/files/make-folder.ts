import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import { diskFailure, errorCode } from './disk-failure.ts';

/**
 * Makes a folder and those above it. Node's own `recursive` never comes back where a folder is there but takes none
 * (`/proc`, some network places): it tries parent and child in turn for ever.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await make(path.resolve(folder));
  } catch (thrown) {
    throw refusal(thrown, folder);
  }
}

async function make(folder: string): Promise<void> {
  if (await madeOrThere(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) await make(parent);
  if (!(await madeOrThere(folder))) throw cantBeMade(folder);
}

/** False where the folder above is missing or is none. */
async function madeOrThere(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(thrown) ?? '')) return false;
    const there = await stat(folder).catch(() => null);
    if (there === null) throw thrown;
    if (there.isDirectory()) return true;
    throw new Failure(
      'read-only',
      `${folder} is a file, so it can't hold other files.`,
      'Choose another folder.',
      folder,
    );
  }
}

function cantBeMade(folder: string): Failure {
  return new Failure('read-only', `The folder ${folder} can't be made.`, 'Choose a folder on another disk.', folder);
}

function refusal(thrown: unknown, folder: string): Failure {
  const code = errorCode(thrown);
  return code === 'EACCES' || code === 'EPERM' ? cantBeMade(folder) : diskFailure(thrown, folder);
}
