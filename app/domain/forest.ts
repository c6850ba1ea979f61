import { z } from 'zod';
import { LabelClass } from './labels/label-class.ts';

// A pixel forest: a random forest that tells the class of each pixel from filters of the image around it, taught by scribbles.

/** Kinds of filters that a forest may look at. */
export const FeatureFamily = z.enum(['grey', 'edges', 'curvature', 'texture', 'lines']);
export type FeatureFamily = z.infer<typeof FeatureFamily>;

/** Sigmas of the Gaussians that filters may be taken at, px. */
export const featureScales = [0.7, 1, 2, 4, 8, 16] as const;

/** What a forest looks at. Lists are without repeats, scales ascending. */
export const ForestFeatures = z.object({
  scales: z
    .array(z.literal(featureScales))
    .min(1)
    .refine((list) => list.every((s, i) => i === 0 || s > list[i - 1]), 'Scales must ascend.'),
  families: z
    .array(FeatureFamily)
    .min(1)
    .refine((list) => new Set(list).size === list.length, 'Families must differ.'),
});
export type ForestFeatures = z.infer<typeof ForestFeatures>;

/**
 * Grey levels as a forest sees them. `frame`: the 1st and 99th percentile of each frame become -1 and 1, so that exposure does not
 * matter. `stored`: those of the first labelled frame do, for all frames, so that how much of a frame is covered does not matter.
 */
export const ForestLevels = z.enum(['frame', 'stored']);
export type ForestLevels = z.infer<typeof ForestLevels>;

/** A grey value v is seen as gain v + offset. */
export const GreyScale = z.object({ gain: z.number(), offset: z.number() });
export type GreyScale = z.infer<typeof GreyScale>;

/** How a forest is grown. */
export const ForestSettings = z.object({
  features: ForestFeatures,
  levels: ForestLevels,
  trees: z.number().int().min(1).max(400),
  seed: z.number().int().nonnegative(),
});
export type ForestSettings = z.infer<typeof ForestSettings>;

export const defaultForest: ForestSettings = {
  features: { scales: [1, 2, 4, 8], families: ['grey', 'edges', 'curvature', 'texture'] },
  levels: 'frame',
  trees: 64,
  seed: 1,
};

/** What a kept forest says about itself. */
export const ForestCard = z.object({
  title: z.string(),
  settings: ForestSettings,
  /** Where `settings.levels` is `stored`: the scale that was learned. */
  scale: GreyScale.nullable(),
  /** In the order of the forest's own numbers. */
  classes: z.array(LabelClass).min(2),
  /** Labelled frames that it learned from, with the name of their labels (labels/label-content.ts) and the pixels taken. */
  learnedFrom: z.array(
    z.object({
      name: z.string(),
      frame: z.number().int().nonnegative(),
      sha256: z.string(),
      labels: z.string(),
      pixels: z.number().int().nonnegative(),
    }),
  ),
  program: z.string(),
  created: z.string(),
});
export type ForestCard = z.infer<typeof ForestCard>;
