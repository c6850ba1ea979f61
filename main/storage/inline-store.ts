import type { OpenProject, Remote, Store } from '../../app/ports/store.ts';
import { describedBackups, restoreBackup } from './backups.ts';
import { openReader } from './connection.ts';
import { createDatabase, openDatabase, type ProjectDatabase } from './database.ts';
import { projectEdits, projectKeeping, projectReads } from './session.ts';
import { storageFailure } from './storage-failure.ts';

/** Projects served by the thread that asks: for tests and for programs without a window. */
export function inlineStore(program: string): Store {
  return {
    create: async (parent, name) => served(createDatabase(parent, name, program)),
    open: async (folder) => served(openDatabase(folder, program)),
    backups: async (folder) => describedBackups(folder),
    restore: async (folder, backup) => restoreBackup(folder, backup),
  };
}

function served(database: ProjectDatabase): OpenProject {
  const { folder, writer, warnings } = database;
  const reader = openReader(database.file);
  return {
    path: folder,
    warnings,
    reads: promised(projectReads(reader, folder), folder),
    edits: promised(projectEdits(writer, folder), folder),
    keeping: promised(projectKeeping(writer, folder), folder),
    close: async () => {
      reader.close();
      database.close();
    },
  };
}

/** Every method as one that promises, with the failures that a storage thread would give. */
function promised<T extends object>(methods: T, folder: string): Remote<T> {
  const promising = Object.entries(methods).map(([name, method]: [string, (...args: unknown[]) => unknown]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return method(...args);
      } catch (thrown) {
        throw storageFailure(thrown, folder);
      }
    },
  ]);
  return Object.fromEntries(promising) as Remote<T>;
}
