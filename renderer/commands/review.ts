import { isReviewed, reviewFrames, shownFrame } from '../state/labels/frame-edits.ts';
import { labelStore } from '../state/labels/label-store.ts';
import { acceptItem, canFix, fixItem, reviewStore, stepReview } from '../state/labels/review.ts';
import { attempt } from '../state/notices.ts';
import type { Command } from './command.ts';

const room = 'label';
const hasItems = () => reviewStore.getState().items.length > 0;
const item = () => {
  const { items, at } = reviewStore.getState();
  return at === null ? undefined : items[at];
};

/** Going through what should be looked at, in the Label room. */
export const reviewCommands: readonly Command[] = [
  {
    id: 'review.accept',
    title: () =>
      item()?.kind === 'missing' && reviewStore.getState().unit === 'particles'
        ? 'Accept the labels, reject the run’s particle and go on'
        : 'Accept what the labels say and go on',
    plainTitle: 'Accept what the labels say and go on',
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
    title: 'Take what the model says and go on',
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
    title: 'Next to review',
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
