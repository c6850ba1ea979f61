import { z } from 'zod';

/** A synthesis condition: "seed volume = 0.35 mL". `value` is text when it is not a number ("CTAB"). */
export const Condition = z.object({
  name: z.string().min(1),
  value: z.union([z.number(), z.string()]),
  unit: z.string(),
});
export type Condition = z.infer<typeof Condition>;
