import type { Recipe } from '../../domain/recipe.ts';

/**
 * C. Williamson et al., Nanoscale 14 (2022) 15327: contrast, median, Otsu, dilations, watershed after the h-minima transform with
 * h = 1, each grain eroded apart and rebuilt.
 */
export const williamson: Recipe = {
  id: 'williamson',
  title: 'Otsu, apart and rebuilt (Williamson 2022)',
  help: 'For colloidal crystals of good contrast, concave ones too: local contrast, Otsu threshold, watershed, each grain eroded apart and rebuilt.',
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
    { step: 'area-range', enabled: true, params: { min: 900 } },
  ],
};
