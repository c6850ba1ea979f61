import { readFileSync } from 'node:fs';
import { Failure } from '../../../app/domain/failure.ts';
import { type ParamValue, paramProblem } from '../../../app/domain/param.ts';
import { Recipe } from '../../../app/domain/recipe.ts';
import type { Client } from './client.ts';
import { wrongUsage } from './command.ts';

function recipeFile(path: string): Recipe {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new Failure(
      'invalid-input',
      `The recipe file ${path} ${why}.`,
      'Give the name of a shipped recipe or a recipe file written by Morphoscope.',
      path,
    );
  }
  const recipe = Recipe.safeParse(parsed);
  if (recipe.success) return recipe.data;
  const issue = recipe.error.issues[0];
  throw new Failure(
    'invalid-input',
    `The recipe file ${path} is not a recipe: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    'Compare it with one that `morphoscope recipes NAME` prints.',
    path,
  );
}

function paramValue(text: string): ParamValue {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}

/** Throws wrong-usage for a parameter that the step does not have, or a value out of its range. */
async function checkSetting(
  client: Client,
  step: string,
  param: string,
  value: ParamValue,
  command: string,
): Promise<void> {
  const { steps } = await client.ask('recipes.steps', {});
  const params = steps.find((s) => s.id === step)?.params;
  if (params === undefined) return;
  if (!Object.hasOwn(params, param))
    throw wrongUsage(
      `The step ${step} has no parameter “${param}”. It has ${Object.keys(params).join(', ')}.`,
      command,
    );
  const wrong = paramProblem(params[param], value);
  if (wrong !== null) throw wrongUsage(`${step}.${param} ${wrong}; it is ${JSON.stringify(value)}.`, command);
}

/**
 * The recipe of `--recipe NAME|FILE.json` with each `--set step.param=value` put in; null when no recipe was named.
 * `step.enabled=false` leaves a step out. A step used twice is `step:2.param`.
 */
export async function recipeFrom(
  client: Client,
  name: string | undefined,
  sets: readonly string[],
  command: string,
): Promise<Recipe | null> {
  if (name === undefined) {
    if (sets.length > 0) throw wrongUsage('--set needs --recipe.', command);
    return null;
  }
  let recipe: Recipe;
  if (name.endsWith('.json')) recipe = recipeFile(name);
  else {
    const { recipes } = await client.ask('recipes.list', {});
    const shipped = recipes.find((r) => r.id === name);
    if (shipped === undefined) {
      throw wrongUsage(
        `No recipe is named “${name}”. There are ${recipes.map((r) => r.id).join(', ')}, or a file that ends in .json.`,
        command,
      );
    }
    recipe = Recipe.parse(shipped);
  }
  for (const set of sets) {
    const match = /^([\w-]+)(?::(\d+))?\.(\w+)=(.*)$/.exec(set);
    if (match === null) throw wrongUsage(`--set needs step.param=value, not “${set}”.`, command);
    const [, step, nth, param, text] = match;
    const at = recipe.steps.flatMap((s, i) => (s.step === step ? [i] : []))[Number(nth ?? 1) - 1];
    if (at === undefined) {
      throw wrongUsage(
        `The recipe ${recipe.id} has no step “${step}”. Its steps: ${recipe.steps.map((s) => s.step).join(', ')}.`,
        command,
      );
    }
    const value = paramValue(text);
    if (param !== 'enabled') await checkSetting(client, step, param, value, command);
    const steps = recipe.steps.map((s, i) => {
      if (i !== at) return s;
      return param === 'enabled'
        ? { ...s, enabled: value === true }
        : { ...s, params: { ...s.params, [param]: value } };
    });
    recipe = { ...recipe, steps };
  }
  return recipe;
}
