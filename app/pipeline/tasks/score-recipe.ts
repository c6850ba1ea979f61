import type { Recipe } from '../../domain/recipe.ts';
import { paintMask } from '../../domain/run-mask.ts';
import { task } from '../../ports/task.ts';
import { type EvaluationCounts, evaluateImage } from '../../training/evaluation.ts';
import { resolveRecipe } from '../resolve-recipe.ts';
import { runRecipe } from '../run-recipe.ts';
import { type FrameVersion, greyFrame } from './grey-frame.ts';
import { type LearnedClass, particleClasses, particlesOfLabels } from './training-frame.ts';

export interface ScoreRecipeRequest extends FrameVersion {
  readonly recipe: Recipe;
  readonly pixelSize: number | null;
  /** Class of each pixel, -1 where nothing is labelled. */
  readonly labels: Int32Array;
  readonly classes: readonly LearnedClass[];
  readonly sample: string;
  readonly edges: readonly number[];
}

/**
 * What a recipe without a network is worth on a labelled frame, counted like a network's answer: its particles are of the first class
 * that is part of a particle, all else is background.
 */
export const scoreRecipeTask = task(
  'score-recipe',
  async (asked: ScoreRecipeRequest, environment): Promise<EvaluationCounts> => {
    const { labels, classes, sample, edges } = asked;
    const image = await greyFrame(asked, environment);
    const { instances } = runRecipe(resolveRecipe(asked.recipe), image, asked.pixelSize, environment.work);
    const { width, height } = image;
    const found = new Uint8Array(width * height);
    for (const { mask } of instances) paintMask(mask, found, { x: 0, y: 0, width, height }, 1);
    const parts = particleClasses(classes);
    const particle = parts[0] ?? 0;
    const background = Math.max(
      0,
      classes.findIndex(({ role }) => role === 'background'),
    );
    const probabilities = new Float32Array(classes.length * found.length);
    for (let i = 0; i < found.length; i++)
      probabilities[(found[i] === 1 ? particle : background) * found.length + i] = 1;
    const particles = edges.length === 0 ? null : particlesOfLabels(labels, image, classes, environment.work);
    const answered = { width, height, probabilities, labels, particleClasses: parts, particles, pixelSize: 1, sample };
    return evaluateImage(answered, classes.length, edges);
  },
);
