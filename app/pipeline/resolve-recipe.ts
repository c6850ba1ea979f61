import { Failure } from '../domain/failure.ts';
import { type ParamValue, paramProblem } from '../domain/param.ts';
import type { Recipe, SlotKind } from '../domain/recipe.ts';
import type { Step } from '../ports/step.ts';
import { stepNamed } from './list.ts';

/** One enabled step of a recipe, checked, with every parameter spelled out. */
export interface PlannedStep {
  /** Its place in the recipe's list, disabled steps counted. */
  readonly index: number;
  readonly step: Step;
  readonly params: Readonly<Record<string, ParamValue>>;
}

function problem(message: string, remedy: string): Failure {
  return new Failure('invalid-input', message, remedy);
}

function paramsOf(step: Step, given: Readonly<Record<string, ParamValue>>): Record<string, ParamValue> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(step.params, name)) {
      const known = Object.keys(step.params).join(', ');
      throw problem(
        `The step ${step.id} has no parameter ${name}.`,
        known === '' ? 'It has no parameters.' : `It has ${known}.`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(step.params).map(([name, param]) => {
      const value = given[name] ?? param.default;
      const wrong = paramProblem(param, value);
      if (wrong !== null)
        throw problem(
          `${step.id}.${name} ${wrong}; it is ${JSON.stringify(value)}.`,
          `Set ${step.id}.${name} (${param.title}) to a value in its range.`,
        );
      return [name, value];
    }),
  );
}

/**
 * The enabled steps of a recipe in order, checked before anything is computed.
 * Throws `Failure` invalid-input that names the step, the parameter and its range, or the step that has nothing to work on.
 */
export function planRecipe(recipe: Recipe): PlannedStep[] {
  const filled = new Set<SlotKind>(['image']);
  const plan: PlannedStep[] = [];
  recipe.steps.forEach((use, index) => {
    const step = stepNamed(use.step);
    if (step === undefined)
      throw problem(
        `The recipe ${recipe.title} uses a step ${use.step} that this program does not have.`,
        'Remove the step, or open the recipe with a newer version of the program.',
      );
    const params = paramsOf(step, use.params);
    if (!use.enabled) return;
    if (!filled.has(step.from))
      throw problem(
        `The step ${step.id} needs ${slotNames[step.from]}, and no step before it makes any.`,
        `Put a step that makes ${slotNames[step.from]} before it.`,
      );
    filled.add(step.to);
    plan.push({ index, step, params });
  });
  return plan;
}

const slotNames: Readonly<Record<SlotKind, string>> = {
  image: 'an image',
  binary: 'a binary image',
  seeds: 'seeds',
  labels: 'labels',
  instances: 'particles',
};

/** The recipe with every parameter of every step spelled out, as it goes into a run's provenance. Throws as `planRecipe`. */
export function resolveRecipe(recipe: Recipe): Recipe {
  planRecipe(recipe);
  return {
    ...recipe,
    steps: recipe.steps.map((use) => {
      const step = stepNamed(use.step);
      return step === undefined ? use : { ...use, params: paramsOf(step, use.params) };
    }),
  };
}
