import { drawDirt, forEachDirt } from '../dirt.ts';
import { logUniform, pickWeighted } from '../draw.ts';
import { type Drawn, drawPopulation, type PopulationRanges, populate } from '../population.ts';
import { type Support, supportThickness } from '../support.ts';
import { addMass, drawInside } from '../transmission.ts';
import { brightField } from './bright-field.ts';
import { darkField } from './dark-field.ts';
import { arrangements, grainFamilies, transmissionFamilies } from './mixtures.ts';
import type { ProjectedObject, Render } from './rendered.ts';

export type Beam = 'bright-field' | 'haadf';

/** What a transmission scene may hold. */
export interface TransmissionRanges extends PopulationRanges {
  /** Share of the light that the thickest particles take (bright field), or brightness over the support (dark field, relative). */
  readonly contrast: readonly [least: number, most: number];
  /** How much better than barely visible the particles are: factor on the least counts. */
  readonly clarity: number;
  readonly supports: readonly (readonly [support: Support, weight: number])[];
}

export const anyParticles = (size: number): TransmissionRanges => ({
  families: transmissionFamilies,
  arrangements,
  radius: [3, 0.44 * size],
  count: [1, 600],
  overlap: [0, 0.35],
  coverage: [0.03, 0.9],
  contrast: [0.15, 0.97],
  clarity: 1,
  empty: 0.02,
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
  coverage: [0.01, 0.2],
  contrast: [0.3, 0.85],
  clarity: 2,
  empty: 0.02,
  supports: [['agglomerate', 1]],
});

/** Draws and renders a transmission scene. Beams of both kinds see the projected mass; thickness over each other adds up. */
export function transmissionScene(beam: Beam, ranges: (size: number) => TransmissionRanges): Render {
  return (frame, dice) => {
    const range = ranges(Math.min(frame.width, frame.height));
    const drawn = drawPopulation(range, frame, dice);
    const radius = drawn.meanRadius;
    const support = pickWeighted(dice, range.supports);
    const porous = support === 'agglomerate';
    const carrier = supportThickness(support, frame, 3.5 * radius, dice);
    // grains are looked for on their carrier
    const ground = porous ? new Uint8Array(carrier.length) : null;
    if (ground !== null) for (let i = 0; i < ground.length; i++) ground[i] = carrier[i] > 0.06 ? 1 : 0;
    const population = { ...drawn, rule: { ...drawn.rule, ground } };
    const mass = new Float32Array(frame.width * frame.height);
    const inside = drawInside(beam === 'bright-field', dice);
    let most = 1e-3;
    let faintest = Number.POSITIVE_INFINITY;
    const book = populate(population, frame, dice, (particle) => {
      most = Math.max(most, greatest(particle, true));
      if (particle.inner !== null) faintest = Math.min(faintest, greatest(particle, false));
      addMass(mass, frame, particle, 1, inside?.(particle) ?? null);
    });
    const pixelSize = Number((logUniform(dice, 1.5, 120) / radius).toPrecision(3));
    const thicknessNm = most * pixelSize;
    for (let i = 0; i < mass.length; i++) mass[i] /= most;
    for (const dirt of drawDirt(frame, radius, dice))
      forEachDirt(dirt, frame, (at, m) => {
        mass[at] += m;
      });
    const particles = book.particles(false);
    const truth = { particles, classes: book.classes(particles) };
    const object: ProjectedObject = {
      frame,
      mass,
      carrier,
      porous,
      even: support === 'even',
      radius,
      thicknessNm,
      faintest: Math.max(0.08, Math.min(1, faintest / most)),
      clarity: range.clarity,
    };
    const contrast = dice.uniform(...range.contrast);
    const picture =
      beam === 'bright-field'
        ? brightField(object, contrast, truth.classes.particle, dice)
        : darkField(object, contrast, dice);
    return { ...picture, pixelSize, bright: beam === 'haadf', ...truth };
  };
}

/** Mass along the ray where a particle is thickest; `whole`: with its core. */
function greatest({ stamp, inner, body }: Drawn, whole: boolean): number {
  let [outer, within] = [0, 0];
  for (const t of stamp.thickness) outer = Math.max(outer, t);
  if (whole && inner !== null && body.inner !== null && body.inner.weight > 0)
    for (const t of inner.thickness) within = Math.max(within, t);
  return outer + within * (body.inner?.weight ?? 0);
}
