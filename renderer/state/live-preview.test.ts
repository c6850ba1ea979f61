import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallInput, CallOutput } from '../../app/contract/list.ts';
import type { Recipe } from '../../app/domain/recipe.ts';
import { fakeServices } from '../client/fake.ts';
import { setClient } from '../client/session.ts';
import { followPreview, previewStore } from './live-preview.ts';
import { clearDraft, draftStore, setParam, takeRecipe } from './recipe-draft.ts';
import { tellSight } from './stage.ts';

const recipe: Recipe = {
  id: 'own',
  title: 'Own',
  help: '',
  steps: [{ step: 'gaussian', enabled: true, params: { sigma: 1 } }],
};
type Input = CallInput<'recipes.preview'>;
const sigmaOf = ({ recipe: { steps } }: Input) => steps[0].params['sigma'];

/** Answers in its own time: `quick` ones are coarse, so that a full one follows. */
function services() {
  const open: { input: Input; answer: () => void }[] = [];
  const { client, asked, stopped } = fakeServices({
    'recipes.preview': (input) =>
      new Promise<CallOutput<'recipes.preview'>>((resolve) => {
        open.push({
          input,
          answer: () =>
            resolve({
              url: '/bytes/preview/1',
              kind: 'labels',
              width: 1,
              height: 1,
              region: { x: 0, y: 0, width: 1, height: 1 },
              scale: 1,
              complete: input.quick !== true,
              particles: Number(sigmaOf(input)),
              seconds: 0.01,
              resolved: {},
            }),
        });
      }),
  });
  setClient(client);
  return { open, asked, stopped };
}

describe('the live preview', () => {
  let stop = () => {};
  beforeEach(() => {
    vi.useFakeTimers();
    tellSight({ imageId: 1, frame: 0, region: { x: 0, y: 0, width: 10, height: 10 }, zoom: 1 });
    takeRecipe(recipe);
  });
  afterEach(() => {
    stop();
    clearDraft();
    tellSight(null);
    setClient(null);
    vi.useRealTimers();
  });
  const soon = () => vi.advanceTimersByTimeAsync(0);

  it('answers a change at once and in full when changes rest', async () => {
    const { open } = services();
    stop = followPreview();
    await soon();
    expect(open.map(({ input }) => input.quick)).toEqual([true]);
    open[0].answer();
    await soon();
    expect(previewStore.getState()).toMatchObject({ computing: true, made: { complete: false } });
    await vi.advanceTimersByTimeAsync(500);
    expect(open.map(({ input }) => input.quick)).toEqual([true, undefined]);
    open[1].answer();
    await soon();
    expect(previewStore.getState()).toMatchObject({ computing: false, made: { complete: true } });
  });

  it('shows every quick picture of a slider on its way and leaves out what was overtaken', async () => {
    const { open } = services();
    stop = followPreview();
    await soon();
    for (const sigma of [2, 3, 4]) setParam(0, 'sigma', sigma);
    open[0].answer();
    await soon();
    expect(previewStore.getState().made?.particles).toBe(1);
    expect(open.map(({ input }) => sigmaOf(input))).toEqual([1, 4]);
    open[1].answer();
    await soon();
    expect(previewStore.getState().made?.particles).toBe(4);
  });

  it('stops the picture in full for the next change', async () => {
    const { open, stopped } = services();
    stop = followPreview();
    await soon();
    open[0].answer();
    await vi.advanceTimersByTimeAsync(500);
    setParam(0, 'sigma', 9);
    await soon();
    expect(stopped).toHaveLength(1);
    expect(open.map(({ input }) => [sigmaOf(input), input.quick])).toEqual([
      [1, true],
      [1, undefined],
      [9, true],
    ]);
    expect(draftStore.getState().edited).toBe(true);
  });
});
