import { z } from 'zod';

/** A distance measured by hand, from a to b: [ax, ay, bx, by], px of the image; pixel (0, 0) covers [0, 1) x [0, 1). */
export const MeasuredDistance = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type MeasuredDistance = z.infer<typeof MeasuredDistance>;
