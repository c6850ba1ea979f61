import path from 'node:path';
import type { ProjectInfo } from '../../app/contract/nouns.ts';
import type { HandlersOf } from './handler.ts';
import { missingFiles } from './image-info.ts';
import { packProject } from './pack.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import type { RecentProjects } from './recent.ts';
import { relink } from './relink.ts';
import { openSample } from './sample-project.ts';
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
  const warnings = [...project.warnings];
  if (missing.length > 0)
    warnings.push(
      missing.length === 1
        ? `${path.basename(missing[0].path)} is not where it was. Relink it to work on it.`
        : `${missing.length} files are not where they were. Relink them to work on them.`,
    );
  return { ...summary, path: project.path, bytes, warnings };
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
    await this.#session.open((store) => store.create(folder, name));
    return this.#opened();
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

/** Projects: the folder that is open, and those opened before. */
export function projectHandlers(
  ports: ServicePorts,
  session: Session,
  projects: Projects,
  recent: RecentProjects,
  jobs: ProjectJobs,
): HandlersOf<'projects'> {
  const { disk } = ports;
  return {
    'projects.current': async () => ({ project: await projectInfo(ports, session) }),
    'projects.create': ({ folder, name }) => projects.create(folder, name),
    'projects.open': ({ path: folder }) => projects.open(folder),
    'projects.openSample': () => openSample(ports, session, projects, jobs),
    'projects.close': async () => {
      await projects.close();
      return {};
    },
    'projects.recent': async () => ({ recent: await recent.list() }),
    'projects.forget': async ({ path: folder }) => {
      await recent.forget(folder);
      return {};
    },
    'projects.pack': () => {
      const { path: folder } = session.project;
      return jobs.start('pack', `Pack ${path.basename(folder)}`, (job) => packProject(ports, session, job));
    },
    'projects.missing': async () => {
      const { reads } = session.project;
      const missing = new Set((await missingFiles(disk, await reads.files())).map((file) => file.id));
      const images = (await reads.images()).filter((image) => missing.has(image.file.id));
      return { images: images.map(({ id, name, file }) => ({ imageId: id, name, path: file.shownPath })) };
    },
    'projects.relink': ({ folder }) => {
      void session.project;
      return jobs.start('relink', `Look for files in ${path.basename(folder)}`, (job) =>
        relink(ports, session, folder, job),
      );
    },
  };
}
