import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { openPlain, type Writer } from './connection.ts';
import { codeOf, locked } from './storage-failure.ts';

// How the lock works: `project.lock` is a tiny database on which the owner keeps a write transaction open. The operating
// system holds that lock and drops it when the process ends, however it ends, so a lock is never stale. Readers may
// still look, so the one who finds it taken can say by whom.
// Nobody may open project.lock or project.sqlite through `fs` while a project is open: closing any handle of a file drops
// a process's locks on it (POSIX).

export interface ProjectLock {
  release(): void;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly user: string;
  readonly since: string;
}

/** Takes the project in `folder` for this process. Throws `Failure` project-locked that names the owner. */
export function lockProject(folder: string): ProjectLock {
  const connection = openPlain(path.join(folder, 'project.lock'), 0);
  try {
    connection.script('BEGIN IMMEDIATE');
    connection.script(
      'CREATE TABLE IF NOT EXISTS owner (pid INTEGER, host TEXT, user TEXT, since TEXT) STRICT; DELETE FROM owner;',
    );
    connection.run(
      'INSERT INTO owner VALUES (?, ?, ?, ?)',
      process.pid,
      hostname(),
      userName(),
      new Date().toISOString(),
    );
    connection.script('COMMIT; BEGIN IMMEDIATE');
  } catch (thrown) {
    const owner = codeOf(thrown).startsWith('SQLITE_BUSY') ? ownerOf(connection) : undefined;
    connection.close();
    if (owner !== undefined) throw locked(folder, wordsFor(owner));
    throw thrown;
  }
  return { release: () => connection.close() };
}

function ownerOf(connection: Writer): Owner | null {
  try {
    return connection.one<Owner>('SELECT pid, host, user, since FROM owner') ?? null;
  } catch {
    return null;
  }
}

function wordsFor(owner: Owner | null): string {
  if (owner === null) return 'another window of Morphoscope';
  const since = new Date(owner.since).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  const where = owner.host === hostname() ? 'on this computer' : `on ${owner.host}`;
  const here = owner.pid === process.pid && owner.host === hostname() ? 'this' : 'another';
  return `${here} Morphoscope ${where} (user ${owner.user}, process ${owner.pid}, since ${since})`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
