import { createStore } from 'zustand/vanilla';
import type { CallInput, CallOutput } from '../../app/contract/list.ts';
import { ask } from '../client/session.ts';
import { dismissNotice, showNotice } from './notices.ts';

export type WatchedFolder = CallOutput<'watch.list'>['folders'][number];

export const watchStore = createStore<{ readonly folders: readonly WatchedFolder[] }>()(() => ({ folders: [] }));

const refusedIn = (folders: readonly WatchedFolder[]) =>
  new Map(folders.flatMap(({ refused }) => refused.map((one) => [one.path, one] as const)));

const keyOf = (path: string) => `watched ${path}`;

/** Tells of files that a watched folder could not take in, once each, and takes back what is settled. */
function tellRefused(before: readonly WatchedFolder[], now: readonly WatchedFolder[]): void {
  const [old, fresh] = [refusedIn(before), refusedIn(now)];
  for (const path of old.keys()) if (!fresh.has(path)) dismissNotice('samples', keyOf(path));
  for (const [path, { message, remedy }] of fresh) {
    if (old.get(path)?.message === message) continue;
    showNotice({ key: keyOf(path), place: 'samples', kind: 'suspect', text: message, remedy });
  }
}

export async function loadWatched(): Promise<void> {
  const { folders } = await ask('watch.list', {});
  tellRefused(watchStore.getState().folders, folders);
  watchStore.setState({ folders });
}

export async function watchFolder(input: CallInput<'watch.start'>): Promise<void> {
  await ask('watch.start', input);
  await loadWatched();
}

export async function stopWatching(path: string): Promise<void> {
  await ask('watch.stop', { path });
  await loadWatched();
}
