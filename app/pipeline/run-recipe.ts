import type { Instance } from '../domain/instance.ts';
import type { ParamValue } from '../domain/param.ts';
import type { GreyImage, LabelMap } from '../domain/plane.ts';
import type { Recipe, SlotKind } from '../domain/recipe.ts';
import { labelsToInstances, renumbered } from '../particles/label.ts';
import type { Networks } from '../ports/networks.ts';
import type { Slots, StepScene } from '../ports/step.ts';
import type { Threads, Work } from '../ports/work.ts';
import { labelComponents } from '../segmentation/components.ts';
import { polarityOf } from './polarity.ts';
import { planRecipe } from './resolve-recipe.ts';

/** What a recipe made of an image, and everything that its provenance needs. */
export interface RecipeResult {
  /** The last content of each slot. */
  readonly slots: Partial<Slots>;
  /** The slot that the last step wrote; `image` when no step ran. */
  readonly last: SlotKind;
  /** Particles, numbered from 1 in the order of their labels. Empty when the recipe stops before there are any. */
  readonly instances: readonly Instance[];
  /** What automatic choices became, such as `polarity: "dark"` or `threshold: 132.4`. */
  readonly resolved: Readonly<Record<string, ParamValue>>;
  /** Versions of the steps that ran, by id. */
  readonly stepVersions: Readonly<Record<string, number>>;
}

export interface RecipeOptions {
  readonly networks?: Networks | undefined;
  /** Reads what parameters of kind `kept` name. */
  readonly kept?: ((sha256: string) => Uint8Array) | undefined;
  /** Hears the probability that each pixel belongs to a particle, from steps that know it. */
  readonly probability?: ((make: () => GreyImage) => void) | undefined;
  /** Hears the probabilities of all classes of each pixel, from a step that knows them. */
  readonly classes?: StepScene['classes'];
  /** Hears how sure a step is of each label that it made, 0..1 by label; before later steps change the labels. */
  readonly sureness?: ((labels: LabelMap, sure: Float64Array) => void) | undefined;
  /** Index in the recipe's list of the last step to run. */
  readonly upToStep?: number | undefined;
  /** Parameters of steps (by their index) that are known already, such as a threshold taken from the whole frame. */
  readonly given?: ReadonlyMap<number, Readonly<Record<string, ParamValue>>> | undefined;
}

/** Gives back the memory of a slot's old content when nothing else holds it. */
function giveBack(old: Slots[SlotKind] | undefined, slots: Partial<Slots>, source: GreyImage, threads: Threads): void {
  if (old === undefined || !('data' in old) || old.data === source.data) return;
  const held = Object.values(slots).some((content) => 'data' in content && content.data === old.data);
  if (!held) threads.release(old.data);
}

/**
 * Runs a recipe on an image. The recipe is checked first: `Failure` invalid-input names the step, parameter and range.
 * A parameter `polarity: "auto"` becomes what the image that the step sees shows. Equal input gives equal results, whatever the number
 * of threads.
 * @param pixelSize nm a pixel, or null without calibration
 */
export function runRecipe(
  recipe: Recipe,
  source: GreyImage,
  pixelSize: number | null,
  work: Work,
  { upToStep = Number.POSITIVE_INFINITY, given, networks, kept, probability, classes, sureness }: RecipeOptions = {},
): RecipeResult {
  const plan = planRecipe(recipe).filter((planned) => planned.index <= upToStep);
  const slots: Partial<Slots> = { image: source };
  const resolved: Record<string, ParamValue> = {};
  const stepVersions: Record<string, number> = {};
  let last: SlotKind = 'image';
  plan.forEach(({ index, step, params }, place) => {
    work.check();
    work.progress(place / plan.length, step.title);
    const known: Record<string, ParamValue> = { ...params, ...given?.get(index) };
    if (known['polarity'] === 'auto' && slots.image !== undefined) {
      known['polarity'] = polarityOf(slots.image, work);
      resolved['polarity'] ??= known['polarity'];
    }
    const stepWork: Work = {
      ...work,
      progress: (fraction, note) => work.progress((place + fraction) / plan.length, note || step.title),
    };
    const input = slots[step.from] as Slots[SlotKind];
    const output = step.run(input as never, known, {
      source,
      slots,
      pixelSize,
      work: stepWork,
      networks,
      kept,
      probability,
      classes,
      sureness,
      resolve: (name, value) => {
        resolved[name] = value;
      },
    });
    const old = slots[step.to];
    Object.assign(slots, { [step.to]: output });
    giveBack(old, slots, source, work.threads);
    stepVersions[step.id] = step.version;
    last = step.to;
  });
  work.check();
  return { slots, last, instances: instancesOf(slots, last, work), resolved, stepVersions };
}

/** The particles of what the last step wrote: its instances, its labels, or the connected parts of its binary image. */
function instancesOf(slots: Partial<Slots>, last: SlotKind, work: Work): readonly Instance[] {
  switch (last) {
    case 'image':
      return [];
    case 'instances':
      return renumbered(slots.instances ?? []);
    case 'labels':
      return slots.labels === undefined ? [] : renumbered(labelsToInstances(slots.labels));
    case 'seeds':
      return slots.seeds === undefined ? [] : renumbered(labelsToInstances(slots.seeds));
    case 'binary':
      return slots.binary === undefined ? [] : labelsToInstances(labelComponents(slots.binary, 8, work));
  }
}
