import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Writer } from './connection.ts';

/** Why a copy was made; the first part of its name. */
export type BackupKind = 'before-upgrade' | 'hourly';

/** Copies of each kind that are kept. */
const kept: Readonly<Record<BackupKind, number>> = { 'before-upgrade': 5, hourly: 3 };

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

function nameFor(project: string, kind: BackupKind, version: number): string {
  const stamp = new Date().toISOString().replace(/[-:.Z]/g, '');
  return path.join(folderOf(project), `${kind}-v${version}-${stamp}.sqlite`);
}

function finish(project: string, kind: BackupKind, partial: string, file: string): string {
  renameSync(partial, file);
  for (const old of backupsOf(project, kind).slice(kept[kind]))
    rmSync(path.join(folderOf(project), old), { force: true });
  return file;
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
