import type { FailureInfo } from '../domain/failure.ts';
import type { ModelCard } from '../domain/training/model-card.ts';
import type { Evaluation } from '../domain/training/scores.ts';
import type { TrainingEpoch, TrainingPlan, TrainingState } from '../domain/training/training-plan.ts';

// Trainings, models and evaluations as a project keeps them.

/** The kept version of the labels of a frame that a training learns from. */
export interface LearnedLabels {
  readonly imageId: number;
  readonly frame: number;
  readonly sha256: string;
}

export interface StoredTraining {
  readonly id: number;
  readonly title: string;
  readonly plan: TrainingPlan;
  readonly labels: readonly LearnedLabels[];
  readonly state: TrainingState;
  readonly created: string;
  readonly ended: string | null;
  readonly device: string;
  readonly parameters: number | null;
  readonly step: number;
  readonly note: string;
  readonly failure: FailureInfo | null;
  readonly epochs: readonly TrainingEpoch[];
  /** Key of the newest model that came of it. */
  readonly model: string | null;
}

export interface StoredModel {
  readonly key: string;
  readonly card: ModelCard;
  readonly bytes: number;
  readonly trainingId: number | null;
}

export interface StoredEvaluation {
  readonly id: number;
  readonly setId: number;
  readonly evaluation: Evaluation;
}

/** Unknown ids and keys throw `Failure` not-found. */
export interface TrainingReads {
  /** Newest first. */
  trainings(): StoredTraining[];
  training(id: number): StoredTraining;
  /** Newest first. */
  models(): StoredModel[];
  model(key: string): StoredModel;
  /** Keys of all models, removed ones too: they are never used twice. */
  modelKeys(): string[];
  /** Newest first; `model` null: of all. */
  evaluations(model: string | null): StoredEvaluation[];
  /** Frames of the test set of a label set. */
  frozenFrames(setId: number): { imageId: number; frame: number }[];
}

export interface TrainingEdits {
  renameTraining(id: number, title: string): void;
  removeTraining(id: number): void;
  renameModel(key: string, title: string): void;
  removeModel(key: string): void;
  freezeFrames(setId: number, frames: readonly { imageId: number; frame: number }[], frozen: boolean): void;
}

export interface TrainingKeeping {
  addTraining(training: { readonly title: string; readonly plan: TrainingPlan }): number;
  updateTraining(
    id: number,
    change: Partial<
      Pick<StoredTraining, 'state' | 'ended' | 'device' | 'parameters' | 'step' | 'note' | 'failure' | 'labels'>
    >,
  ): void;
  addEpoch(trainingId: number, epoch: TrainingEpoch): void;
  /** Forgets epochs after this one: the training goes on from an earlier checkpoint. */
  cutEpochs(trainingId: number, last: number): void;
  addModel(model: { key: string; card: ModelCard; bytes: number; trainingId: number | null }): void;
  addEvaluation(evaluation: { setId: number; evaluation: Evaluation }): number;
}
