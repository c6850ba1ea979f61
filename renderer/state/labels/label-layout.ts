import { z } from 'zod';

/** How the Label room is set up by the person: remembered between starts. */
export const LabelLayout = z.object({
  /** The hand that leads the pointer: toolbar and inspector stand on its side, keys under the other hand. */
  hand: z.enum(['right', 'left']),
  /** Larger buttons, for a pen or a finger. */
  pen: z.boolean(),
  /** The brush is as wide as a pen presses. */
  pressure: z.boolean(),
  /** The tool that was in hand last. */
  toolId: z.string(),
  /** Diameter of the brush, px. */
  size: z.number().min(1).max(4000),
  /** `size` counts screen px: the brush covers less of the image the closer one looks. */
  followsZoom: z.boolean(),
  /** How far values may lie from the clicked one, part of the shown range (0..1). */
  tolerance: z.number().min(0.001).max(1),
  /** How strong an edge must be to stop the wand, part of the strongest around (0..1). */
  edge: z.number().min(0.01).max(1),
  /** The wand closes small holes in what it takes. */
  wandFills: z.boolean(),
  /** Px by which grow and shrink move the outline. */
  growBy: z.number().min(1).max(200),
  /** What the inspector shows. */
  tab: z.enum(['labels', 'review', 'history']),
});
export type LabelLayout = z.infer<typeof LabelLayout>;

export const labelLayoutDefaults: LabelLayout = {
  hand: 'right',
  pen: false,
  pressure: true,
  toolId: 'label-brush',
  size: 24,
  followsZoom: true,
  tolerance: 0.08,
  edge: 0.25,
  wandFills: true,
  growBy: 1,
  tab: 'labels',
};
