import { createStore } from 'zustand/vanilla';
import type { ProjectInfo, RecentProject } from '../../app/contract/nouns.ts';
import { forgetBytes } from '../client/bytes.ts';
import { ask } from '../client/session.ts';
import { leaveLabels } from './labels/shown-labels.ts';
import { clearNotices, showNotice } from './notices.ts';
import { clearDraft } from './recipe-draft.ts';
import { edit } from './saving.ts';
import { clearSelection } from './selection.ts';
import { setBar } from './tool.ts';
import { clearView } from './view.ts';

export interface ProjectState {
  readonly project: ProjectInfo | null;
  /** False until the services said whether a project is open. */
  readonly known: boolean;
  readonly recent: readonly RecentProject[];
  /** What is being opened right now, for the start screen; null when nothing is. */
  readonly opening: string | null;
  /** The open project is being closed: nothing more is asked of it. */
  readonly leaving: boolean;
}

export const projectStore = createStore<ProjectState>()(() => ({
  project: null,
  known: false,
  recent: [],
  opening: null,
  leaving: false,
}));

/** Takes over what is open now. Another project than before starts with nothing chosen and nothing in memory. */
export function adoptProject(project: ProjectInfo | null): void {
  const before = projectStore.getState().project;
  if (before?.path !== project?.path || before?.uuid !== project?.uuid) {
    forgetBytes();
    clearSelection();
    clearView();
    clearDraft();
    leaveLabels();
    setBar(null);
    clearNotices();
    for (const text of project?.warnings ?? []) {
      showNotice({ key: text, place: 'window', kind: 'suspect', text, remedy: '' });
    }
  }
  projectStore.setState({ project, known: true });
}

/** Runs what closes the open project; who is still waiting for bytes of it gives up first. */
async function leaving<T>(work: () => Promise<T>): Promise<T> {
  projectStore.setState({ leaving: true });
  try {
    return await work();
  } finally {
    projectStore.setState({ leaving: false });
  }
}

async function opened(what: string, work: () => Promise<ProjectInfo>): Promise<void> {
  projectStore.setState({ opening: what });
  try {
    await leaving(async () => adoptProject(await work()));
  } finally {
    projectStore.setState({ opening: null });
  }
}

export function openProject(path: string): Promise<void> {
  return opened(path, () => ask('projects.open', { path }));
}

export function createProject(folder: string, name: string): Promise<void> {
  return opened(name, () => ask('projects.create', { folder, name }));
}

export function openSampleProject(): Promise<void> {
  return opened('sample project', () => ask('projects.openSample', {}));
}

export async function closeProject(): Promise<void> {
  await leaving(async () => {
    await ask('projects.close', {});
    adoptProject(null);
  });
}

export async function loadRecent(): Promise<void> {
  const { recent } = await ask('projects.recent', {});
  projectStore.setState({ recent });
}

export async function forgetRecent(path: string): Promise<void> {
  await ask('projects.forget', { path });
  await loadRecent();
}

/** Copies every referenced file into the project, as a job. */
export async function packProject(): Promise<void> {
  await edit('projects.pack', {});
}

/** Looks for moved files in `folder` by content, as a job. */
export async function relinkMissing(folder: string): Promise<void> {
  await edit('projects.relink', { folder });
}
