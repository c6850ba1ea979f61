import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../../app/contract/list.ts';
import type { TrainingFrame } from '../../../app/contract/training.ts';
import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import type { TrainingPlan, TrainingStart } from '../../../app/domain/training/training-plan.ts';
import type { TrainingSettings, TrainingSplit } from '../../../app/domain/training/training-settings.ts';
import { ask } from '../../client/session.ts';
import { frameKey, labelSetsStore } from '../labels/label-sets.ts';
import { labelStore } from '../labels/label-store.ts';
import { flushLabels } from '../labels/shown-labels.ts';
import { edit } from '../saving.ts';
import type { PlaneRef } from '../selection.ts';
import { modelsStore } from './models.ts';

export type Proposal = CallOutput<'training.plan'>;
type Check = CallOutput<'training.check'>;

/** Where a frame stands in the Train room: in a part of the plan, or left out. */
export type Lane = TrainingSplit | 'out';

/** What the person wants otherwise than the program chose. */
export interface PlanWishes {
  /** By `frameKey`. */
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly start: TrainingStart | null;
  readonly unreviewed: boolean;
  /** Classes of the label set; null: all that are labelled. */
  readonly classes: readonly number[] | null;
  readonly settings: Partial<TrainingSettings>;
}

export interface PlanState {
  readonly setId: number | null;
  /** What the program would do, with the wishes about frames, classes and start taken in; null before it came. */
  readonly proposal: Proposal | null;
  readonly wishes: PlanWishes;
  /** What the services say to the plan in hand, once they did. */
  readonly check: Check | null;
  readonly loading: boolean;
  readonly failure: FailureInfo | null;
}

const noWishes: PlanWishes = {
  lanes: new Map(),
  start: null,
  unreviewed: false,
  classes: null,
  settings: {},
};
const none: PlanState = { setId: null, proposal: null, wishes: noWishes, check: null, loading: false, failure: null };

export const planStore = createStore<PlanState>()(() => none);

export function clearPlan(): void {
  planStore.setState(none, true);
}

/** Takes every wish back: the program chooses again. */
export async function resetPlan(): Promise<void> {
  planStore.setState(({ wishes }) => ({ wishes: { ...noWishes, unreviewed: wishes.unreviewed } }));
  await loadPlan();
}

export const hasWishes = ({ wishes }: PlanState): boolean =>
  wishes.lanes.size > 0 || wishes.start !== null || wishes.classes !== null || Object.keys(wishes.settings).length > 0;

export const laneOf = (frame: Pick<TrainingFrame, 'split'>): Lane => frame.split ?? 'out';

/** The plan that Retrain starts; null while there is none. */
export function planInHand({ proposal, wishes }: PlanState): TrainingPlan | null {
  if (proposal === null) return null;
  return { ...proposal.plan, settings: { ...proposal.plan.settings, ...wishes.settings } };
}

/** Why Retrain can't start now; null when it can. */
export const planProblem = ({ proposal, check }: PlanState): FailureInfo | null =>
  check?.problem ?? proposal?.problem ?? null;

/** What the services are asked for: frames only where the person wants some otherwise. */
function framesAsked({ proposal, wishes }: PlanState) {
  if (wishes.lanes.size === 0 || proposal === null) return null;
  return proposal.frames.flatMap((frame) => {
    const lane = wishes.lanes.get(frameKey(frame)) ?? laneOf(frame);
    return lane === 'out' ? [] : [{ imageId: frame.imageId, frame: frame.frame, split: lane }];
  });
}

/** The frames as the services tell them, with those that a person left out among them. */
function withLeftOut(next: readonly TrainingFrame[], before: readonly TrainingFrame[]): readonly TrainingFrame[] {
  const known = new Set(next.map(frameKey));
  const left = before.filter((frame) => !known.has(frameKey(frame))).map((frame) => ({ ...frame, split: null }));
  return left.length === 0 ? next : [...next, ...left].toSorted((a, b) => a.imageId - b.imageId || a.frame - b.frame);
}

let asked = 0;

/** Asks what a training would do now. Only the answer to the last question counts. */
export async function loadPlan(setId = planStore.getState().setId): Promise<void> {
  const turn = ++asked;
  if (setId !== planStore.getState().setId) planStore.setState({ ...none, setId });
  if (setId === null) return;
  planStore.setState({ loading: true });
  try {
    await flushLabels();
    const state = planStore.getState();
    const { start, unreviewed, classes, settings } = state.wishes;
    const frames = framesAsked(state);
    const proposal = await ask('training.plan', {
      setId,
      start,
      unreviewed,
      classes: classes === null ? null : [...classes],
      frames,
    });
    if (turn !== asked) return;
    const all = frames === null ? proposal.frames : withLeftOut(proposal.frames, state.proposal?.frames ?? []);
    planStore.setState({ proposal: { ...proposal, frames: [...all] }, failure: null, check: null });
    if (proposal.problem !== null) return;
    const plan = { ...proposal.plan, settings: { ...proposal.plan.settings, ...settings } };
    const check = await ask('training.check', { plan });
    if (turn === asked) planStore.setState({ check });
  } catch (thrown) {
    if (turn === asked) planStore.setState({ failure: Failure.from(thrown).info });
  } finally {
    if (turn === asked) planStore.setState({ loading: false });
  }
}

/** Changes what the person wants, and asks anew. */
export async function wish(change: Partial<PlanWishes>): Promise<void> {
  planStore.setState(({ wishes }) => ({ wishes: { ...wishes, ...change } }));
  await loadPlan();
}

/**
 * Puts frames into a part of the plan. All frames of an image go together: frames of one image are too much alike to judge
 * each other. Frames become frozen when the training starts; taking them out of the frozen test set is an edit of the project.
 */
export async function moveFrames(frames: readonly PlaneRef[], lane: Lane): Promise<void> {
  const { proposal, setId, wishes } = planStore.getState();
  if (proposal === null || setId === null) return;
  const images = new Set(frames.map(({ imageId }) => imageId));
  const moved = proposal.frames.filter((frame) => images.has(frame.imageId) && laneOf(frame) !== lane);
  if (moved.length === 0) return;
  const lanes = new Map(wishes.lanes);
  for (const frame of moved) lanes.set(frameKey(frame), lane);
  const thawed = lane === 'test' ? [] : moved.filter(({ frozen }) => frozen);
  if (thawed.length > 0) {
    const refs = thawed.map(({ imageId, frame }) => ({ imageId, frame }));
    await edit('training.freeze', { setId, frames: refs, frozen: false });
  }
  await wish({ lanes });
}

/** Plans anew whenever the labels of the set in use, or the set, change; from now on. Returns the way to stop. */
export function followLabels(): () => void {
  const follow = () => void loadPlan(labelStore.getState().setId);
  follow();
  const quits = [
    labelStore.subscribe((now, before) => {
      if (now.setId !== before.setId || now.classes !== before.classes) follow();
    }),
    labelSetsStore.subscribe((now, before) => {
      if (now.frames !== before.frames) follow();
    }),
    // a new model is what the next training begins with
    modelsStore.subscribe((now, before) => {
      if (now.models !== before.models) follow();
    }),
  ];
  return () => {
    for (const quit of quits) quit();
  };
}
