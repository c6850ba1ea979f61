import { createStore } from 'zustand/vanilla';
import type { ParamValue } from '../../app/domain/param.ts';
import { isAutomatic, type Recipe, type RecipeStep, type StepInfo } from '../../app/domain/recipe.ts';
import { ask } from '../client/session.ts';

/** Which images "Segment" works on. */
export type Scope = 'shown' | 'marked' | 'sample' | 'all';

export interface RecipeDraft {
  /** Every step that a recipe may use. */
  readonly steps: readonly StepInfo[];
  /** The recipe in hand: a listed one, with the changes made here. Null before there is any. */
  readonly recipe: Recipe | null;
  /** It differs from the listed recipe of its id. */
  readonly edited: boolean;
  /** Why the program chose it; null when a person did. */
  readonly reason: string | null;
  /** The visible part is segmented again after every change. */
  readonly live: boolean;
  /** The preview stops after this step (index); null = the whole recipe. */
  readonly upToStep: number | null;
  readonly scope: Scope;
  readonly frames: 'first' | 'all';
  /** Diffraction patterns are segmented as well. */
  readonly patterns: boolean;
}

const initial: RecipeDraft = {
  steps: [],
  recipe: null,
  edited: false,
  reason: null,
  live: true,
  upToStep: null,
  scope: 'shown',
  frames: 'all',
  patterns: false,
};

export const draftStore = createStore<RecipeDraft>()(() => initial);

export function clearDraft(): void {
  draftStore.setState((s) => ({ ...initial, steps: s.steps, live: s.live }), true);
}

export function setDraft(
  change: Partial<Pick<RecipeDraft, 'live' | 'upToStep' | 'scope' | 'frames' | 'patterns'>>,
): void {
  draftStore.setState(change);
}

/** Takes a recipe into hand as it is. */
export function takeRecipe(recipe: Recipe, reason: string | null = null): void {
  draftStore.setState({ recipe, edited: false, reason, upToStep: null });
}

/** Takes a listed recipe into hand; for the automatic one, what the program chooses for a plane. */
export async function pickRecipe(recipe: Recipe, imageId: number, frame: number): Promise<void> {
  takeRecipe(recipe);
  if (isAutomatic(recipe)) await suggestRecipe(imageId, frame);
}

export async function loadSteps(): Promise<void> {
  if (draftStore.getState().steps.length > 0) return;
  const { steps } = await ask('recipes.steps', {});
  draftStore.setState({ steps });
}

/** Lets the program choose recipe, polarity and sizes for a plane. */
export async function suggestRecipe(imageId: number, frame: number): Promise<void> {
  const { recipe, reason } = await ask('recipes.suggest', { imageId, frame });
  takeRecipe(recipe, reason);
}

/** The automatic recipe, once changed by hand, is the person's own. */
const ownTitle = 'Automatic, changed';

function change(edit: (steps: readonly RecipeStep[]) => readonly RecipeStep[]): void {
  draftStore.setState(({ recipe }) =>
    recipe === null
      ? {}
      : {
          recipe: {
            ...recipe,
            ...(recipe.id === 'automatic' ? { id: 'automatic-changed', title: ownTitle } : {}),
            steps: [...edit(recipe.steps)],
          },
          edited: true,
        },
  );
}

const at = (index: number, edit: (step: RecipeStep) => RecipeStep) =>
  change((steps) => steps.map((step, i) => (i === index ? edit(step) : step)));

export function setParam(index: number, id: string, value: ParamValue): void {
  at(index, (step) => ({ ...step, params: { ...step.params, [id]: value } }));
}

export function enableStep(index: number, enabled: boolean): void {
  at(index, (step) => ({ ...step, enabled }));
}

export function removeStep(index: number): void {
  change((steps) => steps.toSpliced(index, 1));
  draftStore.setState({ upToStep: null });
}

/** Moves a step one place up (-1) or down (1). */
export function moveStep(index: number, by: -1 | 1): void {
  change((steps) => {
    const to = index + by;
    return to < 0 || to >= steps.length ? steps : steps.with(index, steps[to]).with(to, steps[index]);
  });
  draftStore.setState({ upToStep: null });
}

/** Where a step of kind `from` fits: behind the last step that writes what it reads, else at the end. */
export function placeFor(recipe: readonly RecipeStep[], steps: readonly StepInfo[], added: StepInfo): number {
  const last = recipe.findLastIndex(({ step }) => steps.find((s) => s.id === step)?.to === added.from);
  return last < 0 ? (added.from === 'image' ? 0 : recipe.length) : last + 1;
}

export function addStep(added: StepInfo): void {
  const { steps } = draftStore.getState();
  change((recipe) =>
    recipe.toSpliced(placeFor(recipe, steps, added), 0, { step: added.id, enabled: true, params: {} }),
  );
  draftStore.setState({ upToStep: null });
}

/** Every parameter of a step as the recipe has it, its own values over the defaults. */
export function paramsOf(use: RecipeStep, info: StepInfo): Record<string, ParamValue> {
  return Object.fromEntries(Object.entries(info.params).map(([id, param]) => [id, use.params[id] ?? param.default]));
}

/** Keeps the recipe in hand in the project under a name of its own. */
export async function saveRecipe(title: string): Promise<void> {
  const { recipe } = draftStore.getState();
  if (recipe === null) return;
  const id = title
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const saved = { ...recipe, id: id === '' ? 'recipe' : id, title: title.trim() };
  await ask('recipes.save', { recipe: saved });
  takeRecipe(saved);
}
