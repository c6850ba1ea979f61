import { z } from 'zod';
import { Recipe } from './recipe.ts';

/**
 * Where a result comes from. Equal provenance = equal result, so a run is looked up before it is computed again.
 * `steps` holds the resolved recipe: every parameter spelled out, every step with its version.
 */
export const Provenance = z.object({
  program: z.string(),
  recipe: Recipe,
  stepVersions: z.record(z.string(), z.number().int()),
  /** What "auto" choices became on this image: `polarity: "dark"`, `threshold: 132.4` ... */
  resolved: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  inputSha256: z.string(),
  frame: z.number().int().nonnegative(),
  pixelSize: z.number().positive().nullable(),
  seed: z.number().int(),
  /** Why the program chose this recipe; absent when a person did. */
  reason: z.string().optional(),
});
export type Provenance = z.infer<typeof Provenance>;
