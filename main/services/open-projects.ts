import path from 'node:path';
import type { ProjectInfo } from '../../app/contract/nouns.ts';
import { missingFiles } from './image-info.ts';
import type { ServicePorts } from './ports.ts';
import type { RecentProjects } from './recent.ts';
import type { Session } from './session.ts';

/** The open project as it crosses the border; null when none is open. */
export async function projectInfo({ disk }: ServicePorts, session: Session): Promise<ProjectInfo | null> {
  const project = session.current;
  if (project === null) return null;
  const [summary, bytes, missing] = await Promise.all([
    project.reads.summary(),
    disk.bytesBelow(project.path),
    project.reads.files().then((files) => missingFiles(disk, files)),
  ]);
  return { ...summary, path: project.path, bytes, warnings: [...project.warnings], missing: missing.length };
}

/** Opens projects and keeps the list of recent ones. */
export class Projects {
  readonly #ports: ServicePorts;
  readonly #session: Session;
  readonly #recent: RecentProjects;

  constructor(ports: ServicePorts, session: Session, recent: RecentProjects) {
    this.#ports = ports;
    this.#session = session;
    this.#recent = recent;
  }

  async open(folder: string): Promise<ProjectInfo> {
    const asked = path.basename(folder) === 'project.sqlite' ? path.dirname(folder) : folder;
    await this.#session.open((store) => store.open(asked), path.resolve(asked));
    return this.#opened();
  }

  async create(folder: string, name: string): Promise<ProjectInfo> {
    await this.#ports.disk.makeFolder(folder);
    await this.#session.open((store) => store.create(folder, name));
    return this.#opened();
  }

  /** Goes back to a backup of a project, open or not, and opens it. */
  async restore(folder: string, backup: string): Promise<ProjectInfo> {
    const place = path.resolve(folder);
    if (this.#session.current?.path === place) await this.#session.close();
    try {
      await this.#ports.store.restore(place, backup);
    } catch (thrown) {
      // As it was, also when that is a project that can't be opened.
      await this.open(place).catch(() => undefined);
      throw thrown;
    }
    return this.open(place);
  }

  async close(): Promise<void> {
    await this.#session.close();
    await this.#recent.closed();
  }

  async info(): Promise<ProjectInfo> {
    // Throws when no project is open.
    void this.#session.project;
    return (await projectInfo(this.#ports, this.#session)) as ProjectInfo;
  }

  async #opened(): Promise<ProjectInfo> {
    const info = await this.info();
    // A list of recent projects that can't be kept is no reason not to work.
    await this.#recent.opened(info.path, info.name).catch(console.error);
    this.#ports.emit('project.opened', { project: info });
    await this.#session.tellHistory();
    return info;
  }
}
