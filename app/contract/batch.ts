// Work on files without a project: what the command line does, through the same services.
import { z } from 'zod';
import { Axis, CalibrationSource } from '../domain/calibration.ts';
import { FailureInfo } from '../domain/failure.ts';
import { JobInfo } from '../domain/job.ts';
import { Recipe } from '../domain/recipe.ts';
import { call } from './call.ts';

/** One image of a file as `inspect` reports it. Statistics are null where they have no meaning (complex, colour). */
export const InspectedImage = z.object({
  name: z.string(),
  /** Slowest axis first. */
  shape: z.array(z.number().int()),
  dtype: z.string(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  /** Of the decoded pixels, little-endian, C order. */
  sha256: z.string(),
  axes: z.array(Axis.pick({ size: true, scale: true, offset: true, units: true })),
  calibrationSource: CalibrationSource,
});
export type InspectedImage = z.infer<typeof InspectedImage>;

export const InspectedFile = z.union([
  z.object({ file: z.string(), format: z.string(), images: z.array(InspectedImage) }),
  z.object({ file: z.string(), error: FailureInfo }),
]);
export type InspectedFile = z.infer<typeof InspectedFile>;

/** Overlap scores of one class of pixels: Dice = 2TP / (2TP + FP + FN), IoU = TP / (TP + FP + FN). */
export const PixelScores = z.object({
  name: z.string(),
  dice: z.number(),
  iou: z.number(),
  precision: z.number(),
  recall: z.number(),
});

/** Instances found against true ones at one IoU threshold; `meanIou` over the matched pairs. */
export const MatchScores = z.object({
  threshold: z.number(),
  f1: z.number(),
  precision: z.number(),
  recall: z.number(),
  matched: z.number().int(),
  meanIou: z.number(),
});

export const Scores = z.object({
  pixelAccuracy: z.number(),
  classes: z.array(PixelScores),
  instances: z.object({ found: z.number().int(), true: z.number().int(), matches: z.array(MatchScores) }).nullable(),
});

export const batchCalls = {
  'batch.inspect': call(
    "What a file holds: its images, their type, axes, calibration and a hash of their pixels. A file that can't be read is an answer, not a failure.",
    z.object({ path: z.string() }),
    InspectedFile,
  ),
  'batch.segment': call(
    'Segments files into `out`: STEM.labels.tif, STEM.particles.csv a file and one run.json; with `maps` also STEM.classes.tif and STEM.probabilities.tif. `recipe` null: the program chooses for each image. `model` in place of a recipe: a network by its name or file; null: the one that suits each image. A job; result `{ outputs, failed }`.',
    z.object({
      paths: z.array(z.string()).min(1),
      recipe: Recipe.nullable().default(null),
      model: z.string().min(1).nullable().optional(),
      /** nm a pixel, for files that do not say it. */
      pixelSize: z.number().positive().nullable(),
      /** Diffraction patterns are segmented as well; without it they are refused. */
      patterns: z.boolean().default(false),
      /**
       * Also the class of each pixel and the probabilities of all classes, by the model's order; of networks that find particles
       * straight away 0 background, 1 particle, and the probability of class 1.
       */
      maps: z.boolean().default(false),
      out: z.string(),
    }),
    JobInfo,
  ),
  'batch.simulate': call(
    'Simulated micrographs with exact truth into `out`: KIND-SEED.tif or .png, .labels.tif, .classes.tif (particle; overlap; core and patch) and .truth.json each. A job; result `{ outputs }`. Fails with invalid-input for an unknown kind.',
    z.object({
      kind: z.string(),
      /** Of the first; the next have the next numbers. */
      seed: z.number().int().nonnegative(),
      count: z.number().int().positive().max(100_000),
      /** Side of the square frame, px. */
      size: z.number().int().min(32).max(8192),
      /** Share that looks as printed in a journal, 0..1. */
      published: z.number().min(0).max(1),
      out: z.string(),
    }),
    JobInfo,
  ),
  'batch.evaluate': call(
    'Compares label images with true ones, paired by file stem. `classes`: values are class indexes, not particles.',
    z.object({ labels: z.string(), truth: z.string(), classes: z.boolean().default(false) }),
    z.object({
      pairs: z.array(Scores.extend({ name: z.string(), labels: z.string(), truth: z.string() })),
      /** Counts pooled over all pairs. */
      overall: Scores,
      unpaired: z.array(z.string()),
    }),
  ),
};
