import type { Random } from '../../math/random.ts';
import { blurred } from '../blur.ts';
import type { Detector } from '../detector.ts';
import { chance, logUniform, pick, pickWeighted, whiteNoise } from '../draw.ts';
import { illumination } from '../illumination.ts';
import { type Drawn, drawPopulation, type PopulationRanges, populate } from '../population.ts';
import type { Frame } from '../scene.ts';
import { type Support, supportThickness } from '../support.ts';
import { addMass, drawDiffraction, haadfWeight, transmitted } from '../transmission.ts';
import { arrangements, grainFamilies, transmissionFamilies } from './mixtures.ts';
import type { Render, Rendered } from './rendered.ts';

export type Beam = 'bright-field' | 'haadf';

/** What a transmission scene may hold. */
export interface TransmissionRanges extends PopulationRanges {
  /** Share of the light that the thickest particles take (bright field), or brightness over the support (dark field, relative). */
  readonly contrast: readonly [least: number, most: number];
  readonly supports: readonly (readonly [support: Support, weight: number])[];
}

export const anyParticles = (size: number): TransmissionRanges => ({
  families: transmissionFamilies,
  arrangements,
  radius: [3, 0.3 * size],
  count: [1, 700],
  overlap: [0, 0.35],
  contrast: [0.15, 0.97],
  supports: [
    ['even', 5],
    ['film', 5],
    ['edge', 1],
    ['holey', 1],
    ['lacey', 0.7],
  ],
});

/** Small grains on a porous carrier. */
export const onCarrier = (size: number): TransmissionRanges => ({
  families: grainFamilies,
  arrangements: [['scattered', 1]],
  radius: [2.2, 0.03 * size],
  count: [4, 260],
  overlap: [0, 0.2],
  contrast: [0.3, 0.85],
  supports: [['agglomerate', 1]],
});

/** Draws and renders a transmission scene. Beams of both kinds see the projected mass; thickness over each other adds up. */
export function transmissionScene(beam: Beam, ranges: (size: number) => TransmissionRanges): Render {
  return (frame, dice) => {
    const range = ranges(Math.min(frame.width, frame.height));
    const population = drawPopulation(range, frame, dice);
    const support = pickWeighted(dice, range.supports);
    const mass = new Float32Array(frame.width * frame.height);
    const crystals = beam === 'bright-field' ? drawDiffraction(dice) : null;
    const strengths = [1, Math.exp(dice.normal(0, 0.25))];
    let most = 0;
    const book = populate(population, frame, dice, (drawn) => {
      most = Math.max(most, greatest(drawn));
      addMass(mass, frame, drawn, strengths[0], crystals?.(drawn) ?? null);
    });
    const carrier = supportThickness(support, frame, dice);
    const contrast = dice.uniform(...range.contrast);
    const particles = book.particles(false);
    const truth = { particles, classes: book.classes(particles) };
    const scale = 1 / Math.max(1e-3, most);
    return beam === 'bright-field'
      ? brightField(frame, mass, scale * -Math.log(1 - contrast), carrier, support, population.meanRadius, dice, truth)
      : darkField(frame, mass, scale, contrast, carrier, support, population.meanRadius, dice, truth);
  };
}

type Truth = Pick<Rendered, 'particles' | 'classes'>;

/** Mass along the ray where a particle is thickest. */
function greatest({ stamp, inner, body }: Drawn): number {
  let [outer, within] = [0, 0];
  for (const t of stamp.thickness) outer = Math.max(outer, t);
  if (inner !== null && body.inner !== null && body.inner.weight > 0)
    for (const t of inner.thickness) within = Math.max(within, t);
  return outer + within * (body.inner?.weight ?? 0);
}

/** nm a pixel that makes particles of that radius 3 to 150 nm large. */
export const drawPixelSize = (radius: number, dice: Random): number =>
  Number((logUniform(dice, 1.5, 120) / radius).toPrecision(3));

/** Counts that leave small or faint particles visible: contrast times the root of the counts under a particle is at least 6. */
function enoughCounts(contrast: number, radius: number, dice: Random, least: number, most: number): number {
  const need = (6 / (contrast * Math.min(8, Math.max(1.5, radius)) * 1.7)) ** 2;
  return Math.max(need, logUniform(dice, least, most));
}

