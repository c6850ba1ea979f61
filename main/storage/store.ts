import { Worker } from 'node:worker_threads';
import { Failure } from '../../app/domain/failure.ts';
import type { OpenProject, ProjectEdits, ProjectKeeping, ProjectReads, Remote, Store } from '../../app/ports/store.ts';
import { describedBackups } from './backups.ts';
import { buffersOf, type Group, type ThreadReply, type ThreadRequest, type ThreadStart } from './exchange.ts';

const threadFile = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './storage.js', import.meta.url);

export interface StoreOptions {
  /** Program version, kept in the project. */
  readonly program: string;
  /** What kind of network share a path is on ("SMB share //server/data"), or null for a disk of this computer. */
  readonly networkShareAt: (path: string) => Promise<string | null>;
}

/** Projects on this computer's disks, each with a thread that writes and one that reads. */
export function projectStore({ program, networkShareAt }: StoreOptions): Store {
  const expectLocal = async (place: string) => {
    const share = await networkShareAt(place);
    if (share !== null)
      throw new Failure(
        'network-share',
        `${place} is on a network share (${share}), where a project can be damaged when the connection drops.`,
        'Keep the project on a disk of this computer; its micrographs may stay on the share.',
        place,
      );
  };
  return {
    create: async (parent, name) => {
      await expectLocal(parent);
      return openProject({ role: 'writer', how: 'create', parent, name, program });
    },
    open: async (folder) => {
      await expectLocal(folder);
      return openProject({ role: 'writer', how: 'open', folder, program });
    },
    backups: async (folder) => describedBackups(folder),
    restore: async (folder, backup) => {
      const restorer = await StorageThread.start({ role: 'restorer', folder, backup });
      await restorer.close();
    },
  };
}

async function openProject(how: ThreadStart): Promise<OpenProject> {
  const writer = await StorageThread.start(how);
  let reader: StorageThread;
  try {
    reader = await StorageThread.start({ role: 'reader', folder: writer.folder });
  } catch (thrown) {
    await writer.close();
    throw thrown;
  }
  return {
    path: writer.folder,
    warnings: writer.warnings,
    reads: remote<ProjectReads>(reader, 'reads'),
    edits: remote<ProjectEdits>(writer, 'edits'),
    keeping: remote<ProjectKeeping>(writer, 'keeping'),
    close: async () => {
      // The last connection to close removes the journal, and that must be the writer.
      await reader.close();
      await writer.close();
    },
  };
}

/** Methods of a group by name: each becomes a question to the thread. */
function remote<T extends object>(thread: StorageThread, group: Group): Remote<T> {
  return new Proxy({} as Remote<T>, {
    get: (_, method) =>
      // `then` must be absent, or the group would count as a promise.
      typeof method === 'string' && method !== 'then'
        ? (...args: readonly unknown[]) => thread.call(group, method, args)
        : undefined,
  });
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: Failure) => void;
}

class StorageThread {
  readonly folder: string;
  readonly warnings: readonly string[];
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #gone: Failure | null = null;

  private constructor(worker: Worker, folder: string, warnings: readonly string[]) {
    this.#worker = worker;
    this.folder = folder;
    this.warnings = warnings;
    worker.on('message', (reply: ThreadReply) => this.#hear(reply));
    worker.on('error', (error) => this.#end(Failure.from(error)));
    worker.on('exit', () => this.#end(new Failure('no-project', 'The project was closed.', 'Open it again.')));
    worker.unref();
  }

  /** Starts a thread and waits until it has opened the project. */
  static async start(how: ThreadStart): Promise<StorageThread> {
    const worker = new Worker(threadFile, { workerData: how });
    const reply = await new Promise<ThreadReply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () =>
        reject(new Failure('internal', 'The storage thread did not start.', 'Please report this.')),
      );
    });
    for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
    if (reply.kind === 'ready') return new StorageThread(worker, reply.folder, reply.warnings);
    await worker.terminate();
    throw reply.kind === 'refused'
      ? Failure.of(reply.failure)
      : new Failure('internal', 'The storage thread spoke out of turn.', 'Please report this.');
  }

  call(group: Group, method: string, args: readonly unknown[]): Promise<unknown> {
    return this.#ask(
      (id) => ({ kind: 'call', id, group, method, args }),
      group === 'keeping' ? buffersOf(args, 3) : [],
    );
  }

  async close(): Promise<void> {
    if (this.#gone !== null) return;
    try {
      await this.#ask((id) => ({ kind: 'close', id }), []);
    } finally {
      this.#end(new Failure('no-project', 'The project was closed.', 'Open it again.'));
      await this.#worker.terminate();
    }
  }

  #ask(request: (id: number) => ThreadRequest, transfer: ArrayBuffer[]): Promise<unknown> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage(request(id), transfer);
    });
  }

  #hear(reply: ThreadReply): void {
    if (reply.kind !== 'done' && reply.kind !== 'failed') return;
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (reply.kind === 'done') waiting?.resolve(reply.value);
    else waiting?.reject(Failure.of(reply.failure));
  }

  #end(failure: Failure): void {
    this.#gone ??= failure;
    for (const { reject } of this.#waiting.values()) reject(failure);
    this.#waiting.clear();
  }
}
