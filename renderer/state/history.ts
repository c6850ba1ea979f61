import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../app/contract/list.ts';
import { ask } from '../client/session.ts';
import { stepHistory } from './labels/shown-labels.ts';
import { attempt, dismissNotice, showNotice } from './notices.ts';
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

/** Which edits a step may take: in the Label room those of labels, so that a key pressed too often never takes back an import. */
export type Reach = 'labels' | 'project';
const ownReach = (): Reach => (roomStore.getState().roomId === 'label' ? 'labels' : 'project');

/** Strokes that are still on their way are stored first: they are what a person means to take back. */
export async function undo(within: Reach = ownReach()): Promise<void> {
  const stepped = await stepHistory(
    (document, title) => document.stepBack(title),
    historyStore.getState().undo,
    () => edit('history.undo', { within }),
  );
  follow(stepped);
  tellHeld('undo', stepped.held);
}

export async function redo(within: Reach = ownReach()): Promise<void> {
  const stepped = await stepHistory(
    (document, title) => document.stepForth(title),
    historyStore.getState().redo,
    () => edit('history.redo', { within }),
  );
  follow(stepped);
  tellHeld('redo', stepped.held);
}

/** The next step is about something else: says so and offers it. */
function tellHeld(way: 'undo' | 'redo', held: string | null): void {
  const key = 'held step';
  dismissNotice('stage', key);
  if (held === null) return;
  const back = way === 'undo';
  const act = back ? undo : redo;
  showNotice({
    key,
    place: 'stage',
    kind: 'info',
    text: `The ${back ? 'step before' : 'next step'} is not about labels and stays as it is: “${held}”.`,
    remedy: '',
    action: {
      title: back ? 'Undo it too' : 'Redo it',
      run: () => void attempt('window', 'undo', () => act('project')),
    },
  });
}

/** Shows the frame whose labels changed, so that an undo is never out of sight. */
function follow({ frame }: CallOutput<'history.undo'>): void {
  const { shown } = selectionStore.getState();
  if (frame === null || roomStore.getState().roomId !== 'label') return;
  if (shown?.imageId !== frame.imageId || shown.frame !== frame.frame) showImage(frame.imageId, frame.frame);
}
