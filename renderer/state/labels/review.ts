import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../../app/contract/list.ts';
import { ask } from '../../client/session.ts';
import { edit } from '../saving.ts';
import { selectionStore, showImage } from '../selection.ts';
import { spanOf, tableStore } from '../table.ts';
import { moveCamera } from '../view.ts';
import { adoptParticles, particleClass } from './adopt.ts';
import { reviewFrames, reviewParticles } from './frame-edits.ts';
import { labelStore, selectInstances } from './label-store.ts';
import { workOnLayer } from './layers.ts';
import { removeParticles } from './particle-edits.ts';
import { flushLabels } from './shown-labels.ts';

export type QueueOrder = 'disagreement' | 'uncertainty' | 'control';
export type QueueUnit = 'frames' | 'particles';
export type ReviewItem = CallOutput<'labels.queue'>['items'][number];

/** What is looked at next, and how far one is. */
export interface Review {
  readonly order: QueueOrder;
  readonly unit: QueueUnit;
  readonly items: readonly ReviewItem[];
  /** All that there is to review, also what the list leaves out. */
  readonly total: number;
  /** How many of `total` are reviewed. */
  readonly done: number;
  /** What the services had to say, such as that there is no uncertainty to go by. */
  readonly note: string;
  /** Index of the item that is looked at; null before the first. */
  readonly at: number | null;
  readonly loading: boolean;
  readonly loaded: boolean;
}

const none: Review = {
  order: 'disagreement',
  unit: 'particles',
  items: [],
  total: 0,
  done: 0,
  note: '',
  at: null,
  loading: false,
  loaded: false,
};

export const reviewStore = createStore<Review>()(() => none);

export function clearReview(): void {
  reviewStore.setState(({ order, unit }) => ({ ...none, order, unit }), true);
}

/** How many items are listed at most, and how large the random control sample is. */
const sample = 200;

/** Fetches the queue anew; what is looked at is the first thing that is not done. */
export async function loadQueue(wish: Partial<Pick<Review, 'order' | 'unit'>> = {}): Promise<void> {
  reviewStore.setState({ ...wish, loading: true });
  const { order, unit } = reviewStore.getState();
  const { setId } = labelStore.getState();
  try {
    if (setId === null) return;
    await flushLabels();
    const { runId } = selectionStore.getState();
    const found = await ask('labels.queue', { setId, order, unit, runId, sample, seed: 1 });
    reviewStore.setState({ ...found, at: null, loaded: true });
  } finally {
    reviewStore.setState({ loading: false });
  }
}

/** Least part of the image that is seen around a particle, in sizes of it. */
const around = 3;
/** ... and how much of the view that fills at least: outlines are judged by the pixel. */
const seen = 0.7;

/** Shows an item: its frame, its place, its particle. */
export function goTo(index: number): void {
  const { items, unit } = reviewStore.getState();
  const item = items[index];
  if (item === undefined) return;
  reviewStore.setState({ at: index });
  showImage(item.imageId, item.frame);
  if (unit === 'frames') {
    moveCamera({ kind: 'fit' });
    return;
  }
  workOnLayer('instances');
  const { x, y, width, height } = item.box;
  moveCamera({ kind: 'centre', x: x + width / 2, y: y + height / 2, span: Math.max(width, height, 8) * around, seen });
  choose(item.instanceId === null ? [] : [item.instanceId]);
}

/** Chooses particles once the labels of their frame have come. */
function choose(ids: readonly number[]): void {
  selectInstances(ids);
  if (ids.length === 0 || labelStore.getState().document !== null) return;
  const quit = labelStore.subscribe(({ document, loading }) => {
    if (document === null && loading) return;
    quit();
    if (document !== null) selectInstances(ids.filter((id) => document.instances.has(id)));
  });
}

/** Goes on by items that are not done; stays where it is at the end. */
export function stepReview(by: 1 | -1): void {
  const { items, at } = reviewStore.getState();
  const start = at ?? (by > 0 ? -1 : items.length);
  for (let i = start + by; i >= 0 && i < items.length; i += by) {
    if (by < 0 || !items[i].done) {
      goTo(i);
      return;
    }
  }
}

function markDone(index: number): void {
  reviewStore.setState(({ items, done }) => ({
    items: items.map((item, i) => (i === index ? { ...item, done: true } : item)),
    done: items[index]?.done === true ? done : done + 1,
  }));
}

/**
 * The labels are right here, whatever a model says, and the program remembers it: the frame or the particle counts as reviewed; where
 * there is no label to mark, the place counts as checked. No label and no run changes.
 */
export async function acceptItem(): Promise<void> {
  const { items, at, unit } = reviewStore.getState();
  const { setId } = labelStore.getState();
  const item = at === null ? undefined : items[at];
  if (item === undefined || at === null || setId === null) return;
  const { imageId, frame, instanceId, box } = item;
  if (item.kind === 'frame' || unit === 'frames') await reviewFrames([item], true);
  else if (instanceId !== null) await reviewParticles(item, [instanceId], true);
  else await edit('labels.checkPlace', { setId, imageId, frame, box });
  markDone(at);
  stepReview(1);
}

/** The id of the run's particle that an item is about, or null. */
function predictedId(item: ReviewItem): number | null {
  const { runId } = selectionStore.getState();
  const table = runId === null ? undefined : tableStore.getState().tables.get(runId);
  const span = table === undefined ? undefined : spanOf(table.layout, item);
  return item.row === null || span === undefined ? null : item.row - span.start + 1;
}

/**
 * The model is right here: its particle comes into the labels as reviewed, in place of the one that has another shape and with the class of
 * that one; what only the labels have goes. One step of undo. The run stays as it is.
 */
export async function fixItem(): Promise<void> {
  const { items, at } = reviewStore.getState();
  const item = at === null ? undefined : items[at];
  const { document } = labelStore.getState();
  const { runId } = selectionStore.getState();
  if (item === undefined || at === null || document === null || !canFix(item)) return;
  const { instanceId } = item;
  if (item.kind === 'extra' && instanceId !== null) removeParticles(document, [instanceId]);
  else {
    const id = predictedId(item);
    if (runId === null || id === null) return;
    const known = instanceId === null ? undefined : document.instances.get(instanceId);
    await adoptParticles(runId, [id], known?.classId ?? particleClass(), known === undefined ? [] : [known.id]);
  }
  markDone(at);
  stepReview(1);
}

/** Whether "fix" means something for an item: the model says something else. */
export const canFix = (item: ReviewItem | undefined): boolean =>
  item !== undefined && (item.kind === 'missing' || item.kind === 'extra' || item.kind === 'shape');
