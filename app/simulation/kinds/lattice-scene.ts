import { blurred } from '../blur.ts';
import { imaged, type Lens } from '../ctf.ts';
import { chance, logUniform, pick, whiteNoise } from '../draw.ts';
import { illumination } from '../illumination.ts';
import { addLattice, drawZone, reflections } from '../lattice.ts';
import { drawPopulation, populate } from '../population.ts';
import { supportThickness } from '../support.ts';
import { addMass } from '../transmission.ts';
import { crystalFamilies } from './mixtures.ts';
import { drawDrift, type Render } from './rendered.ts';

/** Lattice constants, nm: gold and silver, platinum and palladium, cadmium selenide, cobalt oxide and other spinels. */
const lattices = [0.408, 0.408, 0.408, 0.391, 0.608, 0.52, 0.8] as const;

/**
 * High resolution: crystals on amorphous carbon through the contrast transfer of a lens (weak-phase imaging), with absorption on top. Crystals
 * off axis show no fringes, only their darkness.
 */
export const latticeScene: Render = (frame, dice) => {
  const { width, height } = frame;
  const size = Math.min(width, height);
  const a = pick(dice, lattices);
  // the finest fringe drawn, d(220), spans at least 2.4 px
  const pixelSize = Number(logUniform(dice, 0.016, Math.min(0.075, a / Math.sqrt(8) / 2.4)).toPrecision(3));
  const radiusNm = logUniform(dice, 0.9, 7);
  const population = drawPopulation(
    {
      families: crystalFamilies,
      arrangements: [
        ['scattered', 5],
        ['clusters', 2],
      ],
      radius: [Math.min(0.4 * size, radiusNm / pixelSize), Math.min(0.4 * size, radiusNm / pixelSize) * 1.001],
      count: [1, 120],
      overlap: [0, 0.25],
      coverage: [0.03, 0.5],
      empty: 0.02,
    },
    frame,
    dice,
  );
  const length = width * height;
  const phase = blurred({ width, height, data: whiteNoise(length, dice) }, 0.07 / pixelSize);
  const film = supportThickness(pick(dice, ['even', 'film', 'film', 'edge'] as const), frame, 0, dice);
  let power = 0;
  for (const v of phase) power += v * v;
  const carbon = dice.uniform(0.06, 0.3) / Math.sqrt(power / length);
  for (let i = 0; i < length; i++) phase[i] *= carbon * Math.sqrt(Math.max(0, film[i]));
  const mass = new Float32Array(length);
  const fringes = dice.uniform(0.15, 0.9);
  const onAxis = dice.uniform(0.35, 1);
  const twinned = chance(dice, 0.4) ? dice.uniform(0, 0.6) : 0;
  const differ = dice.uniform(0.05, 0.5);
  const book = populate(population, frame, dice, (drawn) => {
    addMass(mass, frame, drawn, Math.exp(drawn.dice.normal(0, differ)) / (2 * population.meanRadius), null);
    const waves = reflections(a, drawZone(drawn.dice, onAxis), drawn.dice.uniform(0, 2 * Math.PI));
    const twins = chance(drawn.dice, twinned) ? drawn.dice.integer(1, 3) : 0;
    const strength = fringes * drawn.dice.uniform(0.3, 1);
    addLattice(phase, frame, drawn, waves, pixelSize, strength, twins, drawn.dice);
  });
  // mean inner potential: denser matter shifts the phase as a whole
  const potential = dice.uniform(0.2, 1.2);
  for (let i = 0; i < length; i++) phase[i] += potential * mass[i];
  const lens: Lens = {
    voltage: pick(dice, [80, 200, 200, 300, 300]),
    defocus: dice.normal(50, 35),
    cs: pick(dice, [-0.01, 0.001, 0.5, 1, 1.2]),
    focalSpread: dice.uniform(1, 5),
    convergence: dice.uniform(0.05, 0.5),
    amplitude: dice.uniform(0.05, 0.2),
  };
  const signal = imaged(phase, frame, pixelSize, lens, 48);
  const absorbed = dice.uniform(0.12, 0.9);
  const veil = dice.uniform(0, 0.15);
  const light = illumination(frame, chance(dice, 0.7) ? dice.uniform(0, 0.4) : 0, dice);
  for (let i = 0; i < length; i++)
    signal[i] = Math.max(0.02, light[i] * Math.exp(-absorbed * mass[i] - veil * film[i]) * (1 + signal[i]));
  const counts = logUniform(dice, 15, 1500);
  const particles = book.particles(false);
  return {
    signal,
    detector: {
      counts,
      blurBefore: 0,
      blurAfter: dice.uniform(0, 0.8),
      drift: drawDrift(6, dice),
      streaks: 0,
      readNoise: Math.sqrt(counts) * dice.uniform(0, 0.3),
      hits: chance(dice, 0.2) ? dice.uniform(5, 100) : 0,
      hitHeight: counts * dice.uniform(0.5, 4),
      deadLines: chance(dice, 0.03) ? 1 : 0,
      jitter: 0,
      lineNoise: 0,
    },
    pixelSize,
    bright: false,
    particles,
    classes: book.classes(particles),
  };
};
