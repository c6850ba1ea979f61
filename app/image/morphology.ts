import { integer } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { newImage, sharedPixels } from './planes.ts';
import { alongColumns, alongRows, type Sliding } from './sliding.ts';

// Grey morphology with a flat size x size square. Windows are cut at the border, which for extrema equals SciPy's
// mode `reflect`. Of an even size, erosion looks one pixel further up and left, dilation further down and right
// (SciPy `grey_erosion(size=...)`, `grey_dilation(size=...)`), so that openings and closings do not shift the image.
// Time does not depend on the size along y, and on its logarithm along x.

const erosionReach = (size: number): Sliding => ({ before: size >> 1, after: (size - 1) >> 1, take: 'minimum' });
const dilationReach = (size: number): Sliding => ({ before: (size - 1) >> 1, after: size >> 1, take: 'maximum' });

function extremum(image: GreyImage, reach: Sliding, work: Work): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const out = newImage(width, height, threads);
  alongRows(sharedPixels(image, threads), out.data, width, height, reach, threads);
  alongColumns(out.data, out.data, width, height, reach, threads);
  return out;
}

/** One extremum after the other; the last pass gives `minuend` minus the result where a minuend is passed. */
function twoExtrema(image: GreyImage, first: Sliding, second: Sliding, work: Work, minuend?: Float32Array): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const between = extremum(image, first, work);
  work.check();
  alongColumns(between.data, between.data, width, height, second, threads);
  const out = newImage(width, height, threads);
  alongRows(between.data, out.data, width, height, second, threads, { minuend });
  threads.release(between.data);
  return out;
}

/** Minimum over the square around each pixel. */
export const greyErosion = (image: GreyImage, size: number, work: Work): GreyImage =>
  extremum(image, erosionReach(size), work);

/** Maximum over the square around each pixel. */
export const greyDilation = (image: GreyImage, size: number, work: Work): GreyImage =>
  extremum(image, dilationReach(size), work);

/** Erosion, then dilation: bright things that do not hold the square disappear. */
export const greyOpening = (image: GreyImage, size: number, work: Work): GreyImage =>
  twoExtrema(image, erosionReach(size), dilationReach(size), work);

/** Dilation, then erosion: dark things that do not hold the square disappear. */
export const greyClosing = (image: GreyImage, size: number, work: Work): GreyImage =>
  twoExtrema(image, dilationReach(size), erosionReach(size), work);

/** The image minus its opening: bright things that do not hold the square, on a background of zero. */
export const whiteTopHat = (image: GreyImage, size: number, work: Work): GreyImage =>
  twoExtrema(image, erosionReach(size), dilationReach(size), work, sharedPixels(image, work.threads));

const size = (help: string, preset: number) =>
  integer({ title: 'Size', help, default: preset, min: 1, max: 2001, unit: 'px' });

export const greyErosionStep = step({
  id: 'grey-erosion',
  version: 1,
  title: 'Grey erosion',
  help: 'Replaces each pixel by the darkest one of a square around it; bright things shrink.',
  from: 'image',
  to: 'image',
  params: { size: size('Side of the square.', 3) },
  run: (image, params, { work }) => greyErosion(image, params.size, work),
});

export const greyDilationStep = step({
  id: 'grey-dilation',
  version: 1,
  title: 'Grey dilation',
  help: 'Replaces each pixel by the brightest one of a square around it; bright things grow.',
  from: 'image',
  to: 'image',
  params: { size: size('Side of the square.', 3) },
  run: (image, params, { work }) => greyDilation(image, params.size, work),
});

export const greyOpeningStep = step({
  id: 'grey-opening',
  version: 1,
  title: 'Grey opening',
  help: 'Removes bright detail narrower than the square and keeps the rest in place.',
  from: 'image',
  to: 'image',
  params: { size: size('Side of the square.', 3) },
  run: (image, params, { work }) => greyOpening(image, params.size, work),
});

export const greyClosingStep = step({
  id: 'grey-closing',
  version: 1,
  title: 'Grey closing',
  help: 'Removes dark detail narrower than the square and keeps the rest in place.',
  from: 'image',
  to: 'image',
  params: { size: size('Side of the square.', 3) },
  run: (image, params, { work }) => greyClosing(image, params.size, work),
});

export const whiteTopHatStep = step({
  id: 'white-top-hat',
  version: 1,
  title: 'White top-hat',
  help: 'Keeps bright things narrower than the square and removes the background under them.',
  from: 'image',
  to: 'image',
  params: { size: size('Side of the square; larger than the largest particle.', 301) },
  run: (image, params, { work }) => whiteTopHat(image, params.size, work),
});
