import type { AbortSignalLike } from '../../app/ports/task.ts';
import type { RatePlan } from '../../native-models/gradient/schedules.ts';
import type { Batch, JudgedImage, Judgement, JudgeRequest, OpenTraining, TrainingState } from './messages.ts';

/** The learning rate of a step (from 0) after so many seconds of training. */
export type RateOf = (step: number, seconds: number) => number;

export interface TrainPlan {
  readonly open: OpenTraining;
  readonly rate: RatePlan | RateOf;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** Epochs without a better score after which it ends by itself; null never. */
  readonly patience: number | null;
  /** Ends after this time; null never. */
  readonly minutes: number | null;
  /** What it took until the state that it goes on from; 0 by default. */
  readonly secondsBefore?: number;
  /** The best epoch until then. */
  readonly bestBefore?: { readonly state: TrainingState; readonly score: number; readonly epoch: number };
  /** Whole images that are judged after each epoch; the best epoch is the one with the highest mean Dice over them. */
  readonly validation: readonly JudgedImage[];
  /** Bytes that a tile may take while judging. */
  readonly memory: number;
}

export interface StepProgress {
  /** From 0. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly rate: number;
  readonly overlaps: Float32Array | null;
  readonly secondsLeft: number;
  /** Of the whole training, by steps or by time, whichever is further, 0..1. */
  readonly fraction: number;
}

export interface EpochProgress {
  /** From 0. */
  readonly epoch: number;
  /** Mean loss of its steps. */
  readonly loss: number;
  /** Of its last step. */
  readonly rate: number;
  /** Of training since it began, pauses left out. */
  readonly seconds: number;
  /** [3, K] soft counts of its batches: found and right, found, there; null for regressions. */
  readonly overlaps: Float64Array | null;
  /** Pixels [truth][found] of the validation images; null without any. */
  readonly confusion: Float64Array | null;
  /** The loss over the validation images; null without any. */
  readonly validationLoss: number | null;
  /** What the network makes of the watched image. */
  readonly watched: Judgement['watched'];
  /** Mean Dice over the classes that the validation images have, or minus the loss without validation images. */
  readonly score: number;
  readonly best: boolean;
  /** The network and its optimiser after this epoch: a checkpoint. */
  readonly state: TrainingState;
}

export interface TrainHooks {
  /** The batch of a step; must depend on nothing but the step, so that a resumed training sees the same. */
  readonly batch: (step: number) => Promise<Batch>;
  readonly onStep?: (progress: StepProgress) => void;
  /** The numbers between epochs, every half minute: checkpoints for a crash or a stop in a long epoch. */
  readonly onKeep?: (state: TrainingState, seconds: number) => Promise<void> | void;
  readonly onEpoch?: (progress: EpochProgress) => Promise<void> | void;
  /** An image whose prediction is wanted after an epoch. */
  readonly watched?: () => Promise<JudgeRequest['watched']>;
  readonly onOpen?: (parameters: number) => void;
  /** Resolves when the training may go on; asked before each step. */
  readonly pause?: () => Promise<void>;
  readonly signal?: AbortSignalLike;
}

export interface TrainResult {
  /** Numbers of the best epoch, or of the last step before the first epoch was over; null when nothing was learned. */
  readonly best: TrainingState | null;
  /** Where it ended, as far as it is known: what resuming begins with. */
  readonly last: TrainingState | null;
  readonly bestEpoch: number | null;
  readonly bestScore: number | null;
  /** Of training, pauses left out. */
  readonly seconds: number;
  readonly ended: 'complete' | 'patience' | 'time' | 'stopped';
}
