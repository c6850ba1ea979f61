import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeServices, fakeServices } from '../../client/fake.ts';
import { setClient } from '../../client/session.ts';
import { epochOf, planOf, trainingOf } from './testing.ts';
import {
  chooseTraining,
  clearTrainings,
  fractionOf,
  noteEpoch,
  noteProgress,
  shownTraining,
  startTraining,
  trainingAtWork,
  trainingsStore,
} from './trainings.ts';

const now = () => trainingsStore.getState();

beforeEach(clearTrainings);
afterEach(() => setClient(null));

describe('which training is shown', () => {
  it('is the chosen one, else the one at work, else the newest', () => {
    const trainings = [
      trainingOf({ id: 4, state: 'queued' }),
      trainingOf({ id: 3, state: 'paused' }),
      trainingOf({ id: 2, state: 'complete' }),
    ];
    trainingsStore.setState({ trainings });
    expect(trainingAtWork(now())?.id).toBe(3);
    expect(shownTraining(now())?.id).toBe(3);
    chooseTraining(2);
    expect(shownTraining(now())?.id).toBe(2);
    chooseTraining(99);
    trainingsStore.setState({ trainings: [trainings[2]] });
    expect(trainingAtWork(now())).toBeNull();
    expect(shownTraining(now())?.id).toBe(2);
    clearTrainings();
    expect(shownTraining(now())).toBeNull();
  });
});

describe('news of a training', () => {
  it('adds epochs at the end, and keeps which was best', () => {
    trainingsStore.setState({ trainings: [trainingOf({ id: 1 }), trainingOf({ id: 2 })] });
    noteEpoch({ trainingId: 1, epoch: epochOf(0, { best: true }), predicted: true });
    noteEpoch({ trainingId: 1, epoch: epochOf(1), predicted: false });
    const [one, two] = now().trainings;
    expect(one.epochs.map(({ epoch }) => epoch)).toEqual([0, 1]);
    expect([one.bestEpoch, one.predicted, one.step]).toEqual([0, 0, 50]);
    expect(two.epochs).toEqual([]);
  });
  it('lets the epochs after a checkpoint go when training goes on from it', () => {
    trainingsStore.setState({ trainings: [trainingOf({ id: 1, epochs: [0, 1, 2, 3].map((n) => epochOf(n)) })] });
    noteEpoch({ trainingId: 1, epoch: epochOf(2, { score: 0.9 }), predicted: false });
    expect(now().trainings[0].epochs.map(({ epoch, score }) => [epoch, score])).toEqual([
      [0, 0.5],
      [1, 0.5],
      [2, 0.9],
    ]);
  });
  it('says how far it is: by the last news, else by its steps', () => {
    const training = trainingOf({ id: 1, step: 25 });
    trainingsStore.setState({ trainings: [training] });
    expect(fractionOf(now(), training)).toBe(0.25);
    noteProgress({ trainingId: 1, step: 30, epoch: 1, fraction: 0.3, loss: 0.2, rate: 0.003, secondsLeft: 12 });
    expect(fractionOf(now(), training)).toBe(0.3);
    expect(fractionOf(now(), trainingOf({ id: 2, steps: null }))).toBeNull();
  });
});

describe('starting a training', () => {
  let services: FakeServices;
  it('looks at it from then on', async () => {
    services = fakeServices({
      'training.start': () => ({
        trainingId: 7,
        job: {
          id: 1,
          kind: 'training',
          title: 'Training',
          state: 'queued',
          progress: 0,
          note: '',
          secondsLeft: null,
          started: null,
          ended: null,
          failure: null,
          result: {},
        },
      }),
      'training.list': () => ({
        trainings: [trainingOf({ id: 7, state: 'queued' }), trainingOf({ id: 6, state: 'complete' })],
      }),
    });
    setClient(services.client);
    chooseTraining(6);
    expect(await startTraining(planOf(), { imageId: 3, frame: 0 })).toBe(7);
    expect(shownTraining(now())?.id).toBe(7);
    expect(services.asked[0].input).toMatchObject({ watch: { imageId: 3, frame: 0 } });
  });
});
