import type { TrainingSettings } from '../domain/training/training-settings.ts';
import type { AbortSignalLike } from './task.ts';

// Training as the services see it: what learns is outside (the engine process); what it learns from comes batch by batch.

/** The numbers of a network that training changes. */
export interface NetworkNumbers {
  readonly weights: Float32Array;
  readonly statistics: Float32Array;
}

/** A network that can be trained. */
export interface ArchitectureFacts {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Sides of patches are multiples of this. */
  readonly divisor: number;
}

/** Where a training begins that does not begin from nothing. */
export interface TrainerStart {
  readonly architecture: string;
  readonly outputs: number;
  readonly numbers: NetworkNumbers;
  /** For each output of the new network the output of the old one that means the same, or null. */
  readonly outputsFrom: readonly (number | null)[];
}

/** A whole frame with its labels: class of each pixel, -1 where nothing is known. Grey levels of any scale. */
export interface LabelledFrame {
  readonly width: number;
  readonly height: number;
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
}

/** Everything that a training needs to go on as if it had never ended. */
export interface TrainerCheckpoint {
  readonly now: NetworkNumbers & { readonly memory: readonly Float32Array[]; readonly step: number };
  readonly best: (NetworkNumbers & { readonly epoch: number; readonly score: number }) | null;
  /** Of training so far. */
  readonly seconds: number;
  /** What the training is about, as its owner wrote it. */
  readonly about: string;
}

export interface TrainerRequest {
  readonly classes: number;
  readonly settings: TrainingSettings;
  /** Weight of each class in the loss. */
  readonly classWeights: readonly number[];
  /** Patches a batch and their side, px: what the settings ask for, or less where memory is short (`fit`). */
  readonly batch: number;
  readonly side: number;
  readonly start: TrainerStart | null;
  readonly resume: TrainerCheckpoint | null;
  readonly validation: readonly LabelledFrame[];
}

/** What a network makes of a frame: the most probable class of each pixel and 255 times its probability. */
export interface FramePrediction {
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
  readonly sure: Uint8Array;
}

/** The network against labelled pixels: counts [truth][found], and sums that losses and soft scores follow from. */
export interface Judged {
  readonly confusion: Float64Array;
  /** The loss that training minimises, over all judged pixels. */
  readonly loss: number;
}

export interface TrainerEpoch {
  readonly epoch: number;
  readonly step: number;
  readonly seconds: number;
  readonly rate: number;
  readonly loss: number;
  /** Soft counts of the epoch's batches, [3, classes]: found and right, found, there. */
  readonly overlaps: Float64Array;
  readonly validation: Judged | null;
  readonly score: number;
  readonly best: boolean;
  /** Of the frame that is watched. */
  readonly prediction: FramePrediction | null;
}

export interface TrainerStep {
  readonly step: number;
  readonly epoch: number;
  /** Of the whole training, 0..1. */
  readonly fraction: number;
  readonly loss: number;
  readonly rate: number;
  readonly secondsLeft: number | null;
}

export interface TrainerHooks {
  /** Patches of a step, [N, 1, side, side], and their classes. Must depend on nothing but the step. */
  readonly batch: (step: number) => Promise<{ readonly image: Float32Array; readonly truth: Int32Array }>;
  readonly onOpen: (facts: { readonly parameters: number }) => void;
  readonly onStep: (step: TrainerStep) => void;
  /** After each epoch, then with what to keep. */
  readonly onEpoch: (epoch: TrainerEpoch) => Promise<void>;
  /** A checkpoint: after epochs, and between them every half minute. */
  readonly onKeep: (checkpoint: Omit<TrainerCheckpoint, 'about'>) => Promise<void>;
  /** Resolves when the training may go on; asked before each step. */
  readonly pause: () => Promise<void>;
  /** The frame whose prediction is wanted after the next epoch. */
  readonly watched: () => Promise<{ width: number; height: number; pixels: Float32Array } | null>;
  readonly signal: AbortSignalLike;
}

export interface TrainerEnd {
  /** Of the best epoch; null when nothing was learned. */
  readonly best: (NetworkNumbers & { readonly epoch: number | null; readonly score: number | null }) | null;
  /** Where it ended; null when nothing was learned. */
  readonly last: Omit<TrainerCheckpoint, 'about'> | null;
  readonly ended: 'complete' | 'patience' | 'time' | 'stopped';
}

export interface Trainer {
  /** Networks that tell classes of pixels apart; the first is the default. */
  readonly architectures: readonly ArchitectureFacts[];
  /** The device that trains, as people know it. */
  readonly device: (id: string, threads: number | null) => { readonly title: string; readonly threads: number };
  /**
   * Batch and side that fit the memory: the batch shrinks first, then the side.
   * Throws `Failure`: not-found for an unknown architecture, too-large when not even the smallest patch fits.
   */
  readonly fit: (settings: TrainingSettings, classes: number) => { readonly batch: number; readonly side: number };
  /**
   * Trains. A stop answers within a second and keeps the best. Throws `Failure` engine-crashed when the engine dies; the last
   * checkpoint that was kept is where to go on.
   */
  train(request: TrainerRequest, hooks: TrainerHooks): Promise<TrainerEnd>;
  /** Class probabilities [K, height, width] of a whole frame by a network's numbers. */
  probabilities(
    model: { readonly architecture: string; readonly outputs: number; readonly numbers: NetworkNumbers },
    frame: { readonly width: number; readonly height: number; readonly pixels: Float32Array },
    settings: Pick<TrainingSettings, 'device' | 'threads' | 'memory'>,
    signal?: AbortSignalLike,
  ): Promise<Float32Array>;
  /** Equal checkpoints give equal bytes. */
  encode(checkpoint: TrainerCheckpoint): Uint8Array;
  /** Throws `Failure` malformed with the file's name. */
  decode(bytes: Uint8Array, name: string): TrainerCheckpoint;
}
