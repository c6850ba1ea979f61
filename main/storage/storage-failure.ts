import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';

/** The code of a database or system error (`SQLITE_FULL`, `ENOSPC`), or ''. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** What the database or the system said about the project in `folder`, told so that a person can act. */
export function storageFailure(thrown: unknown, folder: string): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = codeOf(thrown);
  if (code === 'ENOENT' || code === 'ENOTDIR') return notAProject(folder);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT')
    return new Failure(
      'disk-full',
      `The disk is full; the last change of ${folder} was not stored. What was stored before is safe.`,
      'Free some space on this disk and try again.',
      folder,
    );
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return damaged(folder, 'its database is not readable');
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return locked(folder, 'another program');
  if (code.startsWith('SQLITE_READONLY') || /^(SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/.test(code))
    return readOnly(folder);
  if (code.startsWith('SQLITE_IOERR'))
    return new Failure(
      'unreadable',
      `The disk did not read or write ${folder} (${code}).`,
      'Check the disk and its cable, then open the project again. What was stored before is safe.',
      folder,
    );
  return Failure.from(thrown);
}

export function notAProject(folder: string): Failure {
  return new Failure(
    'not-found',
    `There is no project at ${folder}.`,
    'If it was moved, open it where it lies now: a folder whose name ends in .morpho. Or create a new project.',
    folder,
  );
}

export function readOnly(folder: string): Failure {
  return new Failure(
    'read-only',
    `${folder} can't be written, and a project saves as you work.`,
    'Copy the project to a folder of your own and open the copy.',
    folder,
  );
}

export function locked(folder: string, by: string): Failure {
  return new Failure(
    'project-locked',
    `${path.basename(folder)} is open in ${by}.`,
    'Close it there first. Two programs on one project would overwrite each other.',
    folder,
  );
}

export function newer(folder: string, found: number, known: number): Failure {
  return new Failure(
    'project-newer',
    `${path.basename(folder)} was saved by a newer version of Morphoscope (project format ${found}; this one knows up to ${known}).`,
    'Install the newest version and open the project again. Nothing was changed.',
    folder,
  );
}

/** `backups`: file names in the project's `backups` folder, newest first. */
export function damaged(folder: string, what: string, backups: readonly string[] = []): Failure {
  const [newest] = backups;
  const remedy =
    newest === undefined
      ? 'Restore the project folder from your own backup.'
      : `Go back to the newest backup: in ${folder}, put project.sqlite aside and copy ${path.join('backups', newest)} in its place under the name project.sqlite.`;
  return new Failure(
    'project-damaged',
    `${path.basename(folder)} is damaged: ${what}. Nothing was changed.`,
    remedy,
    folder,
  );
}
