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

/** 1 on the pixels of `mask` for which `labels` has nothing. */
function unlabelledOf(mask: Uint8Array, labels: Int32Array): Uint8Array {
  const left = new Uint8Array(mask.length);
  for (let i = 0; i < left.length; i++) if (mask[i] === 1 && labels[i] === 0) left[i] = 1;
  return left;
}

/** Sets every pixel of `bytes` to 0 that lies no more than `depth` px deep. */
function clearShallow(bytes: Uint8Array, squares: Int32Array, depth: number): void {
  const least = depth * depth;
  for (let i = 0; i < bytes.length; i++) if (squares[i] <= least) bytes[i] = 0;
}

/** Sets `a` to 1 where `b` is. */
function join(a: Uint8Array, b: Uint8Array): void {
  for (let i = 0; i < a.length; i++) a[i] |= b[i];
}

/** Takes the pixels of `b` out of `a`. */
function remove(a: Uint8Array, b: Uint8Array): void {
  for (let i = 0; i < a.length; i++) a[i] &= 1 - b[i];
}

/** The labels on the pixels of a mask, 0 elsewhere. */
function labelsOn(mask: Uint8Array, labels: Int32Array): Int32Array {
  const own = new Int32Array(labels.length);
  for (let i = 0; i < own.length; i++) if (mask[i] === 1) own[i] = labels[i];
  return own;
}

/** Replaces the labels on the pixels of a mask. */
function replaceOn(mask: Uint8Array, labels: Int32Array, by: Int32Array): void {
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) labels[i] = by[i];
}

/**
 * The particle of every pixel of one particle. Cores of a single class grow over their own parts first, so that a particle never
 * reaches through an overlap into its neighbour. Parts too thin for a core are then reached from there, through overlaps if need be;
 * where singles and overlaps hang together without any core, what lies over the smaller depth in both together is a particle
 * (of the first class).
 */
export function particleMap(classes: OverlapClasses, settings: CoreSettings, work: Work): ParticleMap {
  const { width, height } = classes;
  const cores = coreMap(classes, settings, work);
  const { data } = cores.labels;
  const union = classImage(classes, [...classes.single, ...classes.overlap]);
  const bare = unmarkedParts(union, 4, data, work);
  // What is still to be given to a particle: thin parts of a single class, and what hangs together without a core.
  const open = unlabelledOf(classImage(classes, classes.single).data, data);
  join(open, bare);
  if (!open.includes(1)) return cores;
  work.check();
  const whole = squaredDistance(union, work);
  clearShallow(bare, whole.data, Math.min(settings.core, settings.smallCore));
  const more = seedsOfParts({ width, height, data: bare }, 8, work);
  for (let k = 0; k < more.pixel.length; k++) data[more.pixel[k]] = cores.labels.count + more.label[k];
  const count = cores.labels.count + more.count;
  const classOf = cores.classOf.slice();
  while (classOf.length <= count) classOf.push(classes.single[0] ?? 0);
  work.check();
  // Only parts in which something is left need to be flooded again.
  remove(union.data, unmarkedParts(union, 4, open, work));
  const seeds = seedsOfMap({ width, height, count, data: labelsOn(union.data, data) });
  const again = watershed(whole.data, seeds, union, work);
  replaceOn(union.data, data, again.data);
  work.threads.release(again.data);
  work.threads.release(whole.data);
  return { labels: { width, height, count, data }, classOf };
}
