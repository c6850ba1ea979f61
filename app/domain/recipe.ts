import { z } from 'zod';
import { Param } from './param.ts';

/** The slots that the steps of a recipe read and write. */
export const SlotKind = z.enum(['image', 'binary', 'seeds', 'labels', 'instances']);
export type SlotKind = z.infer<typeof SlotKind>;

/** A step as the window and the CLI see it: everything but the code. */
export const StepInfo = z.object({
  id: z.string(),
  version: z.number().int(),
  title: z.string(),
  help: z.string(),
  from: SlotKind,
  to: SlotKind,
  params: z.record(z.string(), Param),
});
export type StepInfo = z.infer<typeof StepInfo>;

/** One use of a step in a recipe. Absent parameters take the step's defaults. */
export const RecipeStep = z.object({
  step: z.string(),
  enabled: z.boolean().default(true),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});
export type RecipeStep = z.infer<typeof RecipeStep>;

export const Recipe = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  steps: z.array(RecipeStep),
});
export type Recipe = z.infer<typeof Recipe>;

/** The recipe without steps of its own: for each image the program chooses steps, polarity and sizes itself. */
export const automaticRecipe: Recipe = Object.freeze({
  id: 'automatic',
  title: 'Automatic',
  help: 'The program looks at each image and chooses steps, polarity and sizes for it.',
  steps: [],
}) as Recipe;

/** True for the recipe that leaves every choice to the program. */
export function isAutomatic(recipe: Recipe): boolean {
  return recipe.id === automaticRecipe.id && recipe.steps.length === 0;
}
