import type { FailureInfo } from '../../app/domain/failure.ts';
import type { ForeignModel } from '../../app/domain/training/foreign-model.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { ModelFile, TrainedNumbers } from '../../app/ports/models.ts';
import type { LossOptions } from '../../native-models/gradient/losses.ts';
import type { MapLossOptions } from '../../native-models/gradient/map-losses.ts';
import type { OptimiserOptions } from '../../native-models/gradient/optimisers.ts';
import type { SessionChoice } from './runtime.ts';

// What the program and its engine process say to each other: structured clones, one reply a request, in order.

/** The numbers of a network under training. `step` counts the updates so far. */
export interface TrainingState {
  readonly weights: Float32Array;
  readonly statistics: Float32Array;
  /** What the optimiser remembers. */
  readonly memory: readonly Float32Array[];
  readonly step: number;
}

export interface OpenTraining {
  /** Name in the list of architectures. */
  readonly architecture: string;
  readonly outputs: number;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly loss: LossOptions;
  /** Of architectures that give maps. */
  readonly mapLoss?: MapLossOptions;
  readonly optimiser: OptimiserOptions;
  /** Of initial weights and dropout. */
  readonly seed: number;
  /** Where to go on; null begins anew. */
  readonly state: TrainingState | null;
  /** A network to begin from where there is no state. */
  readonly start?: {
    readonly architecture: string;
    readonly outputs: number;
    readonly numbers: { readonly weights: Float32Array; readonly statistics: Float32Array };
    /** For each output the output of the old network that means the same, or null. */
    readonly outputsFrom: readonly (number | null)[];
  };
  readonly device: SessionChoice;
}

export interface Batch {
  /** Normalised patches [N, 1, H, W]. */
  readonly image: Float32Array;
  /**
   * Segmentation: class of each pixel [N, 1, H, W], -1 where nothing is labelled. Maps: values 0..1 [N, outputs, h, w], reduced.
   * Regression: numbers [N, outputs].
   */
  readonly truth: Int32Array | Float32Array;
  /** Maps: how much each value counts, 0 where nothing is known, [N, outputs, h, w]. */
  readonly importance?: Float32Array;
}

export interface StepResult {
  readonly loss: number;
  /** [3, K] soft counts of the batch: found and right, found, there; null for regressions. */
  readonly overlaps: Float32Array | null;
}

/** A whole image with its labels, for judging. */
export interface JudgedImage {
  readonly pixels: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Class of each pixel, -1 where nothing is labelled. */
  readonly labels: Int32Array;
}

export interface JudgeRequest {
  /** Null: those that were kept. */
  readonly images: readonly JudgedImage[] | null;
  /** An image whose prediction is wanted. */
  readonly watched: Pick<JudgedImage, 'pixels' | 'width' | 'height'> | null;
  /** Bytes that a tile may take. */
  readonly memory: number;
}

export interface Judgement {
  /** Pixels of each true class (row) that were given to each class (column). */
  readonly confusion: Float64Array;
  /** The loss that the training minimises, over all pixels. */
  readonly loss: number;
  /** Most probable class of each pixel and 255 times its probability. */
  readonly watched: { readonly classes: Uint8Array; readonly sure: Uint8Array } | null;
}

export interface OpenModel {
  readonly architecture: string;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly statistics: Float32Array;
  readonly device: SessionChoice;
}

export interface Predict {
  readonly pixels: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Bytes that a tile may take. */
  readonly memory: number;
  /** Large images may be answered in whole numbers of 8 bits, where that is faster and says the same; not by default. */
  readonly reduced?: boolean;
}

export interface Prediction {
  /** Probabilities or maps [K, height, width]. */
  readonly values: Float32Array;
  /** The answer was computed in whole numbers of 8 bits. */
  readonly reduced: boolean;
}

export interface DeviceReport {
  readonly provider: SessionChoice['provider'];
  /** As people know it. */
  readonly name: string;
  /** Bytes of memory that it can use, where that is known. */
  readonly memory: number | null;
  /** Milliseconds for a 256 x 256 tile of the compact U-Net; null when it failed. */
  readonly milliseconds: number | null;
  /** Largest difference of a probability from the processor's. */
  readonly difference: number | null;
  /** Why it can't be used, in words; null when it can. */
  readonly problem: string | null;
}

/** Requests by name, with what is asked and what is answered. */
export interface EngineCalls {
  'open-training': { ask: OpenTraining; answer: { readonly training: number; readonly parameters: number } };
  'training-step': {
    ask: { readonly training: number; readonly rate: number; readonly batch: Batch };
    answer: StepResult;
  };
  'training-state': { ask: { readonly training: number }; answer: TrainingState };
  /** Images for `judge`, sent once. */
  'keep-judged': { ask: { readonly training: number; readonly images: readonly JudgedImage[] }; answer: null };
  /** The network as it stands over whole images. */
  judge: { ask: { readonly training: number } & JudgeRequest; answer: Judgement };
  'close-training': { ask: { readonly training: number }; answer: null };
  'open-model': { ask: OpenModel; answer: { readonly model: number } };
  /** A model file of this computer. */
  'open-file': {
    ask: { readonly file: string; readonly device: SessionChoice };
    answer: { readonly model: number; readonly card: ModelCard };
  };
  predict: { ask: { readonly model: number } & Predict; answer: Prediction };
  /** Numbers [N, outputs] of a regression from crops [N, 1, side, side]. */
  regress: { ask: { readonly model: number; readonly crops: Float32Array }; answer: Float32Array };
  'close-model': { ask: { readonly model: number }; answer: null };
  'pack-model': { ask: { readonly card: ModelCard } & TrainedNumbers; answer: Uint8Array };
  'pack-foreign': {
    ask: { readonly bytes: Uint8Array; readonly card: ModelCard; readonly model: ForeignModel };
    answer: Uint8Array;
  };
  'unpack-model': { ask: { readonly bytes: Uint8Array; readonly name: string }; answer: ModelFile };
  probe: { ask: SessionChoice; answer: DeviceReport };
}
export type CallName = keyof EngineCalls;

export interface Request<C extends CallName = CallName> {
  readonly id: number;
  readonly call: C;
  readonly ask: EngineCalls[C]['ask'];
}

export type Reply =
  | { readonly id: number; readonly kind: 'answer'; readonly answer: unknown }
  | { readonly id: number; readonly kind: 'failed'; readonly failure: FailureInfo }
  | { readonly id: number; readonly kind: 'progress'; readonly fraction: number };

/** One end of the line between the two processes. */
export interface Line {
  send(message: unknown): void;
  onMessage(hear: (message: unknown) => void): void;
}
