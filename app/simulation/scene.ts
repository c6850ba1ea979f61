import type { Instance, RunMask } from '../domain/instance.ts';
import type { GreyImage } from '../domain/plane.ts';
import type { SuperEllipse } from './outline.ts';

/** One particle as it truly is. The instance's mask is its whole outline inside the frame, also where others hide or cross it. */
export interface TrueParticle {
  readonly instance: Instance;
  /** The part that shows: in transmission all of it; on a surface what no nearer particle hides. */
  readonly visible: RunMask;
  /** Family of the shape, such as "cube" or "super-ellipse". */
  readonly shape: string;
  /** Centre in px, where pixel (i, j) spans i..i+1, j..j+1, and radius of the circle around it in px. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** The outline's parameters when it is a super-ellipse. */
  readonly superEllipse: SuperEllipse | null;
}

/** Truth a pixel, row-major (y, x). */
export interface ClassPlanes {
  /** 0 background, 1 particle. */
  readonly particle: Uint8Array;
  /** 0 background, 1 one particle, 2 two or more over each other. */
  readonly overlap: Uint8Array;
  /** 0 background, 1 core (or a particle of one piece), 2 shell or patch that no core covers. */
  readonly patch: Uint8Array;
}

/** A simulated micrograph with its exact truth. */
export interface Scene {
  readonly kind: string;
  readonly seed: number;
  /** File units: counts, or 0..255 where the picture was made ready for print. */
  readonly image: GreyImage;
  /** The picture was made ready for print: whole grey levels 0..255. */
  readonly printed: boolean;
  /** nm a pixel. */
  readonly pixelSize: number;
  /** True when particles are brighter than what surrounds them. */
  readonly bright: boolean;
  readonly particles: readonly TrueParticle[];
  readonly classes: ClassPlanes;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
}
