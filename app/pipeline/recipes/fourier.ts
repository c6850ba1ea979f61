import type { Recipe } from '../../domain/recipe.ts';

/**
 * Bragg filter for high-resolution micrographs, the baseline of C. Groschner, thesis (2021): what stands out of the power spectrum
 * in an annulus of lattice spacings, back-transformed, smoothed and thresholded.
 */
export const fourier: Recipe = {
  id: 'fourier',
  title: 'Bragg filter (Groschner 2021)',
  help: 'For crystals in high-resolution micrographs: where lattice fringes stand out. Set the spacings to those of the crystal.',
  steps: [
    { step: 'bragg', enabled: true, params: {} },
    { step: 'threshold', enabled: true, params: { method: 'otsu', polarity: 'bright' } },
    { step: 'fill-holes', enabled: true, params: {} },
    { step: 'remove-small-parts', enabled: true, params: { minArea: 200 } },
    { step: 'neck-watershed', enabled: true, params: { depth: 2, neck: 0.7 } },
    { step: 'clear-border', enabled: false, params: {} },
    { step: 'area-range', enabled: true, params: { min: 200 } },
  ],
};
