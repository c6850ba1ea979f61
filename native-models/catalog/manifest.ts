import type { ModelCard } from '../../app/domain/training/model-card.ts';

/** What running a network that gives maps of particles needs, beside its card. */
export interface MapsOfParticles {
  /** Pixels a side of the image for one of the maps. */
  readonly reduction: number;
  /** Diameter of particles that it was mostly taught, px of the image it is given. */
  readonly taught: number;
  /** Weights of the evidence for a particle, in the order of `app/segmentation/particle-facts.ts`. */
  readonly judge: readonly number[];
}

/** A shipped model: its file in native-models/weights, its card, and what its kind needs. */
export interface ModelManifest {
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
  readonly card: ModelCard;
  /** Of models of the kind `maps`; null of others. */
  readonly maps: MapsOfParticles | null;
  /** Of models of the kind `numbers`: what each number of the result means, and how to bring it back to its own scale. */
  readonly numbers?: readonly { readonly name: string; readonly mean: number; readonly deviation: number }[];
}
