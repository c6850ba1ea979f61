import type { Recipe } from '../../domain/recipe.ts';

/**
 * The Fourier (Bragg) filter of C. Groschner, thesis, Berkeley 2021: peaks over the smooth part of the log power spectrum inside an
 * annulus, transformed back, smoothed and thresholded. Finds lattice fringes, whatever the mean grey.
 */
export const fourier: Recipe = {
  id: 'fourier',
  title: 'Lattice fringes (Fourier filter, Groschner 2021)',
  help: 'For high-resolution micrographs of crystals on an amorphous support: keeps what is periodic, then Otsu.',
  steps: [
    { step: 'bragg', enabled: true, params: {} },
    { step: 'threshold', enabled: true, params: { method: 'otsu', polarity: 'bright' } },
    { step: 'fill-holes', enabled: true, params: {} },
    { step: 'remove-small-parts', enabled: true, params: { minArea: 200 } },
    { step: 'label-parts', enabled: true, params: {} },
    { step: 'clear-border', enabled: true, params: {} },
  ],
};
