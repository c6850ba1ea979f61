import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../../app/contract/list.ts';
import { ask } from '../../client/session.ts';
import { edit } from '../saving.ts';
import { selectionStore, showImage } from '../selection.ts';
import { shownFrame } from './frame-edits.ts';
import { labelStore } from './label-store.ts';
import { flushLabels } from './shown-labels.ts';

export type EditRow = CallOutput<'history.list'>['edits'][number];
export type VersionRow = CallOutput<'labels.versions'>['versions'][number];

/** Everything that was done to the project, newest first, and what was kept of the shown frame. */
export interface EditHistory {
  readonly edits: readonly EditRow[];
  readonly versions: readonly VersionRow[];
  readonly loaded: boolean;
}

export const editHistoryStore = createStore<EditHistory>()(() => ({ edits: [], versions: [], loaded: false }));

const limit = 1000;

export async function loadEdits(): Promise<void> {
  const { edits } = await ask('history.list', { limit });
  editHistoryStore.setState({ edits, loaded: true });
}

export async function loadVersions(): Promise<void> {
  const at = shownFrame();
  if (at === null) {
    editHistoryStore.setState({ versions: [] });
    return;
  }
  const { versions } = await ask('labels.versions', { setId: at.setId, imageId: at.imageId, frame: at.frame });
  editHistoryStore.setState({ versions });
}

/** What a jump takes back. */
export interface JumpCost {
  /** Edits that would be undone. */
  readonly undoes: number;
  /** Those of them that are not strokes on a frame's labels: imports, samples, label sets, whole batches. */
  readonly others: readonly EditRow[];
}

/** What going to the state just after `editId` would undo, of edits that stand newest first; null = before all. */
export function jumpCost(edits: readonly EditRow[], editId: number | null): JumpCost {
  const target = edits.findIndex(({ id }) => id === editId);
  const undone = edits.slice(0, target < 0 ? edits.length : target).filter(({ undone: is }) => !is);
  return { undoes: undone.length, others: undone.filter(({ frame }) => frame === null) };
}

/** Goes to the state just after an edit, back or forth; null = before all. Shows the frame on which that was. */
export async function jumpTo(editId: number | null): Promise<void> {
  await flushLabels();
  const { frame } = await edit('history.jump', { editId });
  const { shown } = selectionStore.getState();
  if (frame === null || (shown?.imageId === frame.imageId && shown.frame === frame.frame)) return;
  if (frame.setId === labelStore.getState().setId) showImage(frame.imageId, frame.frame);
}

/** Keeps the shown frame's labels as they are now under a name. */
export async function keepVersion(title: string): Promise<void> {
  const at = shownFrame();
  if (at === null) return;
  await flushLabels();
  await edit('labels.keepVersion', { setId: at.setId, frames: [{ imageId: at.imageId, frame: at.frame }], title });
  await loadVersions();
}

export async function restoreVersion(versionId: number): Promise<void> {
  await flushLabels();
  await edit('labels.restoreVersion', { versionId });
}
