import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../app/contract/list.ts';
import type { DirectoryEntry } from '../../app/contract/nouns.ts';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import { ask } from '../client/session.ts';
import { changeLayout, layoutStore } from './layout.ts';
import { programStore } from './program.ts';

export type PickPurpose = 'open-files' | 'open-folder' | 'open-project' | 'save-file';

export interface PickRequest {
  readonly purpose: PickPurpose;
  readonly title: string;
  /** What the confirming button says: "Import". */
  readonly confirm: string;
  readonly suggestedName?: string;
}

export type Listing = CallOutput<'files.list'>;

export interface BrowserState {
  /** null while no files are asked for. */
  readonly request: PickRequest | null;
  readonly listing: Listing | null;
  readonly loading: boolean;
  readonly failure: FailureInfo | null;
  /** Show files that the format list does not know as well. */
  readonly everything: boolean;
  readonly filter: string;
  /** Chosen entries by path. */
  readonly chosen: ReadonlySet<string>;
  /** Index in `visibleEntries` that the keyboard stands on. */
  readonly lead: number;
  /** File name typed for 'save-file'. */
  readonly name: string;
}

const closed: BrowserState = {
  request: null,
  listing: null,
  loading: false,
  failure: null,
  everything: false,
  filter: '',
  chosen: new Set(),
  lead: 0,
  name: '',
};

export const browserStore = createStore<BrowserState>()(() => closed);

let answer: ((paths: string[]) => void) | null = null;
let listingAsk: AbortController | null = null;

/**
 * Asks the person for files or a folder: the system's dialog where the host has one, else the file browser inside
 * the window. Resolves with the chosen paths, empty when the person thought better of it.
 */
export async function pickPaths(request: PickRequest): Promise<string[]> {
  if (programStore.getState().info?.dialogs === true) {
    const { purpose, title, suggestedName } = request;
    const { paths } = await ask('files.pick', {
      purpose,
      title,
      ...(suggestedName === undefined ? {} : { suggestedName }),
    });
    return paths;
  }
  cancelPick();
  browserStore.setState({ ...closed, request, name: request.suggestedName ?? '' }, true);
  const chosen = new Promise<string[]>((resolve) => {
    answer = resolve;
  });
  void openFolder(firstFolder(request.purpose));
  return chosen;
}

/** Where somebody looked for the same last, or for anything else; projects lie where new ones are proposed. */
function firstFolder(purpose: PickPurpose): string | null {
  const { folders } = layoutStore.getState();
  const documents = programStore.getState().info?.documents ?? null;
  if (purpose === 'open-project') return folders[purpose] ?? documents;
  return folders[purpose] ?? folders['open-folder'] ?? folders['open-files'] ?? null;
}

/** Shows a folder in the browser; null = the home folder. */
export async function openFolder(path: string | null): Promise<void> {
  listingAsk?.abort();
  const abort = new AbortController();
  listingAsk = abort;
  browserStore.setState({ loading: true, failure: null });
  try {
    const listing = await ask('files.list', { path }, { signal: abort.signal });
    browserStore.setState({ listing, loading: false, chosen: new Set(), lead: 0, filter: '' });
    const { request } = browserStore.getState();
    if (request !== null) {
      changeLayout({ folders: { ...layoutStore.getState().folders, [request.purpose]: listing.path } });
    }
  } catch (thrown) {
    const failure = Failure.from(thrown).info;
    if (failure.tag === 'stopped') return;
    // A remembered folder may be gone; the home folder never is.
    if (browserStore.getState().listing === null && path !== null) return openFolder(null);
    browserStore.setState({ loading: false, failure });
  }
}

/** What the list shows, in its order: folders, then what the purpose can use. */
export function visibleEntries(s: BrowserState): readonly DirectoryEntry[] {
  const needle = s.filter.trim().toLowerCase();
  return (s.listing?.entries ?? []).filter((entry) => {
    if (needle !== '' && !entry.name.toLowerCase().includes(needle)) return false;
    if (entry.kind === 'folder') return true;
    if (entry.kind === 'project') return s.request?.purpose === 'open-project';
    if (s.request?.purpose === 'open-files') return s.everything || entry.readable;
    // Not to be chosen, but to see what the folder holds.
    if (s.request?.purpose === 'open-folder') return entry.readable;
    return s.request?.purpose === 'save-file' && s.everything;
  });
}

/** True when a click chooses the entry instead of only opening it. */
export function choosable(s: BrowserState, entry: DirectoryEntry): boolean {
  switch (s.request?.purpose) {
    case 'open-files':
      return entry.kind !== 'project';
    case 'open-project':
      return entry.kind === 'project';
    case 'open-folder':
      return entry.kind === 'folder';
    case 'save-file':
    case undefined:
      return false;
  }
}

/** Chooses the entry at `index` of the visible ones: alone, in addition, or all from the lead to it. */
export function chooseEntry(index: number, how: 'alone' | 'toggle' | 'range'): void {
  browserStore.setState((s) => {
    const entries = visibleEntries(s);
    const entry = entries[index];
    if (entry === undefined) return s;
    const several = s.request?.purpose === 'open-files';
    if (!choosable(s, entry)) return { lead: index, chosen: several && how !== 'alone' ? s.chosen : new Set() };
    if (!several || how === 'alone') return { lead: index, chosen: new Set([entry.path]) };
    const chosen = new Set(s.chosen);
    if (how === 'toggle') {
      if (!chosen.delete(entry.path)) chosen.add(entry.path);
      return { lead: index, chosen };
    }
    const [from, to] = s.lead < index ? [s.lead, index] : [index, s.lead];
    for (const between of entries.slice(from, to + 1)) if (choosable(s, between)) chosen.add(between.path);
    return { chosen, lead: index };
  });
}

export function chooseAllFiles(): void {
  browserStore.setState((s) =>
    s.request?.purpose === 'open-files'
      ? { chosen: new Set(visibleEntries(s).flatMap((entry) => (entry.kind === 'file' ? [entry.path] : []))) }
      : s,
  );
}

/** The paths that confirming now would give; empty when it may not be confirmed yet. */
export function pickedPaths(s: BrowserState): string[] {
  if (s.listing === null || s.request === null) return [];
  switch (s.request.purpose) {
    case 'open-files': {
      // In the order in which they stand.
      return s.listing.entries.flatMap((entry) => (s.chosen.has(entry.path) ? [entry.path] : []));
    }
    case 'open-project':
      return [...s.chosen];
    case 'open-folder':
      return s.chosen.size > 0 ? [...s.chosen] : [s.listing.path];
    case 'save-file': {
      const name = s.name.trim();
      if (name === '' || /[\\/]/.test(name)) return [];
      const separator = s.listing.path.includes('\\') ? '\\' : '/';
      return [`${s.listing.path.replace(/[\\/]$/, '')}${separator}${name}`];
    }
  }
}

export function confirmPick(): void {
  const paths = pickedPaths(browserStore.getState());
  if (paths.length > 0) finish(paths);
}

export function cancelPick(): void {
  finish([]);
}

export function changeBrowser(change: Partial<Pick<BrowserState, 'filter' | 'everything' | 'name' | 'lead'>>): void {
  browserStore.setState(change.filter === undefined ? change : { ...change, lead: 0 });
}

function finish(paths: string[]): void {
  listingAsk?.abort();
  browserStore.setState(closed, true);
  const tell = answer;
  answer = null;
  tell?.(paths);
}
