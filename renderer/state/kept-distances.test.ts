import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MeasuredDistance } from '../../app/domain/distance.ts';
import { fakeServices } from '../client/fake.ts';
import { setClient } from '../client/session.ts';
import { annotationStore, clearAnnotations, distancesOn, setDistances } from './annotations.ts';
import { keepDistances } from './kept-distances.ts';
import { clearSelection, showImage } from './selection.ts';

const plane = { imageId: 1, frame: 0 };
const drawn = (id: number, to: number) => ({ id, a: { x: 0, y: 0 }, b: { x: to, y: 0 } });

describe('distances on the stage', () => {
  let stop = () => {};
  let inProject: MeasuredDistance[] = [];
  const services = () => {
    const fake = fakeServices({
      'images.distances': () => ({ distances: inProject }),
      'images.setDistances': ({ distances }) => {
        inProject = distances;
        return {};
      },
    });
    setClient(fake.client);
    stop = keepDistances();
    return fake;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    inProject = [];
  });
  afterEach(() => {
    stop();
    clearAnnotations();
    clearSelection();
    setClient(null);
    vi.useRealTimers();
  });

  it('are kept when drawing rests, once', async () => {
    const { asked } = services();
    showImage(1, 0);
    await vi.advanceTimersByTimeAsync(10);
    for (const to of [5, 6, 7]) setDistances(plane, [drawn(1, to)], 1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.filter(({ call }) => call === 'images.setDistances')).toHaveLength(1);
    expect(inProject).toEqual([[0, 0, 7, 0]]);
  });

  it('come from the project and follow undo', async () => {
    inProject = [[0, 0, 3, 0]];
    const fake = services();
    showImage(1, 0);
    await vi.advanceTimersByTimeAsync(10);
    expect(distancesOn(annotationStore.getState(), plane).map(({ b }) => b.x)).toEqual([3]);
    inProject = [];
    fake.emit('history.changed', { undo: null, redo: 'Measure a distance' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(distancesOn(annotationStore.getState(), plane)).toEqual([]);
    expect(fake.asked.some(({ call }) => call === 'images.setDistances')).toBe(false);
  });
});
