import type { GreyImage } from '../domain/plane.ts';
import { downscale } from '../image/downscale.ts';
import { flattenField } from '../image/flat-field.ts';
import { gaussian } from '../image/gaussian.ts';
import type { Work } from '../ports/work.ts';
import type { Polarity } from '../segmentation/binarize.ts';
import { particleLikeness } from '../segmentation/contours/likeness.ts';
import type { Outline } from '../segmentation/contours/outline-features.ts';
import { type FoundOutlines, findOutlines } from '../segmentation/contours/particle-contours.ts';

/** One way to look at an image, and what was seen. */
export interface Look {
  readonly polarity: Polarity;
  /** The background was evened first (`evenBackground`). */
  readonly evened: boolean;
  /** Pixels of the image along a pixel of the look. */
  readonly shrink: number;
  /** Standard deviation of the Gaussian before it, px of the image. */
  readonly sigma: number;
  readonly found: FoundOutlines;
}

/** Outlines less like a particle's than this are not taken. Chosen where precision and recall balance on labelled micrographs. */
export const caution = 0.3;
/** Longest side of the first look, px, and of a closer one. */
const firstSide = 900;
const closerSide = 1400;
/** Smoothing tried at the first look, px of it. */
const smoothings = [0, 2, 4];
/** Particles under this width, px of a look, call for a closer look. */
const smallWidth = 24;
const fewParticles = 4;
/** Order of the polynomial surface that evens the light. */
export const backgroundOrder = 3;
/** Shortest side of an image on which a surface can be fitted to the background, px. */
const leastEven = 48;
/** A closer look is worth its time when it sees this much more. */
const worthwhile = 1.05;
/** Smallest outline that is looked for, px of a look; largest, as a share of the image. */
export const leastArea = 20;
export const mostShare = 0.75;

function turned(image: GreyImage, polarity: Polarity): GreyImage {
  return polarity === 'bright' ? image : { ...image, data: image.data.map((v) => -v) };
}

type Way = Pick<Look, 'polarity' | 'evened' | 'shrink'>;

/** @param image shrunk already; @param smoothing px of it */
function look(image: GreyImage, way: Way, smoothing: number, work: Work): Look {
  const bright = turned(smoothing > 0 ? gaussian(image, smoothing, work) : image, way.polarity);
  const found = findOutlines(
    bright,
    { shrink: 1, minArea: leastArea, maxShare: mostShare, caution, overlaps: false },
    work,
  );
  return { ...way, sigma: smoothing * way.shrink, found };
}

const better = (a: Look, b: Look): Look => (b.found.gain > a.found.gain ? b : a);

const shrunk = (image: GreyImage, shrink: number, work: Work): GreyImage =>
  shrink > 1 ? downscale(image, shrink, work) : image;

/** The best first look: either polarity, with as much smoothing as helps. */
function firstLook(image: GreyImage, shrink: number, work: Work): Look {
  const small = shrunk(image, shrink, work);
  let best: Look | undefined;
  for (const [round, smoothing] of smoothings.entries()) {
    work.progress(0.5 * (round / smoothings.length), 'Look for particles');
    const pair = (['bright', 'dark'] as const).map((polarity) =>
      look(small, { polarity, evened: false, shrink }, smoothing, work),
    );
    const here = better(pair[0], pair[1]);
    // What twice the smoothing can't improve, four times won't.
    if (best !== undefined && best.found.gain >= here.found.gain) return best;
    best = here;
  }
  return best as Look;
}

/** The middle of an image, at most `side` px a side, from whole multiples of `step`. */
function middleOf(image: GreyImage, side: number, step: number): { image: GreyImage; x: number; y: number } {
  const cut = (length: number) => {
    const size = Math.min(length, side);
    return { from: Math.floor((length - size) / 2 / step) * step, size };
  };
  const [across, down] = [cut(image.width), cut(image.height)];
  if (across.size === image.width && down.size === image.height) return { image, x: 0, y: 0 };
  const data = new Float32Array(across.size * down.size);
  for (let y = 0; y < down.size; y++) {
    const row = (down.from + y) * image.width + across.from;
    data.set(image.data.subarray(row, row + across.size), y * across.size);
  }
  return { image: { width: across.size, height: down.size, data }, x: across.from, y: down.from };
}

/** What the outlines of a look are worth whose middle lies in a rectangle of the image. */
function gainWithin({ found, shrink }: Look, x: number, y: number, width: number, height: number): number {
  return found.outlines.reduce((sum, outline) => {
    const { mask } = outline;
    const u = (mask.x + mask.width / 2) * shrink - x;
    const v = (mask.y + mask.height / 2) * shrink - y;
    return u >= 0 && v >= 0 && u < width && v < height ? sum + particleLikeness(outline) - caution : sum;
  }, 0);
}

/** Median of sqrt(area), px of the look. */
export function typicalWidth(outlines: readonly Outline[]): number {
  const widths = outlines.map(({ area }) => Math.sqrt(area)).sort((a, b) => a - b);
  return widths[widths.length >> 1] ?? 0;
}

/** Takes uneven light away: a polynomial surface through the background. */
export const evenBackground = (image: GreyImage, work: Work): GreyImage =>
  flattenField(image, { kind: 'polynomial', order: backgroundOrder }, 'divide', work);

/** A look from closer than `far`, and how much more it shows of the middle of the image, where it looks. */
function closerLook(image: GreyImage, far: Look, work: Work): { closer: Look; ratio: number } {
  const shrink = Math.floor(far.shrink / 2);
  const middle = middleOf(image, closerSide * shrink, shrink);
  const small = shrunk(middle.image, shrink, work);
  const way = { ...far, shrink };
  const sharp = look(small, way, 0, work);
  const closer = far.sigma === 0 ? sharp : better(sharp, look(small, way, far.sigma / far.shrink, work));
  const { width, height } = middle.image;
  return { closer, ratio: closer.found.gain / Math.max(0.1, gainWithin(far, middle.x, middle.y, width, height)) };
}

/**
 * Looks at an image from afar, with either polarity and several smoothings, with the light as it is and evened, and takes the look
 * that shows most particles; goes closer while particles are small and a closer look shows more of them.
 */
export function bestLook(image: GreyImage, work: Work): Look {
  const first = Math.max(1, Math.ceil(Math.max(image.width, image.height) / firstSide));
  let best = firstLook(image, first, work);
  work.progress(0.5, 'Look at the light');
  const even = Math.min(image.width, image.height) < leastEven ? image : evenBackground(image, work);
  if (even !== image) {
    const evened = look(shrunk(even, first, work), { ...best, evened: true }, best.sigma / first, work);
    if (evened.found.gain > worthwhile * best.found.gain) best = evened;
  }
  while (best.shrink > 1) {
    const { outlines } = best.found;
    if (outlines.length >= fewParticles && typicalWidth(outlines) >= smallWidth) break;
    work.progress(1 - 0.4 / Math.floor(best.shrink / 2), 'Look closer');
    const { closer, ratio } = closerLook(best.evened ? even : image, best, work);
    if (ratio <= worthwhile) break;
    best = closer;
  }
  if (even !== image) work.threads.release(even.data);
  return best;
}
