import { z } from 'zod';
import { LabelRole } from '../labels/label-class.ts';
import { Scores } from './scores.ts';
import { Preprocessing, TrainingSettings, TrainingSplit } from './training-settings.ts';

/** One output of a network, in their order. Roles are those of label classes. */
export const ModelClass = z.object({
  name: z.string().min(1),
  /** `#rrggbb` */
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  role: LabelRole,
});
export type ModelClass = z.infer<typeof ModelClass>;

/** An image that a model was made with, and what for. */
export const LearnedImage = z.object({
  name: z.string(),
  /** Of its file. */
  sha256: z.string(),
  /** Frame of the file, from 0. */
  frame: z.number().int().nonnegative(),
  /** Of the version of its labels (labels/label-content.ts), or of the label file. */
  labels: z.string(),
  split: TrainingSplit,
});
export type LearnedImage = z.infer<typeof LearnedImage>;

/** A number that was measured outside a training, in words: "instance F1 at IoU 0.5, emps test articles". */
export const MeasuredScore = z.object({ measure: z.string(), images: z.number().int(), value: z.number() });
export type MeasuredScore = z.infer<typeof MeasuredScore>;

const Range = z.object({ least: z.number().positive(), most: z.number().positive() });

/** Everything that is known of a model. It travels with the weights, inside the model file. */
export const ModelCard = z.object({
  format: z.literal(1),
  /** Letters, digits, `-`: its name on the command line and in recipes. */
  id: z.string().min(1),
  title: z.string().min(1),
  help: z.string(),
  /** `classes`: one probability a class and pixel, which add up to 1. `maps`: independent maps. `numbers`: a few numbers an image. */
  kind: z.enum(['classes', 'maps', 'numbers']),
  /** Name in the list of architectures; null of a model that came from elsewhere and can't be trained further. */
  architecture: z.string().nullable(),
  classes: z.array(ModelClass).min(1),
  preprocessing: Preprocessing,
  /** nm a pixel of the images learned from; null when they were not calibrated. */
  pixelSize: Range.nullable(),
  /** Diameters of the particles learned from, px; null when that is not known. */
  diameter: Range.nullable(),
  /** Particles learned from were brighter or darker than what is around them; null: not known. */
  polarity: z.enum(['bright', 'dark', 'either']).nullable(),
  learnedFrom: z.array(LearnedImage),
  /** What it learned from, in words, where images can't be listed. */
  sources: z.array(z.string()),
  /** Everything needed to train it again; null when that is not known. */
  settings: TrainingSettings.nullable(),
  /** How the training went. */
  training: z
    .object({
      device: z.string(),
      threads: z.number().int().positive(),
      epochs: z.number().int().nonnegative(),
      /** From 0; null when nothing was judged. */
      bestEpoch: z.number().int().nonnegative().nullable(),
      steps: z.number().int().nonnegative(),
      seconds: z.number().nonnegative(),
    })
    .nullable(),
  /** By split, images never learned from first. */
  scores: z.array(Scores.extend({ split: TrainingSplit, images: z.number().int() })),
  measured: z.array(MeasuredScore),
  /** What it is not good at. */
  limits: z.array(z.string()),
  /** sha256 of the model that it began from; null from scratch. */
  parent: z.string().nullable(),
  program: z.string(),
  /** ISO 8601. */
  created: z.string(),
  licence: z.string(),
  /** SHA-256 of the model file; not inside it, but filled in when it is read. */
  sha256: z.string(),
});
export type ModelCard = z.infer<typeof ModelCard>;
