import { openOrOffer, showBackups } from '../state/backups.ts';
import { pickPaths } from '../state/browser.ts';
import { attempt } from '../state/notices.ts';
import { closeProject, openSampleProject, packProject, projectStore, relinkMissing } from '../state/project.ts';
import { setCreating } from '../state/start.ts';
import type { Command } from './command.ts';

const isOpen = () => projectStore.getState().project !== null;
const place = () => (isOpen() ? 'window' : 'start');

export const projectCommands: readonly Command[] = [
  {
    id: 'project.create',
    title: 'New project…',
    group: 'Project',
    run: async () => {
      setCreating(true);
      if (isOpen()) await attempt('window', 'close', closeProject);
    },
  },
  {
    id: 'project.open',
    title: 'Open project…',
    group: 'Project',
    shortcuts: ['Mod+O'],
    whileTyping: true,
    run: async () => {
      const [path] = await pickPaths({ purpose: 'open-project', title: 'Open a project', confirm: 'Open' });
      if (path !== undefined) await openOrOffer(place(), path);
    },
  },
  {
    id: 'project.openSample',
    title: 'Open the sample project',
    group: 'Project',
    run: async () => {
      await attempt(place(), 'open', openSampleProject);
    },
  },
  {
    id: 'project.close',
    title: 'Close project',
    group: 'Project',
    when: isOpen,
    run: async () => {
      await attempt('window', 'close', closeProject);
    },
  },
  {
    id: 'project.pack',
    title: 'Pack all files into the project',
    group: 'Project',
    when: isOpen,
    run: async () => {
      await attempt('window', 'pack', packProject);
    },
  },
  {
    id: 'project.restore',
    title: 'Go back to an earlier state…',
    group: 'Project',
    when: isOpen,
    run: async () => {
      const { project } = projectStore.getState();
      if (project !== null) await attempt('window', 'backups', () => showBackups(project.path));
    },
  },
  {
    id: 'project.relink',
    title: 'Find moved files…',
    group: 'Project',
    when: isOpen,
    run: async () => {
      const [folder] = await pickPaths({
        purpose: 'open-folder',
        title: 'Where are the moved files?',
        confirm: 'Look here and below',
      });
      if (folder !== undefined) await attempt('samples', 'relink', () => relinkMissing(folder));
    },
  },
];
