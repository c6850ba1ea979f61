import { changeBrowser, pickPaths } from '../state/browser.ts';
import { reviewFrames } from '../state/labels/frame-edits.ts';
import { labelStore } from '../state/labels/label-store.ts';
import { attempt } from '../state/notices.ts';
import { enterRoom } from '../state/room.ts';
import { selectionStore } from '../state/selection.ts';
import { chosenFrames } from '../state/training/chosen-frames.ts';
import { receiveModel } from '../state/training/incoming-model.ts';
import { modelById, modelsStore } from '../state/training/models.ts';
import {
  hasWishes,
  type Lane,
  loadPlan,
  moveFrames,
  planInHand,
  planProblem,
  planStore,
  resetPlan,
} from '../state/training/plan.ts';
import { setTrainView, type TrainTab } from '../state/training/train-view.ts';
import {
  pauseTraining,
  resumeTraining,
  shownTraining,
  startTraining,
  stopTraining,
  trainingAtWork,
  trainingsStore,
} from '../state/training/trainings.ts';
import { count } from '../ui/quantity.ts';
import type { Command } from './command.ts';

const room = 'train';
const atWork = () => trainingAtWork(trainingsStore.getState());

/** What Retrain begins with, as its button says it. */
export function startTitle(): string {
  const plan = planInHand(planStore.getState());
  if (plan === null || plan.start.from === 'scratch') return 'Train from scratch';
  const model = modelById(modelsStore.getState(), plan.start.model);
  return `Retrain ${model?.card.title ?? plan.start.model}`;
}

const canStart = () => {
  const state = planStore.getState();
  return planInHand(state) !== null && planProblem(state) === null && atWork() === null;
};

async function start(): Promise<void> {
  const plan = planInHand(planStore.getState());
  if (plan === null) return;
  // the frame that is looked at, if it is judged; else the first one that is
  const { shown } = selectionStore.getState();
  const judged = plan.frames.filter(({ split }) => split === 'validation');
  const watch =
    judged.find((one) => one.imageId === shown?.imageId && one.frame === shown.frame) ?? judged[0] ?? plan.frames[0];
  await startTraining(plan, watch === undefined ? null : { imageId: watch.imageId, frame: watch.frame });
  setTrainView({ tab: 'training' });
}

const lane = (id: Lane, title: string, key: string): Command => ({
  id: `train.lane.${id}`,
  title: () => `${title} (${count(chosenFrames().length, 'frame')})`,
  plainTitle: title,
  group: 'Train',
  shortcuts: [key],
  scope: 'lower',
  room,
  when: () => chosenFrames().length > 0,
  run: async () => {
    await attempt('stage', 'split', () => moveFrames(chosenFrames(), id));
  },
});

const tab = (id: TrainTab, title: string): Command => ({
  id: `train.tab.${id}`,
  title,
  group: 'Train',
  room,
  run: () => setTrainView({ tab: id }),
});

/** Frames that "Mark as reviewed" is about: the chosen ones, as far as they are not. */
const unreviewed = () => chosenFrames().filter(({ reviewed }) => !reviewed);

/** What can be done in the Train room. */
export const trainCommands: readonly Command[] = [
  {
    id: 'train.start',
    title: startTitle,
    plainTitle: 'Retrain',
    group: 'Train',
    shortcuts: ['Mod+Enter'],
    room,
    whileTyping: true,
    when: canStart,
    run: start,
  },
  {
    id: 'train.retrain',
    title: 'Retrain with what is labelled now',
    group: 'Train',
    when: () => labelStore.getState().setId !== null && atWork() === null,
    run: async () => {
      enterRoom('train');
      setTrainView({ tab: 'frames' });
      await loadPlan(labelStore.getState().setId);
      if (canStart()) await start();
    },
  },
  {
    id: 'train.pause',
    title: () => (atWork()?.state === 'paused' ? 'Go on with the training' : 'Pause the training'),
    plainTitle: 'Pause the training, or go on',
    group: 'Train',
    shortcuts: ['Shift+P'],
    room,
    when: () => atWork() !== null,
    run: async () => {
      const training = atWork();
      if (training === null) return;
      await attempt('inspector', 'training', () =>
        training.state === 'paused' ? resumeTraining(training.id) : pauseTraining(training.id),
      );
    },
  },
  {
    id: 'train.stop',
    title: 'Stop the training and keep its best epoch',
    group: 'Train',
    when: () => atWork() !== null,
    run: async () => {
      const training = atWork();
      if (training !== null) await attempt('inspector', 'training', () => stopTraining(training.id));
    },
  },
  {
    id: 'train.resume',
    title: 'Go on with the training that is shown',
    group: 'Train',
    room,
    when: () => atWork() === null && shownTraining(trainingsStore.getState())?.resumable === true,
    run: async () => {
      const training = shownTraining(trainingsStore.getState());
      if (training !== null) await attempt('inspector', 'training', () => resumeTraining(training.id));
    },
  },
  {
    id: 'train.review',
    title: () => `Mark ${count(unreviewed().length, 'frame')} as reviewed`,
    plainTitle: 'Mark the chosen frames as reviewed',
    group: 'Train',
    shortcuts: ['R'],
    scope: 'lower',
    room,
    when: () => unreviewed().length > 0,
    run: async () => {
      await attempt('stage', 'review', () => reviewFrames(unreviewed(), true));
    },
  },
  lane('training', 'Use for training', 'T'),
  lane('validation', 'Use for validation', 'V'),
  lane('test', 'Put into the frozen test set', 'E'),
  lane('out', 'Leave out', 'X'),
  {
    id: 'train.reset',
    title: 'Let the program choose the training again',
    group: 'Train',
    room,
    when: () => hasWishes(planStore.getState()),
    run: resetPlan,
  },
  {
    id: 'train.import',
    title: 'Import a model…',
    group: 'Train',
    room,
    run: async () => {
      const picked = pickPaths({ purpose: 'open-files', title: 'Import a model', confirm: 'Import' });
      // models are no micrographs
      changeBrowser({ everything: true });
      const [path] = await picked;
      if (path !== undefined) await receiveModel(path);
    },
  },
  tab('frames', 'Show the frames to learn from'),
  tab('training', 'Show the curves of the training'),
  tab('model', 'Show the card of the model'),
  tab('compare', 'Compare two models'),
];
