import type { PixelSize } from '../../features/measure.ts';
import { type TaskEnvironment, task } from '../../ports/task.ts';
import { type Suggestion, suggestRecipe } from '../suggest-recipe.ts';
import { type FrameVersion, greyFrame } from './grey-frame.ts';
import { meanPixelSize } from './segment-frame.ts';

/** The recipe that the program would choose for a frame by itself, and why. */
export const suggestRecipeTask = task(
  'suggest-recipe',
  async (
    asked: FrameVersion & { readonly pixelSize: PixelSize | null },
    environment: TaskEnvironment,
  ): Promise<Suggestion> =>
    suggestRecipe(await greyFrame(asked, environment), meanPixelSize(asked.pixelSize), environment.work),
);
