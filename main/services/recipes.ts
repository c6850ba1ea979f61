import { Failure } from '../../app/domain/failure.ts';
import type { Recipe } from '../../app/domain/recipe.ts';
import { steps } from '../../app/pipeline/list.ts';
import { shippedRecipes } from '../../app/pipeline/recipes/list.ts';
import { resolveRecipe } from '../../app/pipeline/resolve-recipe.ts';
import { suggestRecipeTask } from '../../app/pipeline/tasks/suggest-recipe.ts';
import type { HandlersOf } from './handler.ts';
import type { ServicePorts } from './ports.ts';
import { pixelSides } from './run-plan.ts';
import type { Session } from './session.ts';

const isShipped = (id: string) => shippedRecipes.some((recipe) => recipe.id === id);

/** A recipe by its id: the project's own, else a shipped one. Throws `Failure` not-found. */
export async function recipeNamed(session: Session, id: string): Promise<Recipe> {
  const own = await session.project.reads.recipes();
  const found = own.find((recipe) => recipe.id === id) ?? shippedRecipes.find((recipe) => recipe.id === id);
  if (found === undefined)
    throw new Failure('not-found', `There is no recipe “${id}”.`, 'Choose one from the list.', id);
  return found;
}

/** The list of recipes, the steps they are made of, and the project's own ones. */
export function recipeHandlers(
  { tasks }: ServicePorts,
  session: Session,
): Omit<HandlersOf<'recipes'>, 'recipes.preview'> {
  return {
    'recipes.suggest': async ({ imageId, frame }, { signal }) => {
      const image = await session.project.reads.image(imageId);
      const address = { path: image.file.path, imageIndex: image.imageIndex, frame };
      const input = { address, version: image.file.sha256, pixelSize: pixelSides(image) };
      return tasks.run(suggestRecipeTask, input, { priority: 'view', signal });
    },
    'recipes.list': async () => {
      const own = session.current === null ? [] : await session.current.reads.recipes();
      return {
        recipes: [
          ...shippedRecipes.map((recipe) => ({ ...recipe, shipped: true })),
          ...own.map((recipe) => ({ ...recipe, shipped: false })),
        ],
      };
    },
    'recipes.steps': () => ({
      steps: steps.map(({ id, version, title, help, from, to, params }) => ({
        id,
        version,
        title,
        help,
        from,
        to,
        params: { ...params },
      })),
    }),
    'recipes.save': async ({ recipe }) => {
      if (isShipped(recipe.id))
        throw new Failure(
          'invalid-input',
          `“${recipe.title}” is a recipe of the program and stays as it is.`,
          'Save it under a name of your own.',
          recipe.id,
        );
      // Checked here, so that a recipe that can't run is never kept.
      resolveRecipe(recipe);
      await session.edit((edits) => edits.saveRecipe(recipe), { topics: ['recipes.changed'] });
      return {};
    },
    'recipes.remove': async ({ id }) => {
      if (isShipped(id))
        throw new Failure('invalid-input', 'A recipe of the program can’t be removed.', 'Remove one of your own.', id);
      await session.edit((edits) => edits.removeRecipe(id), { topics: ['recipes.changed'] });
      return {};
    },
  };
}
