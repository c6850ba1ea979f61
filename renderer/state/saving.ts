import { createStore } from 'zustand/vanilla';
import type { CallInput, CallName, CallOutput } from '../../app/contract/list.ts';
import { ask } from '../client/session.ts';

/** What the save dot shows. */
export interface Saving {
  /** Edits that the services have not confirmed yet. */
  readonly pending: number;
  /** ISO time of the last confirmed edit of this session; null before the first. */
  readonly savedAt: string | null;
}

export const savingStore = createStore<Saving>()(() => ({ pending: 0, savedAt: null }));

export function markSaved(at: string): void {
  savingStore.setState({ savedAt: at });
}

/** Runs a change of the project's data: the save dot says so until it is done. */
export async function saving<T>(work: () => Promise<T>): Promise<T> {
  savingStore.setState(({ pending }) => ({ pending: pending + 1 }));
  try {
    return await work();
  } finally {
    savingStore.setState(({ pending }) => ({ pending: pending - 1 }));
  }
}

/** Asks for a change of the project's data: the save dot says so until it is on disk. */
export function edit<N extends CallName>(call: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return saving(() => ask(call, input));
}
