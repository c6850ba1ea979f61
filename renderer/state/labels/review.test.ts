import { afterEach, describe, expect, it } from 'vitest';
import { fakeServices } from '../../client/fake.ts';
import { setClient } from '../../client/session.ts';
import { selectionStore } from '../selection.ts';
import { labelStore } from './label-store.ts';
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
    'particles.reject': () => ({ rejected: 1 }),
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

  it('keeps that what only the model has is no particle', async () => {
    const { asked } = services();
    reviewStore.setState({ unit: 'particles', items: [item({})], at: 0, done: 0, total: 1 });
    await acceptItem();
    expect(asked).toEqual([{ call: 'particles.reject', input: { runId: 5, rows: [17] } }]);
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
    selectionStore.setState({ runId: 5 });
    reviewStore.setState({ unit: 'particles', items: [item({})], at: 0, done: 0 });
    await expect(acceptItem()).rejects.toThrow();
    expect(reviewStore.getState()).toMatchObject({ done: 0, items: [{ done: false }] });
  });
});
