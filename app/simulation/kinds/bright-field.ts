import type { Random } from '../../math/random.ts';
import { blurred } from '../blur.ts';
import type { Detector } from '../detector.ts';
import { chance, logUniform, whiteNoise } from '../draw.ts';
import { illumination } from '../illumination.ts';
import type { Frame } from '../scene.ts';
import { transmitted } from '../transmission.ts';
import { drawDrift, enoughCounts, type ProjectedObject, type Rendered } from './rendered.ts';

/**
 * Bright field: Beer-Lambert absorption by particles and support, grains of amorphous carbon, Fresnel rims out of focus, stain around
 * particles now and then, uneven light. `contrast` = share of the light that the thickest particle takes.
 */
export function brightField(
  object: ProjectedObject,
  contrast: number,
  particle: Uint8Array,
  dice: Random,
): Pick<Rendered, 'signal' | 'detector'> {
  const { frame, mass, carrier, radius } = object;
  const absorption = -Math.log(1 - contrast);
  const film = object.porous ? dice.uniform(0.12, 0.8) : object.even ? dice.uniform(0, 0.1) : dice.uniform(0.03, 0.3);
  // grains of amorphous carbon: phase contrast of a thin film, stronger out of focus
  const grain = dice.next() ** 2 * 0.3;
  const speckle = blurred({ ...frame, data: whiteNoise(mass.length, dice) }, dice.uniform(0.6, 2.2));
  const depth = new Float32Array(mass.length);
  for (let i = 0; i < depth.length; i++)
    depth[i] = Math.max(0, mass[i] * absorption + film * carrier[i] + grain * speckle[i] * Math.min(1, carrier[i]));
  const signal = transmitted(depth);
  if (chance(dice, 0.5)) addFringe(signal, depth, frame, logUniform(dice, 0.8, 4), dice.uniform(-0.5, 0.8));
  if (chance(dice, 0.1))
    addStain(signal, particle, frame, Math.max(2, radius * dice.uniform(0.1, 0.5)), dice.uniform(0.1, 0.6));
  const light = illumination(frame, chance(dice, 0.7) ? dice.uniform(0, 0.5) : 0, dice);
  for (let i = 0; i < signal.length; i++) signal[i] *= light[i];
  const counts =
    object.clarity * enoughCounts(1 - Math.exp(-0.6 * object.faintest * absorption), radius, dice, 25, 6000);
  return { signal, detector: camera(counts, radius, dice) };
}

/** Bright and dark rims of a picture out of focus: the signal gains `strength` times the depth's excess over its surroundings. */
function addFringe(signal: Float32Array, depth: Float32Array, frame: Frame, width: number, strength: number): void {
  const around = blurred({ ...frame, data: depth }, width);
  const wide = blurred({ ...frame, data: depth }, 1.8 * width);
  for (let i = 0; i < signal.length; i++) {
    const rim = Math.max(-0.35, Math.min(0.35, strength * (around[i] - wide[i])));
    signal[i] = Math.max(0.01, signal[i] + rim * Math.min(1, 0.3 + signal[i]));
  }
}

/** Stain that dries around particles. */
function addStain(signal: Float32Array, particle: Uint8Array, frame: Frame, reach: number, strength: number): void {
  const near = blurred({ ...frame, data: new Float32Array(particle) }, reach);
  for (let i = 0; i < signal.length; i++) signal[i] *= Math.exp(-strength * 2 * near[i] * (1 - particle[i]));
}

function camera(counts: number, radius: number, dice: Random): Detector {
  return {
    counts,
    blurBefore: Math.min(0.35 * radius, dice.uniform(0.3, 1.4)),
    blurAfter: chance(dice, 0.7) ? dice.uniform(0, 0.9) : 0,
    drift: drawDrift(radius, dice),
    streaks: 0,
    readNoise: Math.sqrt(counts) * dice.uniform(0, 0.4),
    hits: chance(dice, 0.15) ? dice.uniform(5, 120) : 0,
    hitHeight: counts * dice.uniform(0.5, 4),
    deadLines: chance(dice, 0.03) ? dice.integer(1, 3) : 0,
    jitter: 0,
    lineNoise: 0,
  };
}
