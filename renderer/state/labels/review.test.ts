import { afterEach, describe, expect, it } from 'vitest';
import { fakeServices } from '../../client/fake.ts';
import { setClient } from '../../client/session.ts';
import { selectionStore } from '../selection.ts';
import { particleClass } from './adopt.ts';
import { clearLabels, labelStore } from './label-store.ts';
import { acceptItem, clearReview, type ReviewItem, reviewStore } from './review.ts';

const item = (change: Partial<ReviewItem>): ReviewItem => ({
  imageId: 1,
  frame: 0,
  kind: 'missing',
  instanceId: null,
  row: 17,
  box: { x: 0, y: 0, width: 9, height: 9 },
  score: 1,
  reason: 'Only the model has it',
  done: false,
  ...change,
});

function services() {
  const fake = fakeServices({
    'labels.checkPlace': () => ({}),
    'labels.adopt': () => ({ version: 2, ids: [8] }),
    'labels.review': () => ({}),
    'labels.reviewInstances': () => ({}),
  });
  setClient(fake.client);
  labelStore.setState({ setId: 3 });
  selectionStore.setState({ runId: 5 });
  return fake;
}

describe('accepting what the labels say', () => {
  afterEach(() => {
    setClient(null);
    clearReview();
    labelStore.setState({ setId: null });
    selectionStore.setState({ runId: null });
  });

  it('remembers a place where only the model has a particle, and leaves the run alone', async () => {
    const { asked } = services();
    reviewStore.setState({ unit: 'particles', items: [item({})], at: 0, done: 0, total: 1 });
    await acceptItem();
    const box = { x: 0, y: 0, width: 9, height: 9 };
    expect(asked).toEqual([{ call: 'labels.checkPlace', input: { setId: 3, imageId: 1, frame: 0, box } }]);
    expect(reviewStore.getState()).toMatchObject({ done: 1, items: [{ done: true }] });
  });

  it('marks a labelled particle, and a whole frame, as reviewed', async () => {
    const { asked } = services();
    reviewStore.setState({ unit: 'particles', items: [item({ kind: 'extra', instanceId: 4, row: null })], at: 0 });
    await acceptItem();
    reviewStore.setState({ unit: 'frames', items: [item({ kind: 'frame', row: null })], at: 0 });
    await acceptItem();
    expect(asked).toEqual([
      { call: 'labels.reviewInstances', input: { setId: 3, imageId: 1, frame: 0, ids: [4], reviewed: true } },
      { call: 'labels.review', input: { setId: 3, frames: [{ imageId: 1, frame: 0 }], reviewed: true } },
    ]);
  });

  it('leaves an item undone that could not be stored', async () => {
    setClient(null);
    labelStore.setState({ setId: 3 });
    reviewStore.setState({ unit: 'particles', items: [item({})], at: 0, done: 0 });
    await expect(acceptItem()).rejects.toThrow();
    expect(reviewStore.getState()).toMatchObject({ done: 0, items: [{ done: false }] });
  });
});

describe('the class of a particle that a model found', () => {
  const classes = [
    { id: 1, name: 'Background', colour: '#000000', role: 'background' as const },
    { id: 2, name: 'Overlap', colour: '#111111', role: 'overlap' as const },
    { id: 3, name: 'Cube', colour: '#222222', role: 'particle' as const },
    { id: 4, name: 'Rod', colour: '#333333', role: 'other' as const },
  ];
  afterEach(() => clearLabels());

  it.each([
    [1, 3],
    [2, 3],
    [3, 3],
    [4, 4],
  ])('is the active one when that stands for particles: %i gives %i', (activeClassId, wanted) => {
    labelStore.setState({ classes, activeClassId });
    expect(particleClass()).toBe(wanted);
  });
});
