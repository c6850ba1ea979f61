import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../app/contract/list.ts';
import { ask } from '../client/session.ts';
import { stepHistory } from './labels/shown-labels.ts';
import { roomStore } from './room.ts';
import { edit } from './saving.ts';
import { selectionStore, showImage } from './selection.ts';

/** Names of what would be undone and redone next; null when there is nothing. */
export interface History {
  readonly undo: string | null;
  readonly redo: string | null;
}

export const historyStore = createStore<History>()(() => ({ undo: null, redo: null }));

export function setHistory(history: History): void {
  historyStore.setState(history);
}

export async function loadHistory(): Promise<void> {
  const { edits } = await ask('history.list', { limit: 100 });
  historyStore.setState({
    undo: edits.find((e) => !e.undone)?.title ?? null,
    // Undone edits are newest first too: the one undone last is the oldest of them.
    redo: edits.findLast((e) => e.undone)?.title ?? null,
  });
}

/** Strokes that are still on their way are stored first: they are what a person means to take back. */
export async function undo(): Promise<void> {
  follow(
    await stepHistory(
      (document, title) => document.stepBack(title),
      historyStore.getState().undo,
      () => edit('history.undo', {}),
    ),
  );
}

export async function redo(): Promise<void> {
  follow(
    await stepHistory(
      (document, title) => document.stepForth(title),
      historyStore.getState().redo,
      () => edit('history.redo', {}),
    ),
  );
}

/** Shows the frame whose labels changed, so that an undo is never out of sight. */
function follow({ frame }: CallOutput<'history.undo'>): void {
  const { shown } = selectionStore.getState();
  if (frame === null || roomStore.getState().roomId !== 'label') return;
  if (shown?.imageId !== frame.imageId || shown.frame !== frame.frame) showImage(frame.imageId, frame.frame);
}
