import { automaticRecipe, type Recipe } from '../../domain/recipe.ts';
import { fourier } from './fourier.ts';
import { network } from './network.ts';
import { slater } from './slater.ts';
import { williamson } from './williamson.ts';

/** The recipes that come with the program. One line a recipe. */
export const shippedRecipes: readonly Recipe[] = [automaticRecipe, network, slater, williamson, fourier];
