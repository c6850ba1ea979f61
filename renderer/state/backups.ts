import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import { ask } from '../client/session.ts';
import { dismissNotice, type NoticePlace, showFailure, showNotice } from './notices.ts';
import { adoptProject, openProject, projectStore } from './project.ts';
import { closePrompt, openPrompt } from './prompt.ts';

export type Backup = CallOutput<'projects.backups'>['backups'][number];

export interface Backups {
  /** The project they belong to; it need not be open. */
  readonly path: string;
  readonly backups: readonly Backup[];
  /** The one that is being brought back. */
  readonly restoring: string | null;
}

export const backupsStore = createStore<Backups>()(() => ({ path: '', backups: [], restoring: null }));

/** Shows the earlier states of a project: of the open one, or of one that can't be opened. */
export async function showBackups(path: string): Promise<void> {
  const { backups } = await ask('projects.backups', { path });
  backupsStore.setState({ path, backups, restoring: null });
  openPrompt('backups');
}

/** Goes back to a backup. How the project was until now is set aside among the backups. */
export async function restoreBackup(backup: Backup): Promise<void> {
  const { path } = backupsStore.getState();
  backupsStore.setState({ restoring: backup.name });
  try {
    const project = await ask('projects.restore', { path, backup: backup.name });
    // The same project with other content: nothing of what was shown holds.
    adoptProject(null);
    adoptProject(project);
    closePrompt();
    dismissNotice('start', 'open');
    showNotice({
      key: 'restored',
      place: 'window',
      kind: 'info',
      text: `${project.name} is back at an earlier state.`,
      remedy: 'How it was until now is set aside: it stands in the same list, at the time of this change.',
    });
  } finally {
    backupsStore.setState({ restoring: null });
  }
}

/** Opens a project; one that is damaged offers its earlier states. */
export async function openOrOffer(place: NoticePlace, path: string): Promise<void> {
  try {
    await openProject(path);
    dismissNotice(place, 'open');
  } catch (thrown) {
    const { info } = Failure.from(thrown);
    const at = projectStore.getState().project === null ? 'start' : place;
    if (info.tag !== 'project-damaged') {
      showFailure(at, 'open', info);
      return;
    }
    const { backups } = await ask('projects.backups', { path }).catch(() => ({ backups: [] }));
    if (backups.length === 0) {
      showFailure(at, 'open', info);
      return;
    }
    const offer = () => {
      showBackups(path).catch((failed: unknown) => showFailure(at, 'open', Failure.from(failed).info));
    };
    const told = { ...info, remedy: 'Earlier states of it are kept in the project.' };
    showFailure(at, 'open', told, { title: 'Go back to an earlier state…', run: offer });
  }
}
