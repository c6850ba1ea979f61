import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import type { StoredBackup } from '../../app/ports/stored.ts';
import { openPlain, type Writer } from './connection.ts';
import { applicationId, databaseFile } from './layout.ts';
import { lockProject } from './lock.ts';

/** Why a copy was made; the first part of its name. */
export type BackupKind = StoredBackup['reason'];

/** Copies of each kind that are kept. */
const kept: Readonly<Record<BackupKind, number>> = { 'before-upgrade': 5, hourly: 3, 'set-aside': 3 };
const kinds = Object.keys(kept) as BackupKind[];

function folderOf(project: string): string {
  return path.join(project, 'backups');
}

/** Backups of a project, newest first. Names sort by time. */
export function backupsOf(project: string, kind?: BackupKind): string[] {
  let names: string[];
  try {
    names = readdirSync(folderOf(project));
  } catch {
    return [];
  }
  const time = (name: string) => /(\d{8}T\d{6,9})/.exec(name)?.[1] ?? '';
  return names
    .filter((name) => name.endsWith('.sqlite') && (kind === undefined || name.startsWith(`${kind}-`)))
    .sort((a, b) => (time(a) < time(b) ? 1 : -1));
}

/** Backups of a project with what is known of them, newest first. */
export function describedBackups(project: string): StoredBackup[] {
  return backupsOf(project).flatMap((name): StoredBackup[] => {
    const reason = kinds.find((kind) => name.startsWith(`${kind}-`));
    const stamp = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})/.exec(name);
    if (reason === undefined || stamp === null) return [];
    const [, year, month, day, hour, minute, second, milli] = stamp;
    const { size } = statSync(path.join(folderOf(project), name));
    return [{ name, at: `${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`, bytes: size, reason }];
  });
}

/**
 * Puts a backup in the place of a project's database. What was there is set aside among the backups, also when it is
 * damaged. Throws `Failure`: not-found, project-locked, project-damaged (the backup itself).
 */
export function restoreBackup(project: string, name: string): void {
  const backup = path.join(folderOf(project), name);
  if (!backupsOf(project).includes(name))
    throw new Failure('not-found', `The project has no backup ${name}.`, 'Choose one from the list.', name);
  const lock = lockProject(project);
  try {
    const file = databaseFile(project);
    const partial = `${file}.partial`;
    copyFileSync(backup, partial);
    expectSound(partial, name);
    const handle = openSync(partial, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    setAside(project, file);
    renameSync(partial, file);
    dropOld(project, 'set-aside');
  } finally {
    lock.release();
  }
}

/** Moves the database with its journals among the backups. */
function setAside(project: string, file: string): void {
  const aside = nameFor(project, 'set-aside', 0);
  for (const journal of ['', '-wal', '-shm'])
    if (existsSync(file + journal)) renameSync(file + journal, aside + journal);
}

function expectSound(file: string, name: string): void {
  const connection = openPlain(file, 0);
  try {
    const ours = connection.value<number>('PRAGMA application_id') === applicationId;
    if (ours && connection.value<string>('PRAGMA quick_check(1)') === 'ok') return;
  } catch {
    // As good as unsound.
  } finally {
    connection.close();
  }
  rmSync(file, { force: true });
  throw new Failure('project-damaged', `The backup ${name} is damaged too.`, 'Choose an older one.', name);
}

function nameFor(project: string, kind: BackupKind, version: number): string {
  const stamp = new Date().toISOString().replace(/[-:.Z]/g, '');
  return path.join(folderOf(project), `${kind}-v${version}-${stamp}.sqlite`);
}

function finish(project: string, kind: BackupKind, partial: string, file: string): string {
  renameSync(partial, file);
  dropOld(project, kind);
  return file;
}

function dropOld(project: string, kind: BackupKind): void {
  for (const old of backupsOf(project, kind).slice(kept[kind])) {
    for (const journal of ['', '-wal', '-shm']) rmSync(path.join(folderOf(project), old + journal), { force: true });
  }
}

/** Copies the settled database before it is changed in depth; its path. Keeps the newest five. */
export function backUp(writer: Writer, project: string, version: number): string {
  mkdirSync(folderOf(project), { recursive: true });
  const file = nameFor(project, 'before-upgrade', version);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  writer.copyInto(partial);
  return finish(project, 'before-upgrade', partial, file);
}

/** Copies the database while it is in use, a few pages at a time; its path. Keeps the newest three. */
export async function snapshot(writer: Writer, project: string, version: number): Promise<string> {
  mkdirSync(folderOf(project), { recursive: true });
  const file = nameFor(project, 'hourly', version);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  await writer.snapshot(partial);
  return finish(project, 'hourly', partial, file);
}
