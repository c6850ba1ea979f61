import type { GreyImage, ParticleMaps } from '../domain/plane.ts';

/** A network that draws maps of particles, wherever it runs. */
export interface MapModel {
  /**
   * Maps of an image in grey levels of any scale; their sides are the image's over `reduction`, rounded up. Rejects with
   * `Failure`: stopped, engine-crashed.
   */
  maps(image: GreyImage): Promise<ParticleMaps>;
  readonly reduction: number;
}
