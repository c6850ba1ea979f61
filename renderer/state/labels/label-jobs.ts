import type { CallInput } from '../../../app/contract/list.ts';
import { ask } from '../../client/session.ts';
import type { PlaneRef } from '../selection.ts';
import { type LabelPart, labelledAround, shownFrame } from './frame-edits.ts';
import { labelStore } from './label-store.ts';
import { workOnLayer } from './layers.ts';
import { flushLabels } from './shown-labels.ts';

// Long work on labels. Each is a job of the strip and one step of undo.

/** Fills the frames between the labelled ones around the shown frame. */
export async function interpolateAround(what: LabelPart = 'both'): Promise<void> {
  const at = shownFrame();
  const around = at === null ? null : labelledAround(at);
  if (at === null || around === null) return;
  await flushLabels();
  await ask('labels.interpolate', { setId: at.setId, imageId: at.imageId, ...around, what });
}

/** Makes particles of classes or classes of particles, in place of what is there. */
export async function convertLabels(
  frames: readonly PlaneRef[],
  wish: Omit<CallInput<'labels.convert'>, 'setId' | 'frames'>,
): Promise<void> {
  const { setId } = labelStore.getState();
  if (setId === null || frames.length === 0) return;
  await flushLabels();
  await ask('labels.convert', { setId, frames: frames.map(({ imageId, frame }) => ({ imageId, frame })), ...wish });
  workOnLayer(wish.to);
}

/** Takes a run's particles in as labels. */
export async function takeFromRun(wish: Omit<CallInput<'labels.fromRun'>, 'setId'>): Promise<void> {
  const { setId } = labelStore.getState();
  if (setId === null) return;
  await flushLabels();
  await ask('labels.fromRun', { setId, ...wish });
  workOnLayer('instances');
}

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
