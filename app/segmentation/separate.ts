import { integer, number } from '../domain/param.ts';
import type { BinaryImage, LabelMap } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { mergeBasins, passesBetween, seedPeaks } from './basins.ts';
import { erode } from './binary-morphology.ts';
import { squaredDistance } from './distance.ts';
import { distanceMaxima, seedMap, seedsOfMap, seedsOfParts } from './seeds.ts';
import { watershed } from './watershed.ts';

export interface DistanceSettings {
  /** Erosions by the 3 x 3 cross before distances are taken; the particles themselves keep their size. */
  readonly erosion: number;
  /** Side of the square in which a seed is the maximum, px; 0 = one seed for each part that the erosion leaves. */
  readonly window: number;
  /** Least distance between seeds along x or y, px; 0 = none. */
  readonly spacing: number;
}

/**
 * Separates touching particles: watershed of minus the distance map from seeds at its maxima. T. Slater et al., Microsc. Microanal.
 * 26 (2020) 1168: erosion 10, window 40.
 */
export function separateByDistance(binary: BinaryImage, settings: DistanceSettings, work: Work): LabelMap {
  const eroded = erode(binary, 'cross', settings.erosion, work);
  const distance = squaredDistance(eroded, work);
  work.check();
  const seeds =
    settings.window === 0
      ? seedsOfParts(eroded, 8, work)
      : distanceMaxima(distance, settings.window, settings.spacing, work);
  work.check();
  const labels = watershed(distance.data, seeds, binary, work);
  work.threads.release(distance.data);
  if (eroded !== binary) work.threads.release(eroded.data);
  return labels;
}

export interface NeckSettings {
  /** A particle stands out when its distance map rises by more than this over the neck to a larger one, px. */
  readonly depth: number;
  /** ... and when the neck is narrower than this share of its own width. 1 = any neck. */
  readonly neck: number;
}

/**
 * Separates touching particles at their necks: watershed from every maximum of the distance map, then neighbours are merged over
 * the widest neck first unless both stand out. With neck = 1 this is the watershed after the h-minima transform of minus
 * the distance with h = depth (E. Williamson et al., Nanoscale 14 (2022) 15327 use h = 1).
 */
export function separateAtNecks(binary: BinaryImage, { depth, neck }: NeckSettings, work: Work): LabelMap {
  const distance = squaredDistance(binary, work);
  const seeds = distanceMaxima(distance, 3, 0, work);
  work.check();
  const basins = watershed(distance.data, seeds, binary, work);
  work.check();
  const passes = passesBetween(basins, distance.data);
  const joins = (peak: number, pass: number) => {
    const radius = Math.sqrt(peak);
    const half = Math.sqrt(pass);
    return radius - half <= depth || half >= neck * radius;
  };
  const labels = mergeBasins(basins, seedPeaks(seeds, distance.data), passes, joins, work);
  work.threads.release(distance.data);
  work.threads.release(basins.data);
  return labels;
}

const erosion = integer({
  title: 'Erosion',
  help: 'Rim that is taken off before distances are measured, so that touching particles come apart.',
  default: 10,
  min: 0,
  max: 500,
  unit: 'px',
});
const window = integer({
  title: 'Seed separation',
  help: 'Side of the square in which only the highest point of the distance map is a seed; 0 = one seed for each part that the erosion leaves.',
  default: 40,
  min: 0,
  max: 1000,
  unit: 'px',
});
const spacing = integer({
  title: 'Least seed distance',
  help: 'Of seeds that are nearer than this along x and y only the highest counts; 0 = off.',
  default: 0,
  min: 0,
  max: 1000,
  unit: 'px',
});

export const separateByDistanceStep = step({
  id: 'distance-watershed',
  version: 1,
  title: 'Separate by distance',
  help: 'Separates touching particles by a watershed of the distance to the background.',
  from: 'binary',
  to: 'labels',
  params: { erosion, window, spacing },
  run: (binary, params, { work }) => separateByDistance(binary, params, work),
});

export const separateAtNecksStep = step({
  id: 'neck-watershed',
  version: 1,
  title: 'Separate at necks',
  help: 'Separates touching particles where they are narrow, measured against their own size.',
  from: 'binary',
  to: 'labels',
  params: {
    depth: number({
      title: 'Depth',
      help: 'How much wider than the neck, in radius, a particle must be to count as one of its own.',
      default: 1,
      min: 0,
      max: 500,
      step: 0.5,
      unit: 'px',
    }),
    neck: number({
      title: 'Neck',
      help: 'Widest neck that is cut, as a share of the width of the smaller particle; 1 = any neck.',
      default: 0.8,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  run: (binary, params, { work }) => separateAtNecks(binary, params, work),
});

export const distanceSeedsStep = step({
  id: 'distance-seeds',
  version: 1,
  title: 'Seeds from distance',
  help: 'Marks the middles of particles, for a watershed.',
  from: 'binary',
  to: 'seeds',
  params: { erosion, window, spacing },
  run: (binary, params, { work }) => {
    const eroded = erode(binary, 'cross', params.erosion, work);
    if (params.window === 0) return seedMap(seedsOfParts(eroded, 8, work), work);
    return seedMap(distanceMaxima(squaredDistance(eroded, work), params.window, params.spacing, work), work);
  },
});

export const watershedStep = step({
  id: 'watershed',
  version: 1,
  title: 'Watershed from seeds',
  help: 'Grows seeds over the particles, from the middle outwards.',
  from: 'seeds',
  to: 'labels',
  params: {
    erosion: { ...erosion, default: 0 },
  },
  run: (seeds, params, { work, slots }) => {
    const mask = slots.binary ?? {
      width: seeds.width,
      height: seeds.height,
      data: new Uint8Array(seeds.data.length).fill(1),
    };
    const distance = squaredDistance(erode(mask, 'cross', params.erosion, work), work);
    return watershed(distance.data, seedsOfMap(seeds), mask, work);
  },
});
