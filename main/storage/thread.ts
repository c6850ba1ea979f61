// A project's storage thread. One writes and keeps the project locked, one reads; so nothing that a disk may delay ever
// runs on the services' thread, and questions are answered while results are being stored.
import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from '../../app/domain/failure.ts';
import { restoreBackup, snapshot } from './backups.ts';
import { openReader } from './connection.ts';
import { createDatabase, openDatabase, type ProjectDatabase } from './database.ts';
import { buffersOf, type Group, type ThreadReply, type ThreadRequest, type ThreadStart } from './exchange.ts';
import { databaseFile, layoutOf } from './layout.ts';
import { projectEdits, projectKeeping, projectReads } from './session.ts';
import { storageFailure } from './storage-failure.ts';

const snapshotEveryMs = 3_600_000;

type Methods = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
interface Open {
  readonly folder: string;
  readonly warnings: readonly string[];
  readonly groups: Partial<Record<Group, Methods>>;
  readonly close: () => void;
}

/** A copy every hour in which something changed. */
function keepSnapshots({ writer, folder }: ProjectDatabase): () => void {
  const changes = () => writer.value<number>('SELECT total_changes()') ?? 0;
  let seen = changes();
  const timer = setInterval(() => {
    const now = changes();
    if (now === seen) return;
    seen = now;
    // A missing hourly copy loses nothing; a full disk shows at the next edit.
    snapshot(writer, folder, layoutOf(writer)).catch(console.error);
  }, snapshotEveryMs);
  return () => clearInterval(timer);
}

function start(how: ThreadStart): Open {
  if (how.role === 'restorer') {
    restoreBackup(how.folder, how.backup);
    return { folder: how.folder, warnings: [], groups: {}, close: () => undefined };
  }
  if (how.role === 'reader') {
    const reader = openReader(databaseFile(how.folder));
    const reads = projectReads(reader, how.folder) as unknown as Methods;
    return { folder: how.folder, warnings: [], groups: { reads }, close: () => reader.close() };
  }
  const database =
    how.how === 'create' ? createDatabase(how.parent, how.name, how.program) : openDatabase(how.folder, how.program);
  const { writer, folder, warnings } = database;
  const stopSnapshots = keepSnapshots(database);
  return {
    folder,
    warnings,
    groups: {
      edits: projectEdits(writer, folder) as unknown as Methods,
      keeping: projectKeeping(writer, folder) as unknown as Methods,
    },
    close: () => {
      stopSnapshots();
      database.close();
    },
  };
}

function serve(): void {
  const port = parentPort;
  if (port === null) throw new Error('not a worker thread');
  const say = (reply: ThreadReply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer);
  let open: Open;
  try {
    open = start(workerData as ThreadStart);
  } catch (thrown) {
    const how = workerData as ThreadStart;
    const folder = 'folder' in how ? how.folder : how.parent;
    say({ kind: 'refused', failure: storageFailure(thrown, folder).info });
    return;
  }
  say({ kind: 'ready', folder: open.folder, warnings: open.warnings });
  port.on('message', (request: ThreadRequest) => {
    try {
      if (request.kind === 'close') {
        open.close();
        say({ kind: 'done', id: request.id, value: undefined });
        port.close();
        return;
      }
      const method = open.groups[request.group]?.[request.method];
      if (method === undefined)
        throw new Failure('internal', `No method ${request.group}.${request.method}.`, 'Please report this.');
      const value = method(...request.args);
      say({ kind: 'done', id: request.id, value }, buffersOf(value));
    } catch (thrown) {
      const failure = storageFailure(thrown, open.folder);
      if (failure.info.tag === 'internal') console.error(thrown);
      say({ kind: 'failed', id: request.id, failure: failure.info });
    }
  });
}

serve();
