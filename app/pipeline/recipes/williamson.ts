import type { Recipe } from '../../domain/recipe.ts';

/**
 * E. Williamson et al., Nanoscale 14 (2022): stretch, adaptive equalisation, median 10 x 10, Otsu, dilation by a disk of 5, 900 px, border,
 * dilation by a disk of 5, watershed of the distance map with h-minima 1, grains eroded apart and rebuilt by as much.
 */
export const williamson: Recipe = {
  id: 'williamson',
  title: 'Equalise, Otsu, h-minima watershed (Williamson 2022)',
  help: 'For particles of low or changing contrast that are at least 30 px wide: contrast stretch, CLAHE, median, Otsu, watershed with h-minima.',
  steps: [
    { step: 'bright-particles', enabled: true, params: { polarity: 'auto' } },
    { step: 'contrast-stretch', enabled: true, params: { low: 1, high: 99 } },
    { step: 'clahe', enabled: true, params: {} },
    { step: 'median', enabled: true, params: { size: 10 } },
    { step: 'threshold', enabled: true, params: { method: 'otsu', polarity: 'bright' } },
    { step: 'dilate', enabled: true, params: { shape: 'disk', radius: 5 } },
    { step: 'remove-small-parts', enabled: true, params: { minArea: 900 } },
    { step: 'clear-border-parts', enabled: true, params: {} },
    { step: 'dilate', enabled: true, params: { shape: 'disk', radius: 5 } },
    { step: 'neck-watershed', enabled: true, params: { depth: 1, neck: 1 } },
    { step: 'rebuild-grains', enabled: true, params: { radius: 5 } },
    { step: 'clear-border', enabled: true, params: {} },
  ],
};
