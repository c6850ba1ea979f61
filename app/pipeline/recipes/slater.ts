import type { Recipe } from '../../domain/recipe.ts';

/**
 * T. Slater et al., Microsc. Microanal. 26 (2020) 1168, as in ParticleSpy: background, Gaussian, Li, erosion before the distance map,
 * watershed, border, size. ParticleSpy's rolling ball is a top-hat with a square; the real ball is there to switch on.
 */
export const slater: Recipe = {
  id: 'slater',
  title: 'Top-hat and watershed (Slater 2020)',
  help: 'For separate or touching particles on an uneven background: top-hat, Gaussian, Li threshold, watershed of the distance map.',
  steps: [
    { step: 'bright-particles', enabled: true, params: { polarity: 'auto' } },
    { step: 'rolling-ball', enabled: false, params: { radius: 150 } },
    { step: 'white-top-hat', enabled: true, params: { size: 301 } },
    { step: 'gaussian', enabled: true, params: { sigma: 1 } },
    { step: 'threshold', enabled: true, params: { method: 'li', polarity: 'bright' } },
    { step: 'fill-holes', enabled: false, params: {} },
    { step: 'distance-watershed', enabled: true, params: { erosion: 10, window: 40, spacing: 0 } },
    { step: 'clear-border', enabled: true, params: {} },
    { step: 'area-range', enabled: true, params: { min: 20 } },
  ],
};
