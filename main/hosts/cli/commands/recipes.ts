import type { Param } from '../../../../app/domain/param.ts';
import { Recipe } from '../../../../app/domain/recipe.ts';
import { type Command, wrongUsage } from '../command.ts';

function range(param: Param): string {
  switch (param.kind) {
    case 'number':
    case 'integer':
      return `${param.min} to ${param.max}${param.unit === '' ? '' : ` ${param.unit}`}`;
    case 'choice':
      return param.options.map((o) => o.value).join(' | ');
    case 'kept':
      return `sha256 of a kept ${param.of}`;
    case 'model':
      return 'NAME of a model (see morphoscope models), or its file';
    case 'toggle':
      return 'true | false';
  }
}

export const recipesCommand: Command = {
  name: 'recipes',
  summary: 'List the shipped recipes, or print one with every parameter.',
  usage: 'recipes [NAME] [--json]',
  examples: ['morphoscope recipes', 'morphoscope recipes slater', 'morphoscope recipes slater --json > mine.json'],
  options: {},
  optionHelp: {},
  run: async ({ client, words, json, print }) => {
    const { recipes } = await client.ask('recipes.list', {});
    const [name] = words;
    if (name === undefined) {
      if (json)
        print(
          JSON.stringify(
            recipes.map((r) => Recipe.parse(r)),
            null,
            1,
          ),
        );
      else for (const r of recipes) print(`${r.id}: ${r.title}. ${r.help}`);
      return 0;
    }
    const recipe = recipes.find((r) => r.id === name);
    if (recipe === undefined)
      throw wrongUsage(`No recipe is named “${name}”. There are ${recipes.map((r) => r.id).join(', ')}.`, 'recipes');
    if (json) {
      print(JSON.stringify(Recipe.parse(recipe), null, 1));
      return 0;
    }
    const { steps } = await client.ask('recipes.steps', {});
    print(`${recipe.title}. ${recipe.help}`);
    for (const use of recipe.steps) {
      const step = steps.find((s) => s.id === use.step);
      if (step === undefined) continue;
      print(`\n${step.id}${use.enabled ? '' : ' (off)'}: ${step.help}`);
      for (const [id, param] of Object.entries(step.params)) {
        print(
          `  ${step.id}.${id}=${String(use.params[id] ?? param.default)}   ${param.title} (${range(param)}). ${param.help}`,
        );
      }
    }
    return 0;
  },
};
