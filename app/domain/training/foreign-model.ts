import { z } from 'zod';

/** How grey levels reach a network from elsewhere. */
export const InputScale = z.enum([
  /** Zero mean and unit deviation over the image: what most networks learned from. */
  'deviation',
  /** As in the file: the network prepares them itself. */
  'none',
  /** The 1st to the 99.8th percentile of the image to 0..1. */
  'percentiles',
  /** Divided by the largest value of the image. */
  'largest',
]);
export type InputScale = z.infer<typeof InputScale>;

/** What is needed to run a network that was made elsewhere. */
export const ForeignModel = z.object({
  input: z.string(),
  output: z.string(),
  /** Channels of the output. One counts as the probability of a particle beside a background. */
  channels: z.number().int().min(1).max(250),
  scale: InputScale,
  /** Whether the output is probabilities already. */
  values: z.enum(['probabilities', 'scores']),
  /** Side of the tiles that it takes where it takes only one size, px. */
  side: z.number().int().positive().nullable(),
});
export type ForeignModel = z.infer<typeof ForeignModel>;
