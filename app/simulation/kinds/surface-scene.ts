import { drawDirt, forEachDirt } from '../dirt.ts';
import { chance, fork, logUniform, pickWeighted } from '../draw.ts';
import { illumination } from '../illumination.ts';
import { drawPopulation, populate } from '../population.ts';
import { type Relief, rest, secondaryImage } from '../secondary.ts';
import { texture } from '../texture.ts';
import { heaps, surfaceFamilies } from './mixtures.ts';
import type { Render } from './rendered.ts';

type Ground = 'smooth' | 'rough' | 'grainy' | 'stained';

/** A scanning micrograph of a surface: opaque particles that lie on a ground and on each other. */
export const surfaceScene: Render = (frame, dice) => {
  const { width, height } = frame;
  const size = Math.min(width, height);
  const population = drawPopulation(
    {
      families: surfaceFamilies,
      arrangements: heaps,
      radius: [3.5, 0.45 * size],
      count: [1, 500],
      overlap: [0.02, 0.3],
      coverage: [0.04, 1],
      empty: 0.02,
    },
    frame,
    dice,
  );
  const length = width * height;
  const radius = population.meanRadius;
  const ground = pickWeighted(dice, [
    ['smooth', 5],
    ['rough', 2],
    ['grainy', 1],
    ['stained', 1],
  ] as readonly (readonly [Ground, number])[]);
  const groundYield = dice.uniform(0.1, 0.6);
  const relief: Relief = {
    height: new Float32Array(length),
    owner: new Int32Array(length),
    yield: new Float32Array(length).fill(groundYield),
  };
  if (ground === 'rough' || ground === 'grainy') {
    const scale = ground === 'rough' ? logUniform(dice, 6, 60) : logUniform(dice, 3, 9);
    const field = texture(width, height, scale, ground === 'rough' ? 4 : 2, 0.55, dice);
    const rise = Math.min(0.25 * radius, scale * dice.uniform(0.05, 0.3));
    for (let i = 0; i < length; i++) relief.height[i] = rise * field[i];
  }
  if (ground === 'stained') {
    const field = texture(width, height, logUniform(dice, 20, 150), 3, 0.5, dice);
    const rise = dice.uniform(0.1, 0.4);
    for (let i = 0; i < length; i++) relief.yield[i] *= Math.max(0.3, 1 + rise * field[i]);
  }
  const heap = population.rule.stack === 255;
  const crowd = heap ? { ...population, rule: { ...population.rule, overlap: dice.uniform(0.35, 0.8) } } : population;
  const albedo = chance(dice, 0.06) ? groundYield * dice.uniform(0.4, 0.8) : groundYield + dice.uniform(0.15, 0.6);
  const differ = chance(dice, 0.4) ? dice.uniform(0.02, 0.2) : 0.01;
  const sink = chance(dice, 0.15) ? dice.uniform(0.2, 0.6) : 0;
  for (const dirt of drawDirt(frame, radius, dice))
    forEachDirt(dirt, frame, (at, m) => {
      relief.height[at] += 0.4 * m * radius;
      relief.yield[at] = Math.max(relief.yield[at], groundYield * (1 + m));
    });
  const book = populate(crowd, frame, dice, (drawn) => {
    rest(relief, frame, drawn, albedo * Math.exp(drawn.dice.normal(0, differ)), sink);
  });
  book.owner.set(relief.owner);
  roughen(relief, frame.width, frame.height, radius, dice);
  const look = {
    slope: dice.uniform(0, 0.5),
    body: dice.uniform(-0.5, 0.9),
    side: chance(dice, 0.7) ? dice.uniform(0, 0.35) : 0,
    direction: dice.uniform(0, 2 * Math.PI),
    edge: dice.uniform(0, 0.9),
    edgeWidth: Math.max(0.8, Math.min(9, radius * logUniform(dice, 0.03, 0.2))),
    shadow: dice.uniform(0.1, 1.3),
    shadowWidth: Math.max(2, radius * dice.uniform(0.25, 1)),
  };
  const signal = secondaryImage(relief, frame, look);
  const light = illumination(frame, chance(dice, 0.5) ? dice.uniform(0, 0.4) : 0, dice);
  for (let i = 0; i < length; i++) signal[i] *= light[i];
  const counts = Math.max((7 / Math.min(8, radius)) ** 2 * 6, logUniform(dice, 12, 1500));
  const particles = book.particles(true);
  return {
    signal,
    detector: {
      counts,
      blurBefore: Math.min(0.3 * radius, logUniform(dice, 0.4, 2.2)),
      blurAfter: chance(dice, 0.4) ? dice.uniform(0, 0.8) : 0,
      drift: [0, 0],
      streaks: chance(dice, 0.15) ? dice.uniform(0.05, 0.6) : 0,
      readNoise: Math.sqrt(counts) * dice.uniform(0, 0.2),
      hits: 0,
      hitHeight: 0,
      deadLines: 0,
      jitter: chance(dice, 0.25) ? dice.uniform(0.05, 0.5) : 0,
      lineNoise: chance(dice, 0.3) ? dice.uniform(0, 0.025) : 0,
    },
    pixelSize: Number((logUniform(dice, 10, 3000) / radius).toPrecision(3)),
    bright: true,
    particles,
    classes: book.classes(particles),
  };
};

/** Roughness of the particles' skin: bumps that shading makes visible. */
function roughen(relief: Relief, width: number, height: number, radius: number, dice: Parameters<Render>[1]): void {
  const own = fork(dice);
  if (chance(own, 0.45)) return;
  const scale = Math.max(2, radius * logUniform(own, 0.04, 0.4));
  const field = texture(width, height, scale, 3, 0.6, own);
  const rise = scale * own.uniform(0.02, 0.22);
  for (let i = 0; i < field.length; i++) if (relief.owner[i] > 0) relief.height[i] += rise * field[i];
}
