import { isReviewed, reviewFrames, shownFrame } from '../state/labels/frame-edits.ts';
import { labelStore } from '../state/labels/label-store.ts';
import { acceptItem, canFix, fixItem, type ReviewItem, reviewStore, stepReview } from '../state/labels/review.ts';
import { attempt } from '../state/notices.ts';
import type { Command } from './command.ts';

const room = 'label';
const hasItems = () => reviewStore.getState().items.length > 0;
const item = () => {
  const { items, at } = reviewStore.getState();
  return at === null ? undefined : items[at];
};

/** What accepting does to an item. */
function acceptTitle(at: ReviewItem | undefined): string {
  if (at?.kind === 'frame' || reviewStore.getState().unit === 'frames')
    return 'The frame is right: mark it as reviewed';
  if (at?.kind === 'missing') return 'No particle here: remember it, leave labels and run as they are';
  if (at?.instanceId === null) return 'The labels are right here: remember the place as checked';
  return 'The label is right: mark the particle as reviewed';
}

/** What taking the model's word does to an item. */
function fixTitle(at: ReviewItem | undefined): string {
  if (at?.kind === 'missing') return 'The model is right: take its particle into the labels';
  if (at?.kind === 'extra') return 'The model is right: remove the particle from the labels';
  return 'The model is right: its outline replaces the labelled one';
}

/** Going through what should be looked at, in the Label room. */
export const reviewCommands: readonly Command[] = [
  {
    id: 'review.accept',
    title: () => acceptTitle(item()),
    plainTitle: 'Accept: the labels are right',
    group: 'Review',
    shortcuts: ['Shift+Enter'],
    room,
    when: () => item() !== undefined,
    run: async () => {
      await attempt('inspector', 'review', acceptItem);
    },
  },
  {
    id: 'review.fix',
    title: () => fixTitle(item()),
    plainTitle: 'Fix: take what the model says',
    group: 'Review',
    shortcuts: ['Alt+Enter'],
    room,
    when: () => canFix(item()),
    run: async () => {
      await attempt('inspector', 'review', fixItem);
    },
  },
  {
    id: 'review.next',
    title: 'Skip: leave it as it is and go on',
    plainTitle: 'Skip to the next to review',
    group: 'Review',
    shortcuts: ['Alt+ArrowDown'],
    room,
    when: hasItems,
    run: () => stepReview(1),
  },
  {
    id: 'review.previous',
    title: 'Back to the one before',
    group: 'Review',
    shortcuts: ['Alt+ArrowUp'],
    room,
    when: hasItems,
    run: () => stepReview(-1),
  },
  {
    id: 'review.frame',
    title: () => {
      const at = shownFrame();
      return at !== null && isReviewed(at) ? 'Take the reviewed mark off this frame' : 'Mark this frame as reviewed';
    },
    plainTitle: 'Mark this frame as reviewed, or not',
    group: 'Review',
    shortcuts: ['Mod+Enter'],
    room,
    when: () => labelStore.getState().document !== null,
    run: async () => {
      const at = shownFrame();
      if (at !== null) await attempt('inspector', 'review', () => reviewFrames([at], !isReviewed(at)));
    },
  },
];
