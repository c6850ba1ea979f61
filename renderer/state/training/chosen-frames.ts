import type { TrainingFrame } from '../../../app/contract/training.ts';
import { frameKey } from '../labels/label-sets.ts';
import { selectionStore, showImage } from '../selection.ts';
import { planStore } from './plan.ts';
import { setTrainView, trainViewStore } from './train-view.ts';

/** The chosen frames of the Train room, as far as they are there. */
export function chosenFrames(): readonly TrainingFrame[] {
  const chosen = new Set(trainViewStore.getState().frames);
  return planStore.getState().proposal?.frames.filter((frame) => chosen.has(frameKey(frame))) ?? [];
}

/** Chooses the frame of the grid that the window shows, if it is there. */
export function followShown(): void {
  const { shown } = selectionStore.getState();
  const known = planStore.getState().proposal?.frames ?? [];
  if (shown === null || !known.some((one) => frameKey(one) === frameKey(shown))) return;
  if (!trainViewStore.getState().frames.includes(frameKey(shown))) setTrainView({ frames: [frameKey(shown)] });
}

/** Chooses a frame by its key: alone, in addition, or with all from the last chosen one on. `order`: as they are seen. */
export function chooseFrame(order: readonly string[], key: string, how: 'alone' | 'toggle' | 'range'): void {
  const { frames } = trainViewStore.getState();
  const last = frames.at(-1);
  const from = last === undefined ? -1 : order.indexOf(last);
  if (how === 'toggle') {
    setTrainView({ frames: frames.includes(key) ? frames.filter((one) => one !== key) : [...frames, key] });
  } else if (how === 'alone' || from < 0) {
    setTrainView({ frames: [key] });
    const one = planStore.getState().proposal?.frames.find((frame) => frameKey(frame) === key);
    if (one !== undefined) showImage(one.imageId, one.frame);
  } else {
    const to = order.indexOf(key);
    const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    setTrainView({ frames: [...between.filter((one) => one !== key), key] });
  }
}
