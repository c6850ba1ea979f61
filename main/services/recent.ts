import path from 'node:path';
import { z } from 'zod';
import type { RecentProject } from '../../app/contract/nouns.ts';
import type { Disk } from '../../app/ports/disk.ts';
import { KeptJson } from './kept-json.ts';

const Kept = z.object({
  recent: z.array(z.object({ path: z.string(), name: z.string(), opened: z.string() })),
  /** The project that was open last, opened again at the next start; null when it was closed on purpose. */
  last: z.string().nullable(),
});

const longest = 20;

/** Projects opened lately. */
export class RecentProjects {
  readonly #disk: Disk;
  readonly #kept: KeptJson<typeof Kept>;

  constructor(disk: Disk, configFolder: string) {
    this.#disk = disk;
    this.#kept = new KeptJson(disk, path.join(configFolder, 'recent.json'), Kept, { recent: [], last: null });
  }

  async list(): Promise<RecentProject[]> {
    const { recent } = await this.#kept.get();
    return Promise.all(
      recent.map(async (project) => ({
        ...project,
        exists: await this.#disk.look(path.join(project.path, 'project.sqlite')).then(
          (found) => found !== null,
          () => false,
        ),
      })),
    );
  }

  async opened(project: string, name: string): Promise<void> {
    const entry = { path: project, name, opened: new Date().toISOString() };
    await this.#kept.change(({ recent }) => ({
      recent: [entry, ...recent.filter((r) => r.path !== project)].slice(0, longest),
      last: project,
    }));
  }

  async closed(): Promise<void> {
    await this.#kept.change((kept) => ({ ...kept, last: null }));
  }

  async forget(project: string): Promise<void> {
    await this.#kept.change(({ recent, last }) => ({
      recent: recent.filter((r) => r.path !== project),
      last: last === project ? null : last,
    }));
  }

  /** The project to open at start; null when none was open. */
  async last(): Promise<string | null> {
    return (await this.#kept.get()).last;
  }

  /** Nothing was ever opened here. */
  async firstStart(): Promise<boolean> {
    const { recent, last } = await this.#kept.get();
    return recent.length === 0 && last === null;
  }
}
