import type { Random } from '../../math/random.ts';
import { chance, logUniform, pick } from '../draw.ts';
import { illumination } from '../illumination.ts';
import { haadfWeight } from '../transmission.ts';
import { enoughCounts, type ProjectedObject, type Rendered } from './rendered.ts';

/**
 * High-angle dark field: signal = thickness times Z^1.7, summed along the ray, over a dark level. On a porous carrier `contrast` sets how
 * bright the thickest grain is against the carrier's brightest place; on a film element and film thickness do.
 */
export function darkField(
  object: ProjectedObject,
  contrast: number,
  dice: Random,
): Pick<Rendered, 'signal' | 'detector'> {
  const { frame, mass, carrier, porous, radius, thicknessNm } = object;
  const element = pick(dice, [14, 22, 26, 27, 29, 46, 47, 78, 79]);
  const filmNm = logUniform(dice, 2, 40);
  const film = porous
    ? dice.uniform(0.15, 0.8)
    : Math.min(0.7, (filmNm * haadfWeight(6)) / (thicknessNm * haadfWeight(element)));
  const gain = porous ? film * (0.2 + 1.4 * contrast) : 1;
  const base = dice.uniform(0.005, 0.12);
  const light = illumination(frame, chance(dice, 0.3) ? dice.uniform(0, 0.3) : 0, dice);
  const signal = new Float32Array(mass.length);
  for (let i = 0; i < signal.length; i++) signal[i] = light[i] * (base + film * carrier[i] + gain * mass[i]);
  const counts =
    object.clarity * enoughCounts((0.6 * object.faintest * gain) / Math.sqrt(base + film + 0.3), radius, dice, 8, 2500);
  return {
    signal,
    detector: {
      counts,
      blurBefore: Math.min(0.4 * radius, dice.uniform(0.4, 1.5)),
      blurAfter: chance(dice, 0.3) ? dice.uniform(0, 0.7) : 0,
      drift: [0, 0],
      streaks: chance(dice, 0.05) ? dice.uniform(0, 0.3) : 0,
      readNoise: Math.sqrt(counts) * dice.uniform(0, 0.15),
      hits: 0,
      hitHeight: 0,
      deadLines: 0,
      jitter: chance(dice, 0.35) ? dice.uniform(0.05, 0.5) : 0,
      lineNoise: chance(dice, 0.25) ? dice.uniform(0, 0.02) : 0,
    },
  };
}
