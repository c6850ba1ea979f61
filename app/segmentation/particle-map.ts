import type { BinaryImage, LabelMap } from '../domain/plane.ts';
import type { Work } from '../ports/work.ts';
import { type CoreSettings, separateByCores, unmarkedParts } from './cores.ts';
import { squaredDistance } from './distance.ts';
import { seedsOfMap, seedsOfParts } from './seeds.ts';
import { watershed } from './watershed.ts';

/** Classes of pixels, row-major (y, x), and what they stand for. All other values are background. */
export interface OverlapClasses {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Int32Array;
  /** Classes of pixels of one particle, each of particles of its own kind. */
  readonly single: readonly number[];
  /** Classes of pixels where particles lie over each other. */
  readonly overlap: readonly number[];
}

/** 1 on the pixels of some classes. */
export function classImage({ width, height, data }: OverlapClasses, ids: readonly number[]): BinaryImage {
  const wanted = new Uint8Array(256);
  for (const id of ids) wanted[id] = 1;
  const is = new Uint8Array(data.length);
  for (let i = 0; i < is.length; i++) is[i] = wanted[data[i] & 255];
  return { width, height, data: is };
}

/** Which particle each pixel of one particle belongs to. */
export interface ParticleMap {
  readonly labels: LabelMap;
  /** The class of each label's pixels; entry 0 is unused. */
  readonly classOf: readonly number[];
}

/** The particles of every class, from their cores, in one map. */
function coreMap(classes: OverlapClasses, settings: CoreSettings, work: Work): ParticleMap {
  const { width, height, single } = classes;
  const data = work.threads.allocate('int32', width * height);
  const classOf = [0];
  let count = 0;
  for (const id of single) {
    const own = separateByCores(classImage(classes, [id]), settings, work);
    for (let i = 0; i < data.length; i++) if (own.data[i] > 0) data[i] = own.data[i] + count;
    count += own.count;
    while (classOf.length <= count) classOf.push(id);
    work.threads.release(own.data);
    work.check();
  }
  return { labels: { width, height, count, data }, classOf };
}

/**
 * The particle of every pixel of one particle. Cores of a single class grow over their own parts first, so that a particle never
 * reaches through an overlap into its neighbour. Parts too thin for a core are then reached from there, through overlaps if need be;
 * where singles and overlaps hang together without any core, what lies over the smaller depth in both together is a particle
 * (of the first class).
 */
export function particleMap(classes: OverlapClasses, settings: CoreSettings, work: Work): ParticleMap {
  const { width, height } = classes;
  const { labels, classOf: coreClasses } = coreMap(classes, settings, work);
  const { data } = labels;
  const classOf = coreClasses.slice();
  const single = classImage(classes, classes.single).data;
  const union = classImage(classes, [...classes.single, ...classes.overlap]);
  const whole = squaredDistance(union, work);
  const bare = unmarkedParts(union, 4, data, work);
  // What is still to be given to a particle: thin parts of a single class, and what hangs together without a core.
  const open = bare.slice();
  const least = Math.min(settings.core, settings.smallCore) ** 2;
  for (let i = 0; i < bare.length; i++) {
    if (single[i] === 1 && data[i] === 0) open[i] = 1;
    if (whole.data[i] <= least) bare[i] = 0;
  }
  const more = seedsOfParts({ width, height, data: bare }, 8, work);
  for (let k = 0; k < more.pixel.length; k++) data[more.pixel[k]] = labels.count + more.label[k];
  const count = labels.count + more.count;
  while (classOf.length <= count) classOf.push(classes.single[0] ?? 0);
  work.check();
  if (open.includes(1)) {
    const settled = unmarkedParts(union, 4, open, work);
    const mask = union.data.map((is, i) => (settled[i] === 1 ? 0 : is));
    const known = data.map((label, i) => (mask[i] === 1 ? label : 0));
    const seeds = seedsOfMap({ width, height, count, data: known });
    const grownOver = watershed(whole.data, seeds, { width, height, data: mask }, work);
    for (let i = 0; i < data.length; i++) if (mask[i] === 1) data[i] = grownOver.data[i];
    work.threads.release(grownOver.data);
  }
  work.threads.release(whole.data);
  return { labels: { width, height, count, data }, classOf };
}
