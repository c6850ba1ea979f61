import type { GreyImage } from '../domain/plane.ts';
import type { Recipe } from '../domain/recipe.ts';
import type { Work } from '../ports/work.ts';
import { polarityOf } from './polarity.ts';

/** A recipe for one image and the reason for it in plain words. */
export interface Suggestion {
  readonly recipe: Recipe;
  readonly reason: string;
}

/** The recipe, polarity and sizes that suit an image, chosen from its pixels alone. */
export function suggestRecipe(image: GreyImage, _pixelSize: number | null, work: Work): Suggestion {
  const polarity = polarityOf(image, work);
  return {
    recipe: {
      id: 'automatic',
      title: 'Automatic',
      help: 'Chosen by the program for this image.',
      steps: [
        { step: 'flat-field', enabled: true, params: {} },
        { step: 'bright-particles', enabled: true, params: { polarity } },
        { step: 'gaussian', enabled: true, params: { sigma: 2 } },
        { step: 'threshold', enabled: true, params: { method: 'li', polarity: 'bright' } },
        { step: 'fill-holes', enabled: true, params: {} },
        { step: 'remove-small-parts', enabled: true, params: { minArea: 50 } },
        { step: 'neck-watershed', enabled: true, params: {} },
        { step: 'clear-border', enabled: true, params: {} },
        { step: 'area-range', enabled: true, params: { min: 50 } },
      ],
    },
    reason: `Particles are ${polarity}.`,
  };
}
