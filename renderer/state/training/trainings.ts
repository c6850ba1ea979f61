import { createStore } from 'zustand/vanilla';
import type { EventPayload } from '../../../app/contract/events.ts';
import type { TrainingInfo } from '../../../app/contract/training.ts';
import type { TrainingPlan } from '../../../app/domain/training/training-plan.ts';
import { ask } from '../../client/session.ts';
import { edit } from '../saving.ts';
import type { PlaneRef } from '../selection.ts';

export type TrainingProgress = EventPayload<'training.progress'>;

/** The trainings of the project, and how far the one at work is. */
export interface Trainings {
  /** Newest first. */
  readonly trainings: readonly TrainingInfo[];
  readonly loaded: boolean;
  /** Whose curves are looked at; null: the newest one's. */
  readonly chosenId: number | null;
  /** The last news of trainings at work, by id. */
  readonly progress: ReadonlyMap<number, TrainingProgress>;
}

const none: Trainings = { trainings: [], loaded: false, chosenId: null, progress: new Map() };

export const trainingsStore = createStore<Trainings>()(() => none);

export function clearTrainings(): void {
  trainingsStore.setState(none, true);
}

export async function loadTrainings(): Promise<void> {
  const { trainings } = await ask('training.list', {});
  trainingsStore.setState({ trainings, loaded: true });
}

/** Trainings that end only in this session: waiting, at work or paused. */
export const isAtWork = ({ state }: Pick<TrainingInfo, 'state'>): boolean =>
  state === 'queued' || state === 'running' || state === 'paused';

/** The one that is at work, else the next in the queue; null when none is. */
export function trainingAtWork({ trainings }: Pick<Trainings, 'trainings'>): TrainingInfo | null {
  return (
    trainings.findLast(({ state }) => state === 'running' || state === 'paused') ??
    trainings.findLast(({ state }) => state === 'queued') ??
    null
  );
}

/** The training whose curves are shown: the chosen one, else the one at work, else the newest. */
export function shownTraining(s: Trainings): TrainingInfo | null {
  return s.trainings.find(({ id }) => id === s.chosenId) ?? trainingAtWork(s) ?? s.trainings[0] ?? null;
}

export function chooseTraining(chosenId: number | null): void {
  trainingsStore.setState({ chosenId });
}

function change(id: number, with_: (training: TrainingInfo) => TrainingInfo): void {
  trainingsStore.setState(({ trainings }) => ({
    trainings: trainings.map((one) => (one.id === id ? with_(one) : one)),
  }));
}

/** Takes in how far a training is. */
export function noteProgress(news: TrainingProgress): void {
  trainingsStore.setState(({ progress }) => ({ progress: new Map(progress).set(news.trainingId, news) }));
}

/** Takes in an epoch that is over: it comes at the end, or in place of the one of the same number. */
export function noteEpoch({ trainingId, epoch, predicted }: EventPayload<'training.epoch'>): void {
  change(trainingId, (one) => ({
    ...one,
    step: epoch.step,
    // a training that was gone on with from its checkpoint learns the epochs after it once more
    epochs: [...one.epochs.filter((known) => known.epoch < epoch.epoch), epoch],
    bestEpoch: epoch.best ? epoch.epoch : one.bestEpoch,
    predicted: predicted ? epoch.epoch : one.predicted,
  }));
}

/** Starts a training and looks at it. `watch`: the frame whose prediction is drawn while it learns. */
export async function startTraining(plan: TrainingPlan, watch: PlaneRef | null): Promise<number> {
  const { trainingId } = await edit('training.start', { plan, watch });
  chooseTraining(trainingId);
  await loadTrainings();
  return trainingId;
}

export async function pauseTraining(id: number): Promise<void> {
  await ask('training.pause', { id });
}

/** Goes on with a training that is paused, was stopped or was cut off. */
export async function resumeTraining(id: number): Promise<void> {
  await ask('training.resume', { id });
  chooseTraining(id);
}

/** Ends a training; its best weights stay as a model. */
export async function stopTraining(id: number): Promise<void> {
  await ask('training.stop', { id });
}

export async function renameTraining(id: number, title: string): Promise<void> {
  await edit('training.rename', { id, title });
}

export async function removeTraining(id: number): Promise<void> {
  await edit('training.remove', { id });
}

/** Chooses the frame whose prediction is drawn while it learns. */
export async function watchFrame(id: number, { imageId, frame }: PlaneRef): Promise<void> {
  change(id, (one) => ({ ...one, watched: { imageId, frame } }));
  await ask('training.watch', { id, frame: { imageId, frame } });
}

/** Seconds that a training still takes; null while that can't be said. */
export const secondsLeft = (s: Trainings, id: number): number | null => s.progress.get(id)?.secondsLeft ?? null;

/** 0..1; null before the first step, and for one that is not at work. */
export function fractionOf(s: Trainings, training: TrainingInfo): number | null {
  const told = s.progress.get(training.id)?.fraction;
  if (told !== undefined) return told;
  return training.steps === null || training.steps === 0 ? null : training.step / training.steps;
}
