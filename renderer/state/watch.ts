import { createStore } from 'zustand/vanilla';
import type { CallInput, CallOutput } from '../../app/contract/list.ts';
import { ask } from '../client/session.ts';

export type WatchedFolder = CallOutput<'watch.list'>['folders'][number];

export const watchStore = createStore<{ readonly folders: readonly WatchedFolder[] }>()(() => ({ folders: [] }));

export async function loadWatched(): Promise<void> {
  const { folders } = await ask('watch.list', {});
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
