import { randomUUID } from 'node:crypto';
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import { backupsOf } from './backups.ts';
import { openWriter, type Writer } from './connection.ts';
import { applicationId, databaseFile } from './layout.ts';
import { lockProject, type ProjectLock } from './lock.ts';
import { meta, setMeta } from './meta.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import { clearRemovedRuns, interruptRuns } from './runs.ts';
import { damaged, notAProject, readOnly, storageFailure } from './storage-failure.ts';
import { interruptTrainings } from './trainings.ts';

/** Days after which a project is checked again although it was closed properly. */
const checkEveryDays = 7;

/** The database of a project that this process has to itself. */
export interface ProjectDatabase {
  readonly folder: string;
  readonly file: string;
  readonly writer: Writer;
  readonly warnings: readonly string[];
  /** Clears away what can't be undone any more, settles the journal, gives the project free. */
  close(): void;
}

/** Characters that some file system refuses in names, and device names of Windows. */
const refused = /[\\/:*?"<>|\p{Cc}]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/** Makes the folder NAME.morpho in `parent` and opens it. Throws `Failure` (see the port `Store`). */
export function createDatabase(parent: string, name: string, program: string): ProjectDatabase {
  if (refused.test(name) || name.trim() !== name || name === '' || name.length > 200)
    throw new Failure(
      'invalid-input',
      `“${name}” can't be the name of a folder.`,
      'Use letters, digits, spaces, - and _.',
      name,
    );
  const folder = path.resolve(parent, name.endsWith('.morpho') ? name : `${name}.morpho`);
  if (existsSync(folder))
    throw new Failure(
      'invalid-input',
      `${folder} exists already.`,
      'Choose another name, or open that project.',
      folder,
    );
  try {
    // Never `recursive`: that does not come back where a folder takes none (/proc).
    for (const made of [folder, path.join(folder, 'blobs'), path.join(folder, 'backups')]) mkdirSync(made);
  } catch (thrown) {
    const failure = storageFailure(thrown, parent);
    throw failure.info.tag === 'internal' ? readOnly(parent) : failure;
  }
  return guarded(folder, () => {
    const lock = lockProject(folder);
    return opened(folder, lock, () => {
      const writer = openWriter(databaseFile(folder), true);
      migrate(writer, folder, migrations);
      writer.transaction(() => {
        writer.script(`PRAGMA application_id = ${applicationId}`);
        setMeta(writer, 'uuid', randomUUID());
        setMeta(writer, 'name', name.replace(/\.morpho$/, ''));
        setMeta(writer, 'created', new Date().toISOString());
        setMeta(writer, 'program', program);
        setMeta(writer, 'settled', '0');
        setMeta(writer, 'checked', new Date().toISOString());
      });
      // So that the file itself tells what it is, see expectOurs.
      writer.checkpoint();
      return { writer, warnings: [] };
    });
  });
}

/** Opens the project in `folder`. Throws `Failure` (see the port `Store`). */
export function openDatabase(asked: string, program: string): ProjectDatabase {
  const folder = path.basename(asked) === 'project.sqlite' ? path.dirname(path.resolve(asked)) : path.resolve(asked);
  const file = databaseFile(folder);
  return guarded(folder, () => {
    if (!existsSync(file)) throw notAProject(folder);
    for (const place of [folder, file]) {
      try {
        accessSync(place, constants.W_OK);
      } catch {
        throw readOnly(folder);
      }
    }
    const lock = lockProject(folder);
    return opened(folder, lock, () => {
      expectOurs(folder, file);
      const writer = openWriter(file, false);
      try {
        const warnings = settle(writer, folder, program);
        return { writer, warnings };
      } catch (thrown) {
        writer.close();
        throw thrown;
      }
    });
  });
}

/** Checks, upgrades and marks a database that was just opened; what a person should know. */
function settle(writer: Writer, folder: string, program: string): string[] {
  const warnings: string[] = [];
  const mode = writer.value<string>('PRAGMA journal_mode');
  if (mode !== 'wal')
    throw new Failure(
      'network-share',
      `${folder} is on a disk that can't keep a project safe (journal mode ${mode}).`,
      'Move the project to a disk of this computer.',
      folder,
    );
  if ((writer.value<number>('PRAGMA user_version') ?? 0) === 0)
    throw damaged(folder, 'its database is empty', backupsOf(folder));
  const upgradable = (writer.value<number>('PRAGMA user_version') ?? 0) <= (migrations.at(-1)?.to ?? 0);
  if (upgradable) check(writer, folder, warnings);
  const backup = migrate(writer, folder, migrations);
  if (backup !== null)
    warnings.push(
      `The project was upgraded to this version. A copy of how it was is ${path.join('backups', path.basename(backup))}.`,
    );
  const interrupted = interruptRuns(writer);
  if (interrupted > 0)
    warnings.push(
      `${interrupted === 1 ? 'A run was' : `${interrupted} runs were`} interrupted. Finished images are kept; start the run again to compute the rest.`,
    );
  const trainings = interruptTrainings(writer);
  if (trainings > 0)
    warnings.push(
      `${trainings === 1 ? 'A training was' : `${trainings} trainings were`} interrupted. Resume it in the Train room: it goes on from its last checkpoint.`,
    );
  setMeta(writer, 'program', program);
  setMeta(writer, 'settled', '0');
  return warnings;
}

/** Checks the whole database when it was not closed properly or was not checked for a week. */
function check(writer: Writer, folder: string, warnings: string[]): void {
  const unsettled = meta(writer, 'settled') !== '1';
  const last = Date.parse(meta(writer, 'checked') ?? '') || 0;
  if (unsettled) warnings.push('The project was not closed properly last time. It was checked and is in order.');
  if (!unsettled && Date.now() - last < checkEveryDays * 86_400_000) return;
  const found = writer.all<{ quick_check: string }>('PRAGMA quick_check(3)').map((row) => row.quick_check);
  if (found.length !== 1 || found[0] !== 'ok') throw damaged(folder, found.join('; '), backupsOf(folder));
  setMeta(writer, 'checked', new Date().toISOString());
}

/** Looks at the first bytes, so that a stray file is refused before SQLite makes journals beside it. */
function expectOurs(folder: string, file: string): void {
  const head = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  const got = readSync(handle, head, 0, 100, 0);
  closeSync(handle);
  if (got < 100 || head.toString('latin1', 0, 15) !== 'SQLite format 3')
    throw damaged(folder, 'its database is not readable', backupsOf(folder));
  if (head.readUInt32BE(68) !== applicationId) throw notAProject(folder);
}

function opened(
  folder: string,
  lock: ProjectLock,
  open: () => { writer: Writer; warnings: readonly string[] },
): ProjectDatabase {
  try {
    const { writer, warnings } = open();
    return { folder, file: databaseFile(folder), writer, warnings, close: () => close(writer, lock) };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

function close(writer: Writer, lock: ProjectLock): void {
  try {
    if (clearRemovedRuns(writer) > 0) writer.script('PRAGMA incremental_vacuum');
    setMeta(writer, 'settled', '1');
    writer.script('PRAGMA optimize');
    writer.checkpoint();
  } finally {
    writer.close();
    lock.release();
  }
}

function guarded<R>(folder: string, body: () => R): R {
  try {
    return body();
  } catch (thrown) {
    const failure = storageFailure(thrown, folder);
    if (failure.info.tag !== 'project-damaged' || failure === thrown) throw failure;
    throw damaged(folder, 'its database is not readable', backupsOf(folder));
  }
}
