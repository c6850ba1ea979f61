import path from 'node:path';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import { hasKnownEnding } from '../../app/formats/open.ts';
import type { FolderWatch } from '../../app/ports/disk.ts';
import type { OpenProject } from '../../app/ports/store.ts';
import type { StoredWatch } from '../../app/ports/stored.ts';
import type { HandlersOf } from './handler.ts';
import { importFiles } from './import-files.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';
import type { WatchRuns } from './watch-runs.ts';

interface Watching {
  readonly watch: FolderWatch;
  /** Why the folder can't be watched. */
  problem: string | null;
  /** Why files were not taken in, by path. */
  readonly refused: Map<string, FailureInfo>;
}

/** Watches the folders of the open project: they are kept in it and taken up again when it is opened. */
export class Watches {
  readonly #ports: ServicePorts;
  readonly #session: Session;
  readonly #runs: WatchRuns;
  readonly #watching = new Map<string, Watching>();
  #abort = new AbortController();

  constructor(ports: ServicePorts, session: Session, runs: WatchRuns) {
    this.#ports = ports;
    this.#session = session;
    this.#runs = runs;
  }

  async opened(project: OpenProject): Promise<void> {
    this.#abort = new AbortController();
    for (const stored of await project.reads.watches()) await this.#begin(project, stored);
  }

  closed(): void {
    this.#abort.abort();
    for (const { watch } of this.#watching.values()) watch.close();
    this.#watching.clear();
    this.#runs.forget();
  }

  problemOf(folder: string): string | null {
    const watching = this.#watching.get(folder);
    return watching?.problem ?? null;
  }

  refusedIn(folder: string): { path: string; message: string; remedy: string }[] {
    return [...(this.#watching.get(folder)?.refused ?? [])].map(([file, { message, remedy }]) => ({
      path: file,
      message,
      remedy,
    }));
  }

  async start(stored: StoredWatch): Promise<void> {
    const { project } = this.#session;
    await project.keeping.addWatch(stored);
    this.#watching.get(stored.path)?.watch.close();
    await this.#begin(project, stored);
    this.#session.emit('watch.changed', {});
  }

  async stop(folder: string): Promise<void> {
    await this.#session.project.keeping.removeWatch(folder);
    this.#watching.get(folder)?.watch.close();
    this.#watching.delete(folder);
    this.#session.emit('watch.changed', {});
  }

  async #begin(project: OpenProject, stored: StoredWatch): Promise<void> {
    const known = new Set((await project.reads.files()).map((file) => file.path));
    const problem = (text: string | null) => {
      watching.problem = text;
      this.#session.emit('watch.changed', {});
    };
    const take = async (file: string) => {
      try {
        await this.#take(stored, file);
        if (watching.refused.delete(file)) this.#session.emit('watch.changed', {});
      } catch (thrown) {
        const { info } = Failure.from(thrown);
        if (info.tag !== 'stopped') {
          watching.refused.set(file, info);
          this.#session.emit('watch.changed', {});
        }
        throw thrown;
      }
    };
    const watch = this.#ports.disk.watch(stored.path, take, problem, known);
    const watching: Watching = { watch, problem: null, refused: new Map() };
    this.#watching.set(stored.path, watching);
  }

  /** Takes one new file in. Throws when it can't be read, so that it is tried again when it changes. */
  async #take(stored: StoredWatch, file: string): Promise<void> {
    if (!hasKnownEnding(file) || this.#abort.signal.aborted) return;
    const handle = { id: 0, signal: this.#abort.signal, progress: () => undefined };
    const request = { paths: [file], sampleId: stored.sampleId, key: `watch ${stored.path}` };
    const { imageIds, failed } = await importFiles(this.#ports, this.#session, request, handle);
    const [failure] = failed;
    if (failure !== undefined) throw Failure.of(failure.failure);
    if (imageIds.length === 0) return;
    await this.#session.project.keeping.countTaken(stored.path, imageIds.length);
    this.#session.emit('watch.changed', {});
    if (stored.recipeId !== null) this.#runs.add(stored.recipeId, stored.path, imageIds);
  }
}

/** Folders being watched. */
export function watchHandlers(ports: ServicePorts, session: Session, watches: Watches): HandlersOf<'watch'> {
  return {
    'watch.list': async () => ({
      folders: (await session.project.reads.watches()).map((stored) => ({
        ...stored,
        problem: watches.problemOf(stored.path),
        refused: watches.refusedIn(stored.path),
      })),
    }),
    'watch.start': async ({ path: asked, sampleId, recipeId }) => {
      const folder = path.resolve(asked);
      if ((await ports.disk.look(folder))?.kind !== 'folder')
        throw new Failure(
          'not-found',
          `${folder} is not a folder.`,
          'Choose the folder that the microscope saves to.',
          folder,
        );
      await watches.start({ path: folder, sampleId, recipeId, taken: 0 });
      return {};
    },
    'watch.stop': async ({ path: asked }) => {
      await watches.stop(path.resolve(asked));
      return {};
    },
  };
}
