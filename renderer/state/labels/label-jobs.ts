import type { CallInput } from '../../../app/contract/list.ts';
import { ask } from '../../client/session.ts';
import { labelStore } from './label-store.ts';
import { flushLabels } from './shown-labels.ts';

// Long work on labels. Each is a job of the strip and one step of undo.

export async function importLabels(wish: Omit<CallInput<'labels.import'>, 'setId'>): Promise<number | null> {
  const { setId } = labelStore.getState();
  if (setId === null) return null;
  await flushLabels();
  const { id } = await ask('labels.import', { setId, ...wish });
  return id;
}

export async function exportLabels(wish: Omit<CallInput<'labels.export'>, 'setId'>): Promise<void> {
  const { setId } = labelStore.getState();
  if (setId === null) return;
  await flushLabels();
  await ask('labels.export', { setId, ...wish });
}
