import type { GreyImage, ParticleMaps } from '../domain/plane.ts';
import type { ModelCard } from '../domain/training/model-card.ts';
import type { Work } from './work.ts';

/** A network that gives maps of particles, as far as a computation must know it. */
export interface NetworkFacts {
  /** Pixels a side of the image for one of the maps. */
  readonly reduction: number;
  /** SHA-256 of its file, for provenance. */
  readonly sha256: string;
  /** Diameter of particles that it was mostly taught, px of the image. */
  readonly taught: number;
  /** Weights of the evidence for a particle (`app/segmentation/particle-facts.ts`). */
  readonly judge: readonly number[];
}

/** The most probable class and the probabilities of all, of each pixel of an image; row-major (y, x). */
export interface ClassMaps {
  readonly width: number;
  readonly height: number;
  /** Number of classes. */
  readonly count: number;
  /** [count, height, width]; those of a pixel add up to 1. */
  readonly probabilities: Float32Array;
  /** They were computed in whole numbers of 8 bits. */
  readonly reduced: boolean;
}

/** Networks as a computation in a worker thread sees them: it asks and waits, like for anything else. */
export interface Networks {
  /** Of a shipped network of the kind `maps`. Throws `Failure` not-found, with the names that there are. */
  facts(name: string): NetworkFacts;
  /**
   * The card of any model: a shipped one, one of the project or of this computer by its name, or a model file by its path. Throws
   * `Failure`: not-found, or what reading the file throws.
   */
  card(name: string): ModelCard;
  /**
   * Maps of particles of an image in grey levels of any scale; their sides are the image's over the reduction, rounded up.
   * Throws `Failure`: not-found, stopped, engine-crashed.
   */
  maps(name: string, image: GreyImage, work: Work): ParticleMaps;
  /**
   * Probabilities of classes of an image in grey levels of any scale, by a model of the kind `classes`. Throws as `maps`.
   * @param reduced large images may be answered in whole numbers of 8 bits, where that is faster and says the same
   */
  classes(name: string, image: GreyImage, work: Work, reduced: boolean): ClassMaps;
}

/** The same where nothing may wait: what the services' thread offers to the workers. */
export interface NetworkDesk {
  readonly networks: Readonly<Record<string, NetworkFacts & { readonly maps: number }>>;
  /** See `Networks.card`. */
  card(name: string): Promise<ModelCard>;
  /** Writes the maps or probabilities, one after the other, into `out`; says whether 8 bits were used. Rejects with `Failure`. */
  draw(name: string, image: GreyImage, out: Float32Array, reduced: boolean): Promise<boolean>;
}
