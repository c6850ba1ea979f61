import { integer, number } from '../../domain/param.ts';
import type { GreyImage, LabelMap } from '../../domain/plane.ts';
import { step } from '../../ports/step.ts';
import type { Work } from '../../ports/work.ts';
import { type CandidateChain, findCandidates } from './candidates.ts';
import { type Choice, chooseOutlines } from './choose.ts';
import { componentTree } from './component-tree.ts';
import { type LevelImage, levelImage } from './levels.ts';
import { particleLikeness } from './likeness.ts';
import type { Outline } from './outline-features.ts';
import { drawOutlines } from './refine.ts';

export interface ContourSettings {
  /** The image is looked at at 1 / shrink of its size; outlines are then drawn at full size. */
  readonly shrink: number;
  /** Smallest particle, px of the full image. */
  readonly minArea: number;
  /** Largest particle, as a share of the image. */
  readonly maxShare: number;
  /** An outline less like a particle's than this is not taken, 0..1. */
  readonly caution: number;
  /** Groups are also divided where particles may overlap. */
  readonly overlaps: boolean;
}

/** The outlines chosen on a level image. */
export interface FoundOutlines extends Choice {
  readonly levels: LevelImage;
}

/** Smallest outline that can be told from noise, px of the level image. */
const leastPixels = 12;

/** Finds the outlines that look most like particles; particles are bright. */
export function findOutlines(image: GreyImage, settings: ContourSettings, work: Work): FoundOutlines {
  const levels = levelImage(image, settings.shrink);
  work.check();
  work.progress(0.1, 'Follow contours');
  const tree = componentTree(levels);
  work.check();
  work.progress(0.4, 'Compare contours');
  const minArea = Math.max(leastPixels, Math.round(settings.minArea / settings.shrink ** 2));
  const chains: CandidateChain[] = findCandidates(
    levels,
    tree,
    { minArea, maxShare: settings.maxShare, overlaps: settings.overlaps },
    () => work.check(),
  );
  const likeness = new Map<Outline, number>();
  for (const { candidates } of chains) {
    for (const { outline, divisions } of candidates)
      for (const one of [outline, ...divisions.flat()]) likeness.set(one, particleLikeness(one));
  }
  work.progress(0.9, 'Choose contours');
  return { levels, ...chooseOutlines(chains, (outline) => (likeness.get(outline) ?? 0) - settings.caution) };
}

/**
 * Gives each particle its own threshold. All contours of the image are followed from the summits down; of those that lie in each
 * other, the ones are taken that look most like the outline of one particle: a steep edge all around, convex, evenly
 * filled (`particleLikeness`). Contours that hold several touching particles are also tried cut at their necks. Follows uneven
 * light and particles of different brightness, and finds particles on top of a support.
 * `sureness` hears the likeness of each label, index 0 for the ground.
 * Reference of the idea: C. Arteta et al., Learning to detect cells using non-overlapping extremal regions, MICCAI 2012.
 */
export function particleContours(
  image: GreyImage,
  settings: ContourSettings,
  work: Work,
  sureness?: (labels: LabelMap, sure: Float64Array) => void,
): LabelMap {
  const { levels, outlines } = findOutlines(image, settings, work);
  // From the top of the image down, so that labels are in reading order.
  const ordered = outlines.toSorted((a, b) => a.mask.y - b.mask.y || a.mask.x - b.mask.x);
  const labels = drawOutlines(image, levels, ordered, work);
  sureness?.(labels, Float64Array.from([0, ...ordered.map(particleLikeness)]));
  return labels;
}

export const particleContoursStep = step({
  id: 'particle-contours',
  version: 3,
  title: 'Particles one by one',
  help: 'Gives each bright particle its own threshold: of all contours takes those that look most like a particle.',
  from: 'image',
  to: 'labels',
  params: {
    shrink: integer({
      title: 'Shrink',
      help: 'Contours are compared on the image shrunk by this, then drawn at full size. Particles should stay at least 5 px wide.',
      default: 1,
      min: 1,
      max: 64,
      unit: 'px',
    }),
    minArea: integer({
      title: 'Smallest',
      help: 'Particles with fewer pixels are not looked for.',
      default: 30,
      min: 1,
      max: 10_000_000,
      step: 10,
      unit: 'px²',
    }),
    maxShare: number({
      title: 'Largest',
      help: 'Largest particle, as a share of the image.',
      default: 75,
      min: 0.1,
      max: 95,
      step: 0.5,
      unit: '%',
    }),
    caution: number({
      title: 'Caution',
      help: 'Higher values leave out what is less surely a particle.',
      default: 0.4,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  run: (image, params, { work, sureness }) =>
    particleContours(image, { ...params, maxShare: params.maxShare / 100, overlaps: true }, work, sureness),
});
