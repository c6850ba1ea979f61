import { choice, number } from '../domain/param.ts';
import type { BinaryImage, LabelMap } from '../domain/plane.ts';
import { type StepScene, step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { mergeBasins, passesBetween, seedPeaks } from './basins.ts';
import { type Connectivity, componentAreas, connected } from './components.ts';
import { type SquaredDistance, squaredDistance } from './distance.ts';
import { runsOf } from './runs.ts';
import { type Seeds, seedsOfParts } from './seeds.ts';
import { watershed } from './watershed.ts';

export interface CoreSettings {
  /** What lies deeper inside than this is the core of a particle, px. */
  readonly core: number;
  /** ... and where nothing lies so deep, what lies deeper than this; 0 = every part is a particle, px. */
  readonly smallCore: number;
  /** Cores are two only where the neck between them is narrower than both, in radius by more than this, px. */
  readonly neck: number;
}

const given = { param: 'depths', in: ['given'] };

export const coreParams = {
  depths: choice({
    title: 'Depths',
    help: 'Whether the depths of cores follow from the sizes of the particles or are given.',
    default: 'auto',
    options: [
      ['auto', 'From the particles'],
      ['given', 'As given'],
    ],
  }),
  core: number({
    title: 'Core depth',
    help: 'What lies deeper inside the particles than this is a core; every core becomes a particle.',
    default: 20,
    min: 0,
    max: 1000,
    step: 1,
    unit: 'px',
    when: given,
  }),
  smallCore: number({
    title: 'Small core depth',
    help: 'The same for particles too small to have a core; what is thinner still is dropped. 0 keeps everything.',
    default: 5,
    min: 0,
    max: 1000,
    step: 1,
    unit: 'px',
    when: given,
  }),
  neck: number({
    title: 'Neck',
    help: 'Two cores are one particle unless the neck between them is narrower than both, in radius by more than this.',
    default: 1,
    min: 0,
    max: 500,
    step: 0.5,
    unit: 'px',
  }),
};

/** Depths of cores as shares of the particles' typical depth: chosen on simulated micrographs of overlapping particles. */
const coreShare = 0.4;
const smallCoreShare = 0.25;

/**
 * Depths of cores for particles of any magnification, px: 0.4 and 0.25 of the typical depth, which is the median over all pixels of
 * how deep the connected part that they belong to is.
 */
export function typicalDepths(binary: BinaryImage, work: Work): { core: number; smallCore: number } {
  const distance = squaredDistance(binary, work);
  const runs = runsOf(binary, 1, work);
  const components = connected(runs, 4);
  const areas = componentAreas(runs, components);
  const deepest = new Int32Array(components.count + 1);
  for (let y = 0; y < runs.height; y++) {
    for (let k = runs.rowStart[y]; k < runs.rowStart[y + 1]; k++) {
      const part = components.of[k];
      const end = y * runs.width + runs.to[k];
      for (let i = y * runs.width + runs.from[k]; i < end; i++)
        if (distance.data[i] > deepest[part]) deepest[part] = distance.data[i];
    }
  }
  work.threads.release(distance.data);
  const order = Array.from(deepest, (_, part) => part).sort((a, b) => deepest[a] - deepest[b]);
  let rest = areas.reduce((sum, area) => sum + area, 0) / 2;
  let typical = 0;
  for (const part of order) {
    typical = Math.sqrt(deepest[part]);
    rest -= areas[part];
    if (rest <= 0) break;
  }
  return { core: coreShare * typical, smallCore: smallCoreShare * typical };
}

/** The settings of a step; depths that follow from the particles go into the run's provenance. */
export function chosenDepths<S extends CoreSettings & { readonly depths: string }>(
  binary: BinaryImage,
  settings: S,
  { work, resolve }: Pick<StepScene, 'work' | 'resolve'>,
): S {
  if (settings.depths !== 'auto') return settings;
  const depths = typicalDepths(binary, work);
  resolve('core', depths.core);
  resolve('smallCore', depths.smallCore);
  return { ...settings, ...depths };
}

/** 1 where the distance is over `depth`. */
function deeper({ width, height, data }: SquaredDistance, depth: number): BinaryImage {
  const deep = new Uint8Array(data.length);
  const least = depth * depth;
  for (let i = 0; i < deep.length; i++) if (data[i] > least) deep[i] = 1;
  return { width, height, data: deep };
}

/** 1 on the connected parts of `binary` in which `marks` has no pixel over 0. */
export function unmarkedParts(
  binary: BinaryImage,
  connectivity: Connectivity,
  marks: Uint8Array | Int32Array,
  work: Work,
): Uint8Array {
  const { width, height } = binary;
  const runs = runsOf(binary, 1, work);
  const { count, of } = connected(runs, connectivity);
  const marked = new Uint8Array(count + 1);
  const left = new Uint8Array(width * height);
  for (let paint = 0; paint < 2; paint++) {
    for (let y = 0; y < height; y++) {
      for (let k = runs.rowStart[y]; k < runs.rowStart[y + 1]; k++) {
        if (marked[of[k]] === 1) continue;
        const from = y * width + runs.from[k];
        const to = y * width + runs.to[k];
        if (paint === 1) left.fill(1, from, to);
        else for (let i = from; i < to && marked[of[k]] === 0; i++) if (marks[i] !== 0) marked[of[k]] = 1;
      }
    }
  }
  return left;
}

/**
 * Seeds of particles: what is over `core` px deep; and of what is over `smallCore` px deep the connected pieces without such a core,
 * also where a neck thinner than twice the small depth joins them to something larger.
 */
function coreSeeds(distance: SquaredDistance, { core, smallCore }: CoreSettings, work: Work): Seeds {
  const cores = deeper(distance, core);
  if (smallCore < core) {
    const small = unmarkedParts(deeper(distance, smallCore), 8, cores.data, work);
    for (let i = 0; i < small.length; i++) cores.data[i] |= small[i];
  }
  work.check();
  return seedsOfParts(cores, 8, work);
}

/**
 * Particles of a two-class image (particle or not): a watershed of the distance to the background from the particles' cores. What has
 * no core of either depth stays background. A core that the depth just breaks into pieces, as along a rod, stays one.
 */
export function separateByCores(binary: BinaryImage, settings: CoreSettings, work: Work): LabelMap {
  const distance = squaredDistance(binary, work);
  work.check();
  const seeds = coreSeeds(distance, settings, work);
  const basins = watershed(distance.data, seeds, binary, work);
  work.check();
  const joins = (peak: number, pass: number) => Math.sqrt(peak) - Math.sqrt(pass) <= settings.neck;
  const passes = passesBetween(basins, distance.data);
  const labels = mergeBasins(basins, seedPeaks(seeds, distance.data), passes, joins, work);
  work.threads.release(distance.data);
  work.threads.release(basins.data);
  return labels;
}

export const separateByCoresStep = step({
  id: 'core-watershed',
  version: 1,
  title: 'Separate by cores',
  help: 'Separates touching particles: whatever lies deep inside is a core, and every core grows into a particle.',
  from: 'binary',
  to: 'labels',
  params: coreParams,
  run: (binary, params, scene) => separateByCores(binary, chosenDepths(binary, params, scene), scene.work),
});
