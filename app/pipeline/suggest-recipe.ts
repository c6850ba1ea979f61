import type { GreyImage } from '../domain/plane.ts';
import { automaticRecipe, type Recipe, type RecipeStep } from '../domain/recipe.ts';
import { noiseDeviation } from '../image/guided.ts';
import type { Work } from '../ports/work.ts';
import { backgroundOrder, bestLook, caution, type Look, leastArea, mostShare, typicalWidth } from './looks.ts';

/** A recipe for one image and the reason for it in plain words. */
export interface Suggestion {
  readonly recipe: Recipe;
  readonly reason: string;
}

/** Noise that may be left on the edge of a faint particle, as a share of its contrast. */
const tolerableNoise = 1 / 12;
/** Caution where nothing stood out: better something to correct than nothing. */
const leastCaution = 0.1;

/** Contrast that four of five particles of a look exceed, file units. */
function usualContrast({ found: { outlines, levels } }: Look): number {
  const contrasts = outlines.map(({ contrast }) => contrast * levels.step).sort((a, b) => a - b);
  return contrasts[Math.floor(contrasts.length / 5)] ?? 0;
}

/** Smoothing, px, that brings white noise down to a share of the contrast: a Gaussian leaves noise / (2 sqrt(pi) sigma). */
function sigmaFor(noise: number, contrast: number, most: number): number {
  if (!(contrast > 0)) return 1;
  const sigma = noise / (2 * Math.sqrt(Math.PI) * tolerableNoise * contrast);
  return Math.round(10 * Math.min(most, Math.max(0.5, sigma))) / 10;
}

function reasonFor(look: Look, sigma: number, pixelSize: number | null): string {
  const { outlines } = look.found;
  const side = look.polarity === 'bright' ? 'brighter' : 'darker';
  if (outlines.length === 0)
    return `No particle stands out; the recipe looks for ${look.polarity} ones with little caution.`;
  const width = typicalWidth(outlines) * look.shrink;
  const size =
    pixelSize === null
      ? `${Math.round(width)} px`
      : `${Number((width * pixelSize).toPrecision(2))} nm (${Math.round(width)} px)`;
  const scale = look.shrink === 1 ? 'at full size' : `at 1/${look.shrink} of the size`;
  const light = look.evened ? ', the light evened,' : '';
  return `Particles are ${side} than their background and about ${size} wide. They show best ${scale}${light} with a Gaussian of ${sigma} px; each gets its own threshold.`;
}

/**
 * The recipe, polarity and sizes that suit an image, chosen from its pixels alone: the way of looking at it that shows most outlines
 * of particles decides polarity, scale and smoothing. Particles that the border cuts are kept (and marked); switch on
 * clear-border, or the border filter, to leave them out.
 */
export function suggestRecipe(image: GreyImage, pixelSize: number | null, work: Work): Suggestion {
  const look = bestLook(image, work);
  const { shrink, polarity } = look;
  const noise = noiseDeviation(image, work);
  const sigma = Math.max(look.sigma, sigmaFor(noise, usualContrast(look), 1.5 * shrink));
  const minArea = leastArea * shrink ** 2;
  const sure = look.found.outlines.length > 0;
  const use = (step: string, params: RecipeStep['params'], enabled = true): RecipeStep => ({ step, params, enabled });
  return {
    recipe: {
      ...automaticRecipe,
      steps: [
        use('flat-field', { model: 'polynomial', order: backgroundOrder, operation: 'divide' }, look.evened),
        use('bright-particles', { polarity }),
        use('gaussian', { sigma }),
        use('particle-contours', {
          shrink,
          minArea,
          maxShare: 100 * mostShare,
          caution: sure ? caution : leastCaution,
        }),
        use('clear-border', {}, false),
        use('area-range', { min: minArea }),
      ],
    },
    reason: reasonFor(look, sigma, pixelSize),
  };
}
