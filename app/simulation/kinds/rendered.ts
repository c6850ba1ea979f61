import type { Random } from '../../math/random.ts';
import type { Detector } from '../detector.ts';
import type { ClassPlanes, Frame, TrueParticle } from '../scene.ts';

/** A scene before the detector. */
export interface Rendered {
  /** Ideal signal, about 0..1. */
  readonly signal: Float32Array;
  readonly detector: Detector;
  /** nm a pixel. */
  readonly pixelSize: number;
  readonly bright: boolean;
  readonly particles: readonly TrueParticle[];
  readonly classes: ClassPlanes;
}

/** Draws everything about a scene of one kind and renders it. */
export type Render = (frame: Frame, dice: Random) => Rendered;
