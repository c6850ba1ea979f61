import { beforeEach, describe, expect, it } from 'vitest';
import { selectionStore, showImage } from '../selection.ts';
import { chooseFrame, chosenFrames, followShown } from './chosen-frames.ts';
import { clearPlan, planStore } from './plan.ts';
import { frameOf, planOf } from './testing.ts';
import { setTrainView, trainViewStore } from './train-view.ts';

const frames = [1, 2, 3, 4].map((imageId) => frameOf({ imageId }));
const order = frames.map(({ imageId }) => `${imageId}/0`);
const chosen = () => trainViewStore.getState().frames;

beforeEach(() => {
  clearPlan();
  setTrainView({ frames: [] });
  planStore.setState({
    proposal: { plan: planOf(), frames, reasons: [], warnings: [], problem: null, architectures: [] },
  });
});

describe('choosing frames', () => {
  it('takes one, one more, all between, and one less', () => {
    chooseFrame(order, '2/0', 'alone');
    expect(selectionStore.getState().shown).toEqual({ imageId: 2, frame: 0 });
    chooseFrame(order, '4/0', 'range');
    expect(chosen()).toEqual(['2/0', '3/0', '4/0']);
    expect(chosenFrames().map(({ imageId }) => imageId)).toEqual([2, 3, 4]);
    chooseFrame(order, '3/0', 'toggle');
    expect(chosen()).toEqual(['2/0', '4/0']);
    chooseFrame(order, '1/0', 'range');
    expect(chosen().at(-1)).toBe('1/0');
    expect([...chosen()].sort()).toEqual(order);
  });

  it('follows the image that is shown, without letting others go', () => {
    showImage(3, 0);
    followShown();
    expect(chosen()).toEqual(['3/0']);
    chooseFrame(order, '1/0', 'toggle');
    followShown();
    expect(chosen()).toEqual(['3/0', '1/0']);
    showImage(99, 0);
    followShown();
    expect(chosen()).toEqual(['3/0', '1/0']);
  });
});
