import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../../app/contract/list.ts';
import { ask } from '../../client/session.ts';
import { edit } from '../saving.ts';
import { selectionStore, showImage } from '../selection.ts';
import { labelStore } from './label-store.ts';
import { flushLabels } from './shown-labels.ts';

export type EditRow = CallOutput<'history.list'>['edits'][number];

/** Everything that was done to the project, newest first. */
export interface EditHistory {
  readonly edits: readonly EditRow[];
  readonly loaded: boolean;
}

export const editHistoryStore = createStore<EditHistory>()(() => ({ edits: [], loaded: false }));

const limit = 1000;

export async function loadEdits(): Promise<void> {
  const { edits } = await ask('history.list', { limit });
  editHistoryStore.setState({ edits, loaded: true });
}

/** Goes to the state just after an edit, back or forth; null = before all. Shows the frame on which that was. */
export async function jumpTo(editId: number | null): Promise<void> {
  await flushLabels();
  const { frame } = await edit('history.jump', { editId });
  const { shown } = selectionStore.getState();
  if (frame === null || (shown?.imageId === frame.imageId && shown.frame === frame.frame)) return;
  if (frame.setId === labelStore.getState().setId) showImage(frame.imageId, frame.frame);
}
