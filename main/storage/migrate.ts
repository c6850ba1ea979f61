import { backUp } from './backups.ts';
import type { Writer } from './connection.ts';
import { layoutOf } from './layout.ts';
import type { Migration } from './migrations/migration.ts';
import { newer } from './storage-failure.ts';

/**
 * Brings a database to the newest layout, each step one transaction, after a backup into `backups/`.
 * @returns the path of the newest backup, or null when nothing had to be done or the database was new
 * Throws `Failure` project-newer when it is of a later layout than the list knows.
 */
export function migrate(writer: Writer, folder: string, migrations: readonly Migration[]): string | null {
  const from = layoutOf(writer);
  const known = migrations.at(-1)?.to ?? 0;
  if (from > known) throw newer(folder, from, known);
  let backup: string | null = null;
  for (const migration of migrations) {
    if (migration.to <= from) continue;
    if (from > 0) backup = backUp(writer, folder, layoutOf(writer));
    writer.transaction(() => {
      writer.script(migration.script);
      const broken = writer.all('PRAGMA foreign_key_check');
      if (broken.length > 0) throw new Error(`migration ${migration.to} leaves ${broken.length} dangling rows`);
      writer.script(`PRAGMA user_version = ${migration.to}`);
    });
  }
  return backup;
}
