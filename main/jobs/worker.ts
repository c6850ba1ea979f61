import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from '../../app/domain/failure.ts';
import type { ByteSource } from '../../app/ports/byte-source.ts';
import type { Digest, Task } from '../../app/ports/task.ts';
import type { Threads } from '../../app/ports/work.ts';
import { networksOver } from './ask-networks.ts';
import type { WorkerMessage, WorkerRequest, WorkerStart } from './pool.ts';
import { SharedThreads } from './threads.ts';
import { unzstd } from './unzstd.ts';

/** A file opened by a task; closed when the task ends. */
export interface OpenFile {
  readonly source: ByteSource;
  close(): void;
}

const progressEveryMs = 50;

function sha256(): Digest {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}

/** Array buffers of a result that can change hands instead of being copied. */
function transferables(value: unknown, found: Set<ArrayBuffer>, depth = 0): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (value !== null && typeof value === 'object' && depth < 3) {
    for (const inner of Object.values(value)) transferables(inner, found, depth + 1);
  }
  return found;
}

/** Threads that look at the stop flag before every loop: a step of many loops stops between two of them. */
const stoppable = (threads: SharedThreads, check: () => void): Threads => ({
  count: threads.count,
  allocate: (kind, length, content) => threads.allocate(kind, length, content),
  release: (array) => threads.release(array),
  forBands: (kernel, total, ...args) => {
    check();
    threads.forBands(kernel, total, ...args);
  },
});

/**
 * Serves tasks in this worker thread.
 * @param tasks every task by name
 * @param openFile opens a file of this computer
 */
export function serveTasks(
  tasks: ReadonlyMap<string, Task<unknown, unknown>>,
  openFile: (path: string) => OpenFile,
): void {
  const port = parentPort;
  if (port === null) throw new Error('not a worker thread');
  const { stopFlag, threads: count, networks: table } = workerData as WorkerStart;
  const threads = new SharedThreads(count);
  const networks = networksOver(table, (request) => port.postMessage(request));
  const say = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

  async function serve({ id, task: name, input }: WorkerRequest): Promise<void> {
    const open: OpenFile[] = [];
    let last = 0;
    const check = () => {
      if (Atomics.load(stopFlag, 0) === id)
        throw new Failure('stopped', 'Stopped.', 'What was finished before is kept.');
    };
    try {
      const task = tasks.get(name);
      if (task === undefined) throw new Failure('internal', `No task is named ${name}.`, 'Please report this.');
      const output = await task.run(input, {
        open: (path) => {
          const file = openFile(path);
          open.push(file);
          return file.source;
        },
        sha256,
        unzstd,
        networks,
        work: {
          threads: stoppable(threads, check),
          check,
          progress: (fraction, note) => {
            const now = performance.now();
            if (now - last < progressEveryMs) return;
            last = now;
            say({ kind: 'progress', id, fraction, note });
          },
        },
      });
      say({ kind: 'done', id, output }, [...transferables(output, new Set())]);
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.info.tag === 'internal') console.error(thrown);
      say({ kind: 'failed', id, failure: failure.info });
    } finally {
      for (const file of open) file.close();
    }
  }

  let chain = Promise.resolve();
  port.on('message', (request: WorkerRequest) => {
    chain = chain.then(() => serve(request));
  });
}
