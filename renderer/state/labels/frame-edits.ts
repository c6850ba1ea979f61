import { edit } from '../saving.ts';
import type { PlaneRef } from '../selection.ts';
import { selectionStore, showImage } from '../selection.ts';
import { frameKey, labelSetsStore } from './label-sets.ts';
import { labelStore } from './label-store.ts';
import { flushLabels } from './shown-labels.ts';

// What is done to the labels of whole frames, by the services. Strokes on their way are waited for first.

export type LabelPart = 'classes' | 'instances' | 'both';

/** The set in use and the shown frame, or null. */
export function shownFrame(): ({ readonly setId: number } & PlaneRef) | null {
  const { setId } = labelStore.getState();
  const { shown } = selectionStore.getState();
  return setId === null || shown === null ? null : { setId, ...shown };
}

export async function clearFrame(what: LabelPart): Promise<void> {
  const at = shownFrame();
  if (at === null) return;
  const { setId, imageId, frame } = at;
  await flushLabels();
  await edit('labels.clear', { setId, frames: [{ imageId, frame }], what });
}

/** Copies the shown frame's labels onto the next one and goes there. */
export async function copyToNext(): Promise<void> {
  const at = shownFrame();
  if (at === null) return;
  const { setId, imageId, frame } = at;
  const next = { imageId, frame: frame + 1 };
  await flushLabels();
  await edit('labels.copy', { setId, from: { imageId, frame }, to: [next], what: 'both' });
  showImage(imageId, next.frame);
}

/** Marks frames as reviewed or takes the mark away. */
export async function reviewFrames(frames: readonly PlaneRef[], reviewed: boolean): Promise<void> {
  const { setId } = labelStore.getState();
  if (setId === null || frames.length === 0) return;
  await flushLabels();
  await edit('labels.review', {
    setId,
    frames: frames.map(({ imageId, frame }) => ({ imageId, frame })),
    reviewed,
  });
}

export async function reviewParticles(at: PlaneRef, ids: readonly number[], reviewed: boolean): Promise<void> {
  const { setId } = labelStore.getState();
  if (setId === null || ids.length === 0) return;
  await flushLabels();
  await edit('labels.reviewInstances', { setId, imageId: at.imageId, frame: at.frame, ids: [...ids], reviewed });
}

/** The nearest labelled frames before and after (or at) a frame of a stack that frames between can be filled from. */
export function labelledAround({ imageId, frame }: PlaneRef): { readonly from: number; readonly to: number } | null {
  const labelled = [...labelSetsStore.getState().frames.values()]
    .filter((one) => one.imageId === imageId && (one.instances > 0 || one.labelledPixels > 0))
    .map((one) => one.frame)
    .sort((a, b) => a - b);
  const isLabelled = labelled.includes(frame);
  const from = isLabelled ? frame : labelled.findLast((f) => f < frame);
  const to = labelled.find((f) => f > frame);
  if (from !== undefined && to !== undefined && to - from > 1) return { from, to };
  const before = labelled.findLast((f) => f < frame);
  return isLabelled && before !== undefined && frame - before > 1 ? { from: before, to: frame } : null;
}

/** Whether the shown frame counts as reviewed. */
export function isReviewed(at: PlaneRef): boolean {
  return labelSetsStore.getState().frames.get(frameKey(at))?.reviewed === true;
}
