import { Failure } from '../../domain/failure.ts';
import type { Recipe, RecipeStep } from '../../domain/recipe.ts';
import type { ModelCard } from '../../domain/training/model-card.ts';

const use = (step: string, params: RecipeStep['params'] = {}): RecipeStep => ({ step, enabled: true, params });

/** What is done to an image before a model sees it, as steps. */
function preparation({ hits, flatField, median }: ModelCard['preprocessing']): RecipeStep[] {
  return [
    ...(hits === null ? [] : [use('hot-pixels', { excess: hits, unit: 'deviations' })]),
    ...(flatField === 0 ? [] : [use('flat-field', { model: 'polynomial', order: flatField, operation: 'divide' })]),
    ...(median === 0 ? [] : [use('median', { size: median })]),
  ];
}

/**
 * The recipe that applies a model and makes particles of what it says.
 * @param model how steps name it: its id, or the path of its file
 * @throws Failure `unsupported` for a model that finds no particles
 */
export function recipeForModel({ kind, id, title, help, preprocessing }: ModelCard, model: string = id): Recipe {
  const named = { id: `model-${id}`, title, help };
  if (kind === 'maps') return { ...named, steps: [use('network-particles', { model })] };
  if (kind === 'classes')
    return {
      ...named,
      steps: [...preparation(preprocessing), use('network-classes', { model }), use('class-particles')],
    };
  throw new Failure(
    'unsupported',
    `The model ${title} gives numbers of a particle, it finds none.`,
    'Choose a model that tells classes of pixels apart or finds particles.',
    id,
  );
}