function brightField(
  frame: Frame,
  mass: Float32Array,
  scale: number,
  carrier: Float32Array,
  support: Support,
  radius: number,
  dice: Random,
  truth: Truth,
): Rendered {
  const { width, height } = frame;
  const film =
    support === 'agglomerate'
      ? dice.uniform(0.1, 0.5)
      : support === 'even'
        ? dice.uniform(0, 0.1)
        : dice.uniform(0.03, 0.3);
  // grains of amorphous carbon: phase contrast of a thin film, stronger out of focus
  const grain = dice.next() ** 2 * 0.12;
  const speckle = blurred({ width, height, data: whiteNoise(mass.length, dice) }, dice.uniform(0.6, 2.2));
  const grit = grain / (0.28 / dice.uniform(0.8, 1.6));
  const depth = new Float32Array(mass.length);
  for (let i = 0; i < depth.length; i++)
    depth[i] = Math.max(0, mass[i] * scale + film * carrier[i] + grit * speckle[i] * Math.min(1, carrier[i]));
  const signal = transmitted(depth);
  if (chance(dice, 0.5)) addFringe(signal, depth, frame, logUniform(dice, 0.8, 4), dice.uniform(-0.5, 0.8));
  const halo = chance(dice, 0.12) ? dice.uniform(0.1, 0.6) : 0;
  if (halo > 0) addStain(signal, truth.classes.particle, frame, Math.max(2, radius * dice.uniform(0.1, 0.5)), halo);
  const light = illumination(frame, chance(dice, 0.7) ? dice.uniform(0, 0.5) : 0, dice);
  let contrast = 0;
  for (let i = 0; i < signal.length; i++) {
    contrast = Math.max(contrast, mass[i] * scale);
    signal[i] *= light[i];
  }
  const counts = enoughCounts(1 - Math.exp(-0.6 * contrast), radius, dice, 25, 6000);
  return {
    signal,
    detector: camera(counts, radius, dice),
    pixelSize: drawPixelSize(radius, dice),
    bright: false,
    ...truth,
  };
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
  const near = blurred({ ...frame, data: Float32Array.from(particle) }, reach);
  for (let i = 0; i < signal.length; i++) signal[i] *= Math.exp(-strength * 2 * near[i] * (1 - particle[i]));
}

function camera(counts: number, radius: number, dice: Random): Detector {
  return {
    counts,
    blurBefore: Math.min(0.35 * radius, dice.uniform(0.3, 1.4)),
    blurAfter: chance(dice, 0.7) ? dice.uniform(0, 0.9) : 0,
    readNoise: Math.sqrt(counts) * dice.uniform(0, 0.4),
    hits: chance(dice, 0.15) ? dice.uniform(5, 120) : 0,
    hitHeight: counts * dice.uniform(0.5, 4),
    deadLines: chance(dice, 0.03) ? dice.integer(1, 3) : 0,
    jitter: 0,
    lineNoise: 0,
  };
}

function darkField(
  frame: Frame,
  mass: Float32Array,
  scale: number,
  contrast: number,
  carrier: Float32Array,
  support: Support,
  radius: number,
  dice: Random,
  truth: Truth,
): Rendered {
  const porous = support === 'agglomerate';
  const pixelSize = drawPixelSize(radius, dice);
  // a carbon film against particles of a heavier element, both as Z^1.7 times thickness
  const filmNm = logUniform(dice, 2, 40);
  const particle = haadfWeight(pick(dice, [14, 22, 26, 27, 29, 46, 47, 78, 79])) / (scale * haadfWeight(6));
  const film = porous ? dice.uniform(0.1, 0.7) : Math.min(0.7, filmNm / (particle * pixelSize));
  const base = dice.uniform(0.005, 0.12);
  const light = illumination(frame, chance(dice, 0.3) ? dice.uniform(0, 0.3) : 0, dice);
  const signal = new Float32Array(mass.length);
  for (let i = 0; i < signal.length; i++)
    signal[i] = light[i] * (base + film * carrier[i] + (porous ? contrast : 1) * mass[i] * scale);
  const counts = enoughCounts((0.6 * (porous ? contrast : 1)) / Math.sqrt(base + film + 0.3), radius, dice, 8, 2500);
  const detector: Detector = {
    counts,
    blurBefore: Math.min(0.4 * radius, dice.uniform(0.4, 1.5)),
    blurAfter: chance(dice, 0.3) ? dice.uniform(0, 0.7) : 0,
    readNoise: Math.sqrt(counts) * dice.uniform(0, 0.15),
    hits: 0,
    hitHeight: 0,
    deadLines: 0,
    jitter: chance(dice, 0.35) ? dice.uniform(0.05, 0.5) : 0,
    lineNoise: chance(dice, 0.25) ? dice.uniform(0, 0.02) : 0,
  };
  return { signal, detector, pixelSize, bright: true, ...truth };
}
