import { isReviewed, reviewFrames, shownFrame } from '../state/labels/frame-edits.ts';
import { labelStore } from '../state/labels/label-store.ts';
import { attempt } from '../state/notices.ts';
import type { Command } from './command.ts';

const room = 'label';
/** Going through what should be looked at, in the Label room. */
export const reviewCommands: readonly Command[] = [
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
