import type { Random } from '../../math/random.ts';
import type { Detector } from '../detector.ts';
import { chance, logUniform } from '../draw.ts';
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

/** What a beam goes through. */
export interface ProjectedObject {
  readonly frame: Frame;
  /** Particles (and dirt), where the thickest particle is 1. */
  readonly mass: Float32Array;
  /** Thickness of the support, 1 nominal. */
  readonly carrier: Float32Array;
  /** The support is a porous carrier and not a film. */
  readonly porous: boolean;
  /** The film is as even as it gets. */
  readonly even: boolean;
  /** Mean radius of the particles, px. */
  readonly radius: number;
  /** Mass of the faintest particle's shell, where the thickest particle is 1. */
  readonly faintest: number;
  /** Factor on the least counts. */
  readonly clarity: number;
  /** Thickness of the thickest particle, nm. */
  readonly thicknessNm: number;
}

/** Counts that leave small or faint particles visible: contrast times the root of the counts under a particle is at least about 6. */
export function enoughCounts(contrast: number, radius: number, dice: Random, least: number, most: number): number {
  const need = (6 / (contrast * Math.min(8, Math.max(1.5, radius)) * 1.7)) ** 2;
  return Math.max(need, logUniform(dice, least, most));
}

/** Now and then the specimen drifts, by up to a share of the particles' radius (px) and at most 6 px. */
export function drawDrift(radius: number, dice: Random): readonly [number, number] {
  if (!chance(dice, 0.1)) return [0, 0];
  const angle = dice.uniform(0, 2 * Math.PI);
  const length = Math.min(6, 0.5 * radius) * dice.next();
  return [length * Math.cos(angle), length * Math.sin(angle)];
}
