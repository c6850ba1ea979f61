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
  /** The labels that it used, by frame, and the name of their kept version (see labels/label-content.ts); absent without any. */
  labels: z
    .array(
      z.object({
        setId: z.number().int(),
        imageId: z.number().int(),
        frame: z.number().int(),
        sha256: z.string(),
      }),
    )
    .optional(),
  /** Why the program chose this recipe; absent when a person did. */
  reason: z.string().optional(),
});
export type Provenance = z.infer<typeof Provenance>;
