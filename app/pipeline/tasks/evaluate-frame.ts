import { Failure } from '../../domain/failure.ts';
import type { GreyImage } from '../../domain/plane.ts';
import type { Recipe } from '../../domain/recipe.ts';
import { paintMask } from '../../domain/run-mask.ts';
import { type TaskEnvironment, task } from '../../ports/task.ts';
import { type EvaluationCounts, evaluateImage } from '../../training/evaluation.ts';
import { diameters } from '../../training/territories.ts';
import { recipeForModel } from '../recipes/model-recipe.ts';
import { resolveRecipe } from '../resolve-recipe.ts';
import { runRecipe } from '../run-recipe.ts';
import { type FrameVersion, greyFrame } from './grey-frame.ts';
import {
  frameLabels,
  type LabelSource,
  type LearnedClass,
  particleClasses,
  particlesOfLabels,
} from './training-frame.ts';

/** What is measured: a model of classes by its name or file, or a recipe, which only tells particles from background. */
export type EvaluatedWay = { readonly model: string } | { readonly recipe: Recipe };

export interface EvaluateFrameRequest extends FrameVersion {
  readonly source: LabelSource;
  /** In the order of the indexes of the labels, and of the model's outputs. */
  readonly classes: readonly LearnedClass[];
  readonly way: EvaluatedWay;
  /** nm a pixel, or null. */
  readonly pixelSize: number | null;
  readonly sample: string;
  /** Borders between groups of particle sizes, px, ascending. */
  readonly edges: readonly number[];
}

export interface EvaluatedFrame extends EvaluationCounts {
  /** True particles in each group of sizes. */
  readonly particles: readonly number[];
}

/** Probabilities [K, height, width] of a way of finding particles. */
function answerOf(
  { way, classes, pixelSize }: EvaluateFrameRequest,
  image: GreyImage,
  { work, networks }: TaskEnvironment,
): Float32Array {
  const { width, height } = image;
  const pixels = width * height;
  if ('recipe' in way) {
    const { instances } = runRecipe(resolveRecipe(way.recipe), image, pixelSize, work, { networks });
    const inside = new Uint8Array(pixels);
    for (const { mask } of instances) paintMask(mask, inside, { x: 0, y: 0, width, height }, 1);
    const [particle = 0] = particleClasses(classes);
    const background = Math.max(
      0,
      classes.findIndex(({ role }) => role === 'background'),
    );
    const probabilities = new Float32Array(classes.length * pixels);
    for (let i = 0; i < pixels; i++) probabilities[(inside[i] === 1 ? particle : background) * pixels + i] = 1;
    return probabilities;
  }
  const card = networks?.card(way.model);
  if (card?.kind !== 'classes' || card.classes.length !== classes.length)
    throw new Failure(
      'invalid-input',
      `The model ${card?.title ?? way.model} does not tell the ${classes.length} labelled classes apart.`,
      'Compare models that learned the same classes.',
      way.model,
    );
  let said: Float32Array | null = null;
  // without the last step, which makes particles
  const recipe = resolveRecipe(recipeForModel(card, way.model));
  runRecipe({ ...recipe, steps: recipe.steps.slice(0, -1) }, image, pixelSize, work, {
    networks,
    classes: (make) => {
      said = make().probabilities;
    },
  });
  return said ?? new Float32Array(classes.length * pixels);
}

/** Counts of a model's, or a recipe's, answers on one labelled frame; frames are summed with `mergeEvaluations`. */
export const evaluateFrameTask = task(
  'evaluate-frame',
  async (asked: EvaluateFrameRequest, environment): Promise<EvaluatedFrame> => {
    const { work, open } = environment;
    const { classes, edges, sample } = asked;
    const image = await greyFrame(asked, environment);
    const { labels } = await frameLabels(asked.source, classes, image, open);
    const probabilities = answerOf(asked, image, environment);
    work.check();
    const particles = particlesOfLabels(labels, image, classes, work);
    const counted = evaluateImage(
      {
        width: image.width,
        height: image.height,
        probabilities,
        labels,
        particleClasses: particleClasses(classes),
        particles,
        pixelSize: 1,
        sample,
      },
      classes.length,
      edges,
    );
    const groups = [0, ...edges.map(() => 0)];
    for (const size of diameters(particles, 1).subarray(1)) groups[edges.filter((edge) => size >= edge).length]++;
    return { ...counted, particles: groups };
  },
);
