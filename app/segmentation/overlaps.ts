import type { Instance } from '../domain/instance.ts';
import type { LabelClasses, LabelRole } from '../domain/labels/label-class.ts';
import { integer, number } from '../domain/param.ts';
import type { LabelMap } from '../domain/plane.ts';
import { instanceOf } from '../domain/run-mask.ts';
import { runsOfSpans, spansOfValue } from '../math/raster/grid.ts';
import { grown } from '../math/raster/grow.ts';
import { partsOf } from '../math/raster/parts.ts';
import { subtract, unionOf } from '../math/raster/set-operations.ts';
import { clipped, SpanList, type Spans } from '../math/raster/spans.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { type CoreSettings, chosenDepths, coreParams } from './cores.ts';
import { joinedPieces, type SharedRegion } from './join-pieces.ts';
import { classImage, type OverlapClasses, particleMap } from './particle-map.ts';
import { sharedParts } from './shared-regions.ts';

export interface OverlapSettings extends CoreSettings {
  /** Pieces of a particle that another one crosses are joined when they are more convex than this (area over hull area); 1 = never. */
  readonly join: number;
  /** An overlap touches a particle with at least this many pixels; fewer lie where outlines cross. 1 = any, px. */
  readonly contact: number;
}

/** A particle with the class of its own pixels. */
export interface DecodedParticle extends Instance {
  readonly classId: number;
}

/** Pixels of each particle that are of the single class. Entry 0 is unused. */
function singleParts({ width, height, count, data }: LabelMap, single: Uint8Array): Spans[] {
  const lists = Array.from({ length: count + 1 }, () => new SpanList());
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; ) {
      const label = single[row + x] === 1 ? data[row + x] : 0;
      const from = x++;
      while (x < width && (single[row + x] === 1 ? data[row + x] : 0) === label) x++;
      if (label > 0) lists[label].push(y, from, x);
    }
  }
  return lists.map((list) => list.take());
}

/**
 * The particles of which a region touches at least `contact` single pixels (8 neighbours); where there are none, those it touches at
 * all; where it touches none, those that grew into it.
 */
function ownersOf(region: Spans, map: LabelMap, single: Uint8Array, contact: number): number[] {
  const { width, height, data } = map;
  const touched = new Map<number, number>();
  const rim = clipped(subtract(grown(region, 1.5), region), { x: 0, y: 0, width, height });
  for (let k = 0, { rows } = rim; k < rows.length; k += 3) {
    const end = rows[k] * width + rows[k + 2];
    for (let i = rows[k] * width + rows[k + 1]; i < end; i++)
      if (single[i] === 1 && data[i] > 0) touched.set(data[i], (touched.get(data[i]) ?? 0) + 1);
  }
  const owners = [...touched.keys()].filter((label) => (touched.get(label) ?? 0) >= contact);
  if (owners.length > 0) return owners.sort((a, b) => a - b);
  if (touched.size > 0) return [...touched.keys()].sort((a, b) => a - b);
  const within = new Set<number>();
  for (let k = 0, { rows } = region; k < rows.length; k += 3) {
    const end = rows[k] * width + rows[k + 2];
    for (let i = rows[k] * width + rows[k + 1]; i < end; i++) if (data[i] > 0) within.add(data[i]);
  }
  return [...within].sort((a, b) => a - b);
}

/** Single pixels beside a region (8 neighbours) of each particle that it belongs to. */
function contactsOf(
  { spans, owners }: SharedRegion,
  particle: Int32Array,
  { width, height, data }: LabelMap,
  single: Uint8Array,
): Map<number, Spans> {
  const lists = new Map(owners.map((label) => [particle[label], new SpanList()]));
  if (lists.size > 2) {
    const rim = clipped(subtract(grown(spans, 1.5), spans), { x: 0, y: 0, width, height });
    for (let k = 0, { rows } = rim; k < rows.length; k += 3)
      for (let x = rows[k + 1]; x < rows[k + 2]; x++) {
        const i = rows[k] * width + x;
        if (single[i] === 1 && data[i] > 0) lists.get(particle[data[i]])?.push(rows[k], x, x + 1);
      }
  }
  return new Map([...lists].map(([owner, list]) => [owner, list.take()]));
}

