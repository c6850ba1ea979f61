import { type FSWatcher, watch } from 'node:fs';
import { Failure } from '../../app/domain/failure.ts';
import type { DiskEntry, FolderWatch } from '../../app/ports/disk.ts';
import { filesBelow } from './walk.ts';

export interface WatchOptions {
  readonly folder: string;
  /** Called once a file, one file at a time. When it throws, the file is tried again after it changes. */
  readonly take: (file: string) => Promise<void>;
  /** Why the folder can't be watched right now (a share that dropped), null when it can again. */
  readonly problem: (problem: string | null) => void;
  /** Files that were taken before. */
  readonly known?: ReadonlySet<string> | undefined;
  /** Between two looks; notices of the system only make the next look come sooner, since network folders send none. */
  readonly pollMs?: number;
  /** How long size and time must stay the same, so that a file that is still being written is left alone. */
  readonly settleMs?: number;
}

interface Seen {
  readonly mark: string;
  readonly since: number;
}

/** Watches a folder and those below it for new files that are complete. */
export function watchFolder(options: WatchOptions): FolderWatch {
  const { folder, take, problem, known, pollMs = 2000, settleMs = 1500 } = options;
  /** Files done with, by the size and time they had. Empty mark = whatever they are. */
  const done = new Map<string, string>([...(known ?? [])].map((file) => [file, '']));
  const waiting = new Map<string, Seen>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let notices: FSWatcher | undefined;
  let troubled = false;

  const say = (text: string | null) => {
    if (text === null && !troubled) return;
    troubled = text !== null;
    problem(text);
  };

  const notice = () => {
    if (notices !== undefined || closed) return;
    try {
      notices = watch(folder, { persistent: false }, () => schedule(settleMs / 2));
      notices.on('error', () => {
        notices?.close();
        notices = undefined;
      });
    } catch {
      // Polling goes on without notices.
    }
  };

  const consider = async (entry: DiskEntry) => {
    const mark = `${entry.bytes} ${entry.modified}`;
    const before = done.get(entry.path);
    if (before === '' || before === mark) return;
    const seen = waiting.get(entry.path);
    if (seen?.mark !== mark) {
      waiting.set(entry.path, { mark, since: performance.now() });
      return;
    }
    if (performance.now() - seen.since < settleMs || entry.bytes === 0) return;
    waiting.delete(entry.path);
    try {
      await take(entry.path);
      done.set(entry.path, '');
    } catch {
      done.set(entry.path, mark);
    }
  };

  const look = async () => {
    try {
      for await (const entry of filesBelow(folder)) {
        if (closed) return;
        await consider(entry);
      }
      say(null);
      notice();
    } catch (thrown) {
      notices?.close();
      notices = undefined;
      say(Failure.from(thrown).message);
    }
  };

  let looking = false;
  function schedule(ms: number): void {
    if (closed || looking) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      looking = true;
      void look().finally(() => {
        looking = false;
        schedule(waiting.size > 0 ? Math.min(pollMs, settleMs) : pollMs);
      });
    }, ms);
    timer.unref();
  }

  schedule(0);
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
      notices?.close();
    },
  };
}
