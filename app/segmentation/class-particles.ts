import type { Instance } from '../domain/instance.ts';
import type { LabelRole } from '../domain/labels/label-class.ts';
import { integer } from '../domain/param.ts';
import type { BinaryImage, LabelMap } from '../domain/plane.ts';
import { instanceOf } from '../domain/run-mask.ts';
import { runsOfSpans } from '../math/raster/grid.ts';
import { SpanList } from '../math/raster/spans.ts';
import { type StepScene, step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { removeSmallParts } from './clean-binary.ts';
import { chosenDepths } from './cores.ts';
import { squaredDistance } from './distance.ts';
import { decodeOverlaps, type OverlapSettings, overlapParams } from './overlaps.ts';
import { classImage } from './particle-map.ts';
import { seedsOfMap } from './seeds.ts';
import { separateAtNecks } from './separate.ts';
import { watershed } from './watershed.ts';

export interface ClassParticleSettings extends OverlapSettings {
  readonly depths: string;
  /** Smallest particle, and smallest core that makes one, px². */
  readonly least: number;
}

/** Labels that were given no roles: one particle, or several over each other. */
const usualRoles: readonly LabelRole[] = ['background', 'particle', 'overlap'];
/** Widest neck that is cut, as a share of the width of the smaller particle. */
const widestNeck = 0.8;

/** One instance a label, of at least `least` pixels, numbered in the order of the labels. */
function instancesOf({ width, height, count, data }: LabelMap, least: number): Instance[] {
  const lists = Array.from({ length: count + 1 }, () => new SpanList());
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; ) {
      const label = data[row + x];
      const from = x++;
      while (x < width && data[row + x] === label) x++;
      if (label > 0) lists[label].push(y, from, x);
    }
  }
  const found: Instance[] = [];
  for (let label = 1; label <= count; label++) {
    const mask = runsOfSpans(lists[label].take());
    if (mask === null) continue;
    const instance = instanceOf(found.length + 1, mask, width, height);
    if (instance.area >= least) found.push(instance);
  }
  return found;
}

/** Labels of `b` on the pixels that `a` leaves, numbered after those of `a`. */
function joined(a: LabelMap, b: LabelMap): LabelMap {
  const data = a.data.map((label, i) => (label > 0 || b.data[i] === 0 ? label : a.count + b.data[i]));
  return { width: a.width, height: a.height, count: a.count + b.count, data };
}

const cut = (binary: BinaryImage, { least, neck }: ClassParticleSettings, work: Work): LabelMap =>
  separateAtNecks(removeSmallParts(binary, least, work), { depth: neck, neck: widestNeck }, work);

/**
 * Particles of cores with patches: every core, touching ones parted at their necks, grows over what hangs together with it; patches
 * without a core are particles too.
 */
function coredParticles(core: BinaryImage, whole: BinaryImage, settings: ClassParticleSettings, work: Work): LabelMap {
  const cores = cut(core, settings, work);
  const distance = squaredDistance(whole, work);
  const grown = watershed(distance.data, seedsOfMap(cores), whole, work);
  work.threads.release(distance.data);
  const bare = new Uint8Array(whole.data.length);
  for (let i = 0; i < bare.length; i++) if (whole.data[i] === 1 && grown.data[i] === 0) bare[i] = 1;
  return joined(grown, cut({ ...whole, data: bare }, settings, work));
}

/**
 * Whole particles from classes of pixels, by what the classes stand for. With overlaps: particles that share pixels
 * (`decodeOverlaps`). With cores: a core with its patches each. Else every kind of particle for itself, touching ones parted at necks.
 */
export function particlesOfClasses(
  labels: LabelMap,
  settings: ClassParticleSettings,
  scene: Pick<StepScene, 'work' | 'resolve'>,
): Instance[] {
  const { work } = scene;
  const { width, height, data, roles = usualRoles } = labels;
  const of = (...wanted: readonly LabelRole[]) =>
    roles.flatMap((role, value) => (value > 0 && wanted.includes(role) ? [value] : []));
  const overlap = of('overlap');
  const classes = { width, height, data, single: of('particle', 'core', 'patch'), overlap };
  const binary = (ids: readonly number[]) => classImage(classes, ids);
  if (overlap.some((value) => data.includes(value))) {
    const depths = chosenDepths(binary(classes.single), settings, scene);
    return decodeOverlaps(classes, depths, work)
      .filter(({ area }) => area >= settings.least)
      .map(({ mask, area, atBorder }, i) => ({ id: i + 1, mask, area, atBorder }));
  }
  const core = of('core');
  let found: LabelMap = { width, height, count: 0, data: new Int32Array(data.length) };
  if (core.length > 0) found = joined(found, coredParticles(binary(core), binary(of('core', 'patch')), settings, work));
  else if (of('patch').length > 0) found = joined(found, cut(binary(of('patch')), settings, work));
  for (const value of of('particle')) {
    work.check();
    found = joined(found, cut(binary([value]), settings, work));
  }
  return instancesOf(found, settings.least);
}

export const classParticlesStep = step({
  id: 'class-particles',
  version: 1,
  title: 'Particles from classes',
  help: 'Makes whole particles of classes of pixels: overlapping ones share pixels, cores keep their patches, touching ones are parted.',
  from: 'labels',
  to: 'instances',
  params: {
    ...overlapParams,
    least: integer({
      title: 'Least area',
      help: 'Smaller particles, and cores too small to make one, are left out.',
      default: 20,
      min: 1,
      max: 1_000_000,
      unit: 'px²',
    }),
  },
  run: (labels, params, scene) => particlesOfClasses(labels, params, scene),
});