/**
 * Whole particles, which share pixels, from classes of pixels: the inverse of drawing every particle and marking where they overlap.
 * Seeds are what lies more than `core` px deep in a single class, then more than `smallCore` px where there is no core (in the single
 * class, and in parts that then still have no seed in single and overlap together); a watershed gives every part of the single class
 * to one particle; an overlap region (8 neighbours) belongs to EVERY particle that it touches (by `contact` pixels), where three or more meet
 * to each as far as it reaches (`sharedParts`). An overlap that touches no particle
 * is one of its own. Pieces of a particle that another one crosses are joined (`joinedPieces`). What has no core of either depth is
 * dropped. Particles are numbered from 1 in the order of their classes, then of their seeds.
 *
 * After R. Yao et al., who use depths of 20 and 5 px and give a region in which three particles meet to all three as a whole.
 */
export function decodeOverlaps(classes: OverlapClasses, settings: OverlapSettings, work: Work): DecodedParticle[] {
  const { width, height } = classes;
  const single = classImage(classes, classes.single).data;
  const { labels, classOf } = particleMap(classes, settings, work);
  work.check();
  const singlePieces = singleParts(labels, single);
  const regions: SharedRegion[] = partsOf(spansOfValue(classImage(classes, classes.overlap), 1), 8).map((spans) => ({
    spans,
    owners: ownersOf(spans, labels, single, settings.contact),
  }));
  work.check();
  const particle = joinedPieces(singlePieces, classOf, regions, settings.join);
  const pieces = singlePieces.map((): Spans[] => []);
  for (let label = 1; label < pieces.length; label++) pieces[particle[label]].push(singlePieces[label]);
  for (const region of regions) {
    const contacts = contactsOf(region, particle, labels, single);
    for (const { owner, spans } of sharedParts(region.spans, contacts)) pieces[owner].push(spans);
  }
  const found: DecodedParticle[] = [];
  for (let label = 1; label < pieces.length; label++) {
    const mask = runsOfSpans(unionOf(pieces[label]));
    if (mask !== null) found.push({ ...instanceOf(found.length + 1, mask, width, height), classId: classOf[label] });
  }
  return found;
}

/** As `decodeOverlaps`, from labels that a person or a network gave: classes say by their roles what they stand for. */
export function decodeLabelClasses(
  { width, height, data }: Pick<OverlapClasses, 'width' | 'height' | 'data'>,
  classes: LabelClasses,
  settings: OverlapSettings,
  work: Work,
): DecodedParticle[] {
  const ofRole = (role: LabelRole) => classes.filter((c) => c.role === role).map((c) => c.id);
  return decodeOverlaps(
    { width, height, data, single: ofRole('particle'), overlap: ofRole('overlap') },
    settings,
    work,
  );
}

/** Parameters of turning classes into whole particles. */
export const overlapParams = {
  ...coreParams,
  join: number({
    title: 'Join convexity',
    help: 'Pieces of a particle that another one crosses are joined across it when they are more convex than this, alone and together (area over hull area); 1 never joins.',
    default: 0.95,
    min: 0,
    max: 1,
    step: 0.01,
  }),
  contact: integer({
    title: 'Least contact',
    help: 'An overlap belongs to every particle of which it touches at least this many pixels; fewer lie where outlines only meet.',
    default: 4,
    min: 1,
    max: 1000,
    unit: 'px',
  }),
};

const classParam = (title: string, help: string, value: number) =>
  integer({ title, help, default: value, min: 1, max: 250 });

export const decodeOverlapsStep = step({
  id: 'decode-overlaps',
  version: 1,
  title: 'Whole particles from overlaps',
  help: 'Takes labels as classes of pixels: one particle, or several over each other. Gives every overlap to all particles it touches.',
  from: 'labels',
  to: 'instances',
  params: {
    ...overlapParams,
    single: classParam('Single class', 'Label of pixels of one particle.', 1),
    overlap: classParam('Overlap class', 'Label of pixels where particles lie over each other.', 2),
  },
  run: ({ width, height, data }, { single, overlap, ...settings }, scene) => {
    const classes = { width, height, data, single: [single], overlap: [overlap] };
    return decodeOverlaps(classes, chosenDepths(classImage(classes, [single]), settings, scene), scene.work);
  },
});
