import type { Recipe } from '../../domain/recipe.ts';

/** The shipped network alone: it brings its own magnification, polarity and outlines. */
export const network: Recipe = {
  id: 'network',
  title: 'Network',
  help: 'A trained network finds the particles: any size, bright or dark, on any support. Nothing to set.',
  steps: [{ step: 'network-particles', enabled: true, params: {} }],
};
