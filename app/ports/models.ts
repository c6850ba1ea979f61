import type { ForeignModel } from '../domain/training/foreign-model.ts';
import type { ModelCard } from '../domain/training/model-card.ts';

/** The numbers of a network: everything that training changes. */
export interface TrainedNumbers {
  readonly weights: Float32Array;
  /** Running statistics of its normalisations. */
  readonly statistics: Float32Array;
}

/** A small image and what the model answers, for checking that it runs the same elsewhere. */
export interface ModelTest {
  /** [1, 1, height, width], in grey levels. */
  readonly input: { readonly shape: readonly number[]; readonly data: Float32Array };
  /** [1, classes, height, width], probabilities. */
  readonly output: { readonly shape: readonly number[]; readonly data: Float32Array };
}

/** What a model file holds. */
export type ModelFile =
  /** Made by this program, or taken in before: complete. `numbers` is null for one that can't be trained further. */
  | {
      readonly kind: 'own';
      readonly card: ModelCard;
      readonly numbers: TrainedNumbers | null;
      readonly test: ModelTest | null;
    }
  /** Made elsewhere: a person must name its classes. One output channel is the second of two classes, after a background. */
  | { readonly kind: 'foreign'; readonly producer: string; readonly classes: number; readonly model: ForeignModel };

/** Model files as the services see them. All reject with `Failure`; reading names the file and says what to do. */
export interface ModelDesk {
  /** The card of a shipped model or one of this computer by its name, or of a model file by its path. */
  card(name: string): Promise<ModelCard>;
  /**
   * One self-contained ONNX file: normalisation inside, card and test tensors in the metadata, weights to train on. Equal input gives
   * equal bytes; `card.sha256` stays out.
   */
  pack(card: ModelCard, numbers: TrainedNumbers): Promise<Uint8Array>;
  /** A shipped model of classes as `pack` gives it. */
  packShipped(id: string): Promise<Uint8Array>;
  /** Reads a model file; a model from elsewhere is tried on an image. */
  unpack(bytes: Uint8Array, name: string): Promise<ModelFile>;
  /** A model from elsewhere with a card that names its classes; what `unpack` then reads as `own`. */
  packForeign(bytes: Uint8Array, card: ModelCard, model: ForeignModel): Promise<Uint8Array>;
}
