import type { Dirent } from 'node:fs';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { DiskEntry, DiskListing } from '../../app/ports/disk.ts';
import { diskFailure } from './disk-failure.ts';
import { decodedMountPath } from './mounts.ts';

/** Folder entries that are looked at together. */
const atOnce = 64;

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Sorts as people do: "frame 2" before "frame 10", whatever the case. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

/** A folder's content; null = home. Throws `Failure` not-found or unreadable. Entries that can't be looked at are left out. */
export async function listFolder(asked: string | null, showHidden: boolean): Promise<DiskListing> {
  const folder = path.resolve(asked ?? homedir());
  let found: Dirent[];
  try {
    found = await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    throw diskFailure(thrown, folder);
  }
  const shown = found.filter((entry) => showHidden || !isHidden(entry.name));
  const entries: DiskEntry[] = [];
  for (let at = 0; at < shown.length; at += atOnce) {
    const some = await Promise.all(shown.slice(at, at + atOnce).map((entry) => look(folder, entry.name)));
    for (const entry of some) if (entry !== null) entries.push(entry);
  }
  entries.sort((a, b) => (a.kind === b.kind ? byName(a.name, b.name) : a.kind === 'folder' ? -1 : 1));
  const parent = path.dirname(folder);
  return { path: folder, parent: parent === folder ? null : parent, roots: await rootsOf(), entries };
}

/** Names that systems keep out of sight. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '$RECYCLE.BIN' || name === 'System Volume Information';
}

async function look(folder: string, name: string): Promise<DiskEntry | null> {
  const full = path.join(folder, name);
  try {
    const found = await stat(full);
    const modified = found.mtime.toISOString();
    if (found.isDirectory()) return { name, path: full, kind: 'folder', bytes: 0, modified };
    return found.isFile() ? { name, path: full, kind: 'file', bytes: found.size, modified } : null;
  } catch {
    return null;
  }
}

type Root = DiskListing['roots'][number];

/** Where browsing can start: home, the usual folders in it, drives, mounted media. */
async function rootsOf(): Promise<Root[]> {
  const home = homedir();
  const usual = await present(
    ['Desktop', 'Documents', 'Downloads', 'Pictures'].map((name) => ({ name, path: path.join(home, name) })),
  );
  const places = process.platform === 'win32' ? await drives() : await media();
  const roots = [{ name: 'Home', path: home }, ...usual, ...places];
  return roots.filter((root, i) => roots.findIndex((r) => r.path === root.path) === i);
}

async function present(roots: readonly Root[]): Promise<Root[]> {
  const there = await Promise.all(
    roots.map((root) =>
      access(root.path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return roots.filter((_, i) => there[i]);
}

/** Drive letters of Windows. An empty card reader or a sleeping share may take seconds to answer and is not waited for. */
async function drives(): Promise<Root[]> {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  const answers = letters.map(async (letter) => {
    const patience = new Promise<Root[]>((resolve) => setTimeout(resolve, 400, []).unref());
    return Promise.race([present([{ name: `${letter}:`, path: `${letter}:\\` }]), patience]);
  });
  return (await Promise.all(answers)).flat();
}

/** Disks that a person plugged in or mounted (Linux, macOS), and the root. */
async function media(): Promise<Root[]> {
  const root = { name: 'This computer', path: '/' };
  if (process.platform === 'darwin') {
    const names = await readdir('/Volumes').catch(() => []);
    return [root, ...names.map((name) => ({ name, path: `/Volumes/${name}` }))];
  }
  const table = await readFile('/proc/self/mounts', 'utf8').catch(() => '');
  const points = table
    .split('\n')
    .map((line) => decodedMountPath(line.split(' ')[1] ?? ''))
    .filter((point) => /^\/(?:media|mnt|run\/media)\//.test(point));
  const found = await Promise.all(
    points.map(async (point) => ((await isFolder(point)) ? [{ name: path.basename(point), path: point }] : [])),
  );
  return [root, ...found.flat()];
}

async function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
