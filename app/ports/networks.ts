import type { GreyImage, ParticleMaps } from '../domain/plane.ts';
import type { Work } from './work.ts';

/** A shipped or trained network as far as a computation must know it. */
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

/** Networks as a computation in a worker thread sees them: it asks and waits, like for anything else. */
export interface Networks {
  /** Throws `Failure` not-found, with the names that there are. */
  facts(name: string): NetworkFacts;
  /**
   * Maps of particles of an image in grey levels of any scale; their sides are the image's over the reduction, rounded up.
   * Throws `Failure`: not-found, stopped, engine-crashed.
   */
  maps(name: string, image: GreyImage, work: Work): ParticleMaps;
}

/** The same where nothing may wait: what the services' thread offers to the workers. */
export interface NetworkDesk {
  readonly networks: Readonly<Record<string, NetworkFacts & { readonly maps: number }>>;
  /** Writes the maps, one after the other, into `out`. Rejects with `Failure`. */
  draw(name: string, image: GreyImage, out: Float32Array): Promise<void>;
}
