import type { Instance } from '../domain/instance.ts';
import type { ParamSchema, ParamValue, ParamValues, ValuesOf } from '../domain/param.ts';
import type { BinaryImage, GreyImage, LabelMap } from '../domain/plane.ts';
import type { SlotKind, StepInfo } from '../domain/recipe.ts';
import type { ModelClass } from '../domain/training/model-card.ts';
import type { ClassMaps, Networks } from './networks.ts';
import type { Work } from './work.ts';

/** What each slot of a running recipe holds. */
export interface Slots {
  image: GreyImage;
  binary: BinaryImage;
  /** Markers of a watershed: a label map whose labels are single seeds. */
  seeds: LabelMap;
  labels: LabelMap;
  instances: readonly Instance[];
}

/** What a step may look at besides its input: the untouched micrograph, earlier slots, the pixel size. */
export interface StepScene {
  readonly source: GreyImage;
  readonly slots: Partial<Slots>;
  /** nm a pixel, or null when the image has no calibration. */
  readonly pixelSize: number | null;
  readonly work: Work;
  /** Not there where nothing can run networks. */
  readonly networks?: Networks | undefined;
  /** The content of what a parameter of kind `kept` names. Not there where nothing is kept. Throws `Failure` not-found. */
  readonly kept?: ((sha256: string) => Uint8Array) | undefined;
  /** Takes, where somebody wants it, the probability that each pixel of the source belongs to a particle. */
  readonly probability?: ((make: () => GreyImage) => void) | undefined;
  /** Takes, where somebody wants them, the probabilities of all classes of each pixel of the source, and what the classes are. */
  readonly classes?: ((make: () => ClassMaps, classes: readonly ModelClass[]) => void) | undefined;
  /** Takes, where somebody wants it, how sure the step is of each label that it made; called before the labels change. */
  readonly sureness?: ((labels: LabelMap, sure: Float64Array) => void) | undefined;
  /** Notes what an automatic choice became; it goes into the run's provenance. */
  readonly resolve: (name: string, value: ParamValue) => void;
}

export interface Step<From extends SlotKind = SlotKind, To extends SlotKind = SlotKind> extends StepInfo {
  readonly from: From;
  readonly to: To;
  readonly run: (input: Slots[From], params: ParamValues, scene: StepScene) => Slots[To];
}

/** Declares a step with parameters typed from its schema. */
export function step<From extends SlotKind, To extends SlotKind, S extends ParamSchema>(definition: {
  id: string;
  version: number;
  title: string;
  help: string;
  from: From;
  to: To;
  params: S;
  run: (input: Slots[From], params: ValuesOf<S>, scene: StepScene) => Slots[To];
}): Step<From, To> {
  return definition as unknown as Step<From, To>;
}
