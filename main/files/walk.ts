import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DiskEntry } from '../../app/ports/disk.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import { diskFailure } from './disk-failure.ts';
import { byName, isHidden } from './listing.ts';

/**
 * Every file below a folder in the order of names (2 before 10), hidden ones left out, links followed but no folder entered twice; a
 * file gives itself. Folders that may not be entered are passed over. Throws `Failure` when `start` itself can't be read.
 */
export async function* filesBelow(start: string, signal?: AbortSignalLike): AsyncGenerator<DiskEntry> {
  const root = path.resolve(start);
  let first: Awaited<ReturnType<typeof stat>>;
  try {
    first = await stat(root);
  } catch (thrown) {
    throw diskFailure(thrown, root);
  }
  if (!first.isDirectory()) {
    yield entryOf(root, first.size, first.mtime);
    return;
  }
  // Refuses early what can't be listed; below, such folders are passed over.
  await readdir(root).catch((thrown: unknown) => {
    throw diskFailure(thrown, root);
  });
  yield* walk(root, new Set(), signal);
}

async function* walk(folder: string, entered: Set<string>, signal?: AbortSignalLike): AsyncGenerator<DiskEntry> {
  const real = await realpath(folder).catch(() => folder);
  if (entered.has(real)) return;
  entered.add(real);
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    return;
  }
  entries.sort((a, b) => byName(a.name, b.name));
  for (const entry of entries) {
    if (signal?.aborted === true) return;
    if (isHidden(entry.name)) continue;
    const full = path.join(folder, entry.name);
    const found = await stat(full).catch(() => null);
    if (found?.isDirectory() === true) yield* walk(full, entered, signal);
    else if (found?.isFile() === true) yield entryOf(full, found.size, found.mtime);
  }
}

function entryOf(full: string, bytes: number, modified: Date): DiskEntry {
  return { name: path.basename(full), path: full, kind: 'file', bytes, modified: modified.toISOString() };
}

/** Bytes of all files below a folder, hidden ones included; 0 when it is not there. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    bytes += await stat(path.join(entry.parentPath, entry.name)).then(
      (found) => found.size,
      () => 0,
    );
  }
  return bytes;
}
