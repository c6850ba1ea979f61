import { z } from 'zod';

/** What a frame is for. Frames are divided by image, never by patch. */
export const TrainingSplit = z.enum(['training', 'validation', 'test']);
export type TrainingSplit = z.infer<typeof TrainingSplit>;

/** What is done to an image before a network sees it, in this order; then zero mean and unit deviation over the image. */
export const Preprocessing = z.object({
  /** X-ray hits (pixels so many deviations from their surroundings) are replaced by their neighbours' mean; null: not. */
  hits: z.number().positive().max(100).nullable().default(null),
  /** Order of the smooth background that is fitted and divided away; 0 for none. */
  flatField: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).default(0),
  /** Side of a median filter, px; 0 for none. */
  median: z.union([z.literal(0), z.literal(3)]).default(0),
});
export type Preprocessing = z.infer<typeof Preprocessing>;

/** How far patches are changed by chance before a network learns from them. 0 = not at all. */
export const Augmentation = z.object({
  flips: z.boolean().default(true),
  /** `quarter`: by quarter turns, exact. `any`: by any angle, mirrored beyond the edge. */
  rotations: z.enum(['none', 'quarter', 'any']).default('any'),
  /** Magnified or shrunk by up to this share: 0.2 = by 0.8 to 1.2. */
  scale: z.number().min(0).max(0.9).default(0.2),
  /** Contrast times 1 - c to 1 + c. */
  contrast: z.number().min(0).max(0.9).default(0.2),
  /** Brightness plus or minus this share of the deviation. */
  brightness: z.number().min(0).max(2).default(0.2),
  /** Exponent of the grey levels 1 / (1 + g) to 1 + g. */
  gamma: z.number().min(0).max(1).default(0.1),
  /** Deviation of added noise, at most, in deviations of the image. */
  noise: z.number().min(0).max(2).default(0.1),
  /** Deviation of a Gaussian blur, at most, px. */
  blur: z.number().min(0).max(5).default(0.5),
  /** Amplitude of a smooth random displacement, at most, px. */
  elastic: z.number().min(0).max(20).default(0),
});
export type Augmentation = z.infer<typeof Augmentation>;

/** Everything about a training but its images and where it begins. */
export const TrainingSettings = z.object({
  /** Name in the list of architectures. */
  architecture: z.string().default('compact-unet'),
  preprocessing: Preprocessing.prefault({}),
  augmentation: Augmentation.prefault({}),
  loss: z.enum(['cross-entropy', 'dice', 'cross-entropy-dice', 'focal']).default('cross-entropy-dice'),
  /** `balanced`: by how rare a class is; `equal`; or one a class. */
  classWeights: z.union([z.enum(['balanced', 'equal']), z.array(z.number().nonnegative())]).default('balanced'),
  optimiser: z.enum(['sgd', 'adam', 'adamw', 'adadelta']).default('adamw'),
  weightDecay: z.number().min(0).max(1).default(0.01),
  /** Largest norm of a gradient; 0 for no limit. */
  clipNorm: z.number().min(0).default(5),
  rate: z.number().positive().max(10).default(0.003),
  schedule: z.enum(['constant', 'halving', 'cosine']).default('cosine'),
  /** Share of the training in which the rate rises. */
  warmUp: z.number().min(0).max(0.5).default(0.02),
  batch: z.number().int().min(1).max(64).default(4),
  /** Side of a patch, px. */
  patch: z.number().int().min(32).max(2048).default(192),
  stepsPerEpoch: z.number().int().min(1).max(10_000).default(25),
  /** At least one of `epochs` and `minutes`; it ends with whichever comes first. */
  epochs: z.number().int().min(1).max(100_000).nullable().default(null),
  minutes: z.number().positive().max(100_000).nullable().default(null),
  /** Ends after so many epochs without a better score; null never. */
  patience: z.number().int().min(1).nullable().default(null),
  seed: z.number().int().min(0).max(0xff_ff_ff_ff).default(1),
  /** Name of a device (`engine.devices`). */
  device: z.string().default('cpu'),
  /** Of the processor; null: all cores. */
  threads: z.number().int().min(1).max(256).nullable().default(null),
  /** Bytes that a training step or a tile may take; null: half of what the device has. Patches and tiles shrink to it. */
  memory: z.number().positive().nullable().default(null),
});
export type TrainingSettings = z.infer<typeof TrainingSettings>;
