import { canonicalJson } from '../../app/domain/canonical-json.ts';
import type { Recipe } from '../../app/domain/recipe.ts';
import type { Reader, Writer } from './connection.ts';
import { edit } from './edit-log.ts';
import { missing } from './missing.ts';

/** The project's own recipes. */
export function recipeReads(reader: Reader) {
  return {
    recipes: (): Recipe[] =>
      reader
        .all<{ content: string }>('SELECT content FROM recipes WHERE removed = 0 ORDER BY id')
        .map((row) => JSON.parse(row.content) as Recipe),
  };
}

export function recipeEdits(writer: Writer) {
  const idOf = (key: string) => writer.value<number>('SELECT id FROM recipes WHERE key = ? AND removed = 0', key);
  return {
    saveRecipe: (recipe: Recipe): void => {
      edit(writer, `Save recipe ${recipe.title}`, (made) => {
        const id = idOf(recipe.id);
        const content = canonicalJson(recipe);
        if (id === undefined) made.insert('recipes', { key: recipe.id, content });
        else made.update('recipes', id, { content });
      });
    },
    removeRecipe: (key: string): void => {
      const id = idOf(key);
      if (id === undefined) throw missing('recipe', key);
      const title = writer.value<string>("SELECT content ->> 'title' FROM recipes WHERE id = ?", id) ?? key;
      edit(writer, `Remove recipe ${title}`, (made) => made.remove('recipes', id));
    },
  };
}
