import type { Recipe } from '../../app/domain/recipe.ts';

/** The step that uses a kept forest. */
const forestStep = 'pixel-forest';

/** Forests that the project keeps, by the recipes that came with them: sha256 and title, each once. */
export function keptForests(recipes: readonly Recipe[]): (readonly [sha256: string, title: string])[] {
  const found = new Map<string, string>();
  for (const { title, steps } of recipes) {
    for (const { step, params } of steps) {
      const sha256 = params['forest'];
      if (step === forestStep && typeof sha256 === 'string' && sha256 !== '' && !found.has(sha256))
        found.set(sha256, title);
    }
  }
  return [...found];
}
