import { Failure } from '../domain/failure.ts';
import type { GreyImage } from '../domain/plane.ts';
import type { ModelCard } from '../domain/training/model-card.ts';
import { guessLattice } from '../image/lattice.ts';
import { guessPolarity } from '../image/polarity.ts';
import type { Work } from '../ports/work.ts';
import { recipeForModel } from './recipes/model-recipe.ts';
import type { Suggestion } from './suggest-recipe.ts';

/** Models for images that show the crystal lattice; others take fringes for texture. */
const latticeModel = 'hrtem-particles';
/** Spacings of atomic planes that micrographs resolve, nm. */
const [closest, widest] = [0.1, 0.6];
/** Where nobody knows the pixel size: particles that stand out so clearly lie in rows rather than show their lattice. */
const clear = 0.95;
/** More peaks than crystals make: a printed raster, or texture. */
const mostPeaks = 700;

/** Why the image shows a lattice, or null. */
function latticeReason(image: GreyImage, pixelSize: number | null, work: Work): string | null {
  const { peaks, period } = guessLattice(image, work);
  if (period === null || peaks < 4 || peaks > mostPeaks) return null;
  if (pixelSize !== null) {
    const spacing = period * pixelSize;
    return spacing >= closest && spacing <= widest ? `fringes of ${spacing.toPrecision(2)} nm` : null;
  }
  const { confidence } = guessPolarity(image, work);
  return confidence < clear ? `fringes of ${period.toPrecision(2)} px` : null;
}

/**
 * The shipped model that suits an image, by cheap facts of it: the lattice's own where fringes show, else the first, which is for when
 * nothing is known. Throws `Failure` not-found when there is no model.
 */
export function chooseModel(
  image: GreyImage,
  pixelSize: number | null,
  models: readonly ModelCard[],
  work: Work,
): Suggestion {
  const [general] = models;
  if (general === undefined)
    throw new Failure('not-found', 'There is no model to choose from.', 'Install the program again, or name a model.');
  const lattice = models.find(({ id }) => id === latticeModel);
  const fringes = lattice === undefined ? null : latticeReason(image, pixelSize, work);
  if (lattice !== undefined && fringes !== null)
    return { recipe: recipeForModel(lattice), reason: `${lattice.title}: the image shows ${fringes}.` };
  return {
    recipe: recipeForModel(general),
    reason: `${general.title}: nothing speaks for a more special model.`,
  };
}
