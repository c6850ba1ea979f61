import path from 'node:path';
import type { HandlersOf } from './handler.ts';
import { missingFiles } from './image-info.ts';
import { type Projects, projectInfo } from './open-projects.ts';
import { packProject } from './pack.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import type { RecentProjects } from './recent.ts';
import { relink } from './relink.ts';
import { openSample } from './sample-project.ts';
import type { Session } from './session.ts';

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
    'projects.openSample': ({ folder }) => openSample(ports, session, projects, jobs, folder),
    'projects.close': async () => {
      await projects.close();
      return {};
    },
    'projects.recent': async () => ({ recent: await recent.list() }),
    'projects.forget': async ({ path: folder }) => {
      await recent.forget(folder);
      return {};
    },
    'projects.backups': async ({ path: folder }) => ({
      backups: await ports.store.backups(folder ?? session.project.path),
    }),
    'projects.restore': async ({ path: folder, backup }) => projects.restore(folder ?? session.project.path, backup),
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
