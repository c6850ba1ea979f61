import { automaticRecipe, type Recipe } from '../../domain/recipe.ts';
import { slater } from './slater.ts';

/** The recipes that come with the program. One line a recipe. */
export const shippedRecipes: readonly Recipe[] = [automaticRecipe, slater];
