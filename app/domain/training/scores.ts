import { z } from 'zod';

/** Overlap of found and true pixels of one class. Null where the class is neither there nor found. */
export const ClassScores = z.object({
  name: z.string(),
  /** 2TP / (2TP + FP + FN) */
  dice: z.number().nullable(),
  /** TP / (TP + FP + FN) */
  iou: z.number().nullable(),
  /** TP / (TP + FP) */
  precision: z.number().nullable(),
  /** TP / (TP + FN) */
  recall: z.number().nullable(),
  /** True pixels. */
  pixels: z.number(),
});
export type ClassScores = z.infer<typeof ClassScores>;

/** Scores over all labelled pixels of some images, pooled. */
export const Scores = z.object({
  /** Share of labelled pixels whose most probable class is the true one. */
  pixelAccuracy: z.number().nullable(),
  /** Mean over the classes that are there. */
  meanDice: z.number().nullable(),
  classes: z.array(ClassScores),
  /** Pixels of each true class (row) that were found as each class (column). */
  confusion: z.array(z.array(z.number())),
});
export type Scores = z.infer<typeof Scores>;

/** Precision and recall of one class when its pixels are those whose probability is above a threshold. */
export const ThresholdCurve = z.object({
  name: z.string(),
  /** Ascending, 0..1. */
  thresholds: z.array(z.number()),
  precision: z.array(z.number().nullable()),
  recall: z.array(z.number().nullable()),
});
export type ThresholdCurve = z.infer<typeof ThresholdCurve>;

/** A model (or a recipe without a network) measured on images with labels. */
export const Evaluation = z.object({
  /** Model id, or id of a recipe. */
  model: z.string(),
  title: z.string(),
  /** Of the model's weights; null for a recipe. */
  sha256: z.string().nullable(),
  at: z.string(),
  images: z.array(
    z.object({
      name: z.string(),
      imageId: z.number().int().nullable(),
      frame: z.number().int(),
      labels: z.string(),
      /** The model learned from this image: its score says little. */
      learned: z.boolean(),
      pixelAccuracy: z.number().nullable(),
      meanDice: z.number().nullable(),
    }),
  ),
  scores: Scores,
  /** Soft Dice of each true class (row) with each class of the model (column). */
  softDice: z.array(z.array(z.number().nullable())),
  curves: z.array(ThresholdCurve),
  /** Recall of the pixels of true particles by their diameter, px; limits of the groups ascend. */
  bySize: z.array(
    z.object({ from: z.number(), to: z.number(), particles: z.number().int(), recall: z.number().nullable() }),
  ),
  bySample: z.array(
    z.object({ sample: z.string(), images: z.number().int(), scores: Scores, curves: z.array(ThresholdCurve) }),
  ),
  seconds: z.number(),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** Why a result may be empty or poor, and what to do. */
export const Finding = z.object({
  tag: z.enum([
    'class-missing',
    'all-ignored',
    'all-background',
    'pixel-size',
    'polarity',
    'below-threshold',
    'flat-image',
    'other',
  ]),
  message: z.string(),
  remedy: z.string(),
});
export type Finding = z.infer<typeof Finding>;
