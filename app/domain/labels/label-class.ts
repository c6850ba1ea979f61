import { z } from 'zod';

/**
 * What a class stands for, so that the program can act on it: `overlap` belongs to every particle that it touches, `ignore`
 * takes no part in training or scores, `other` is named by the person alone.
 */
export const LabelRole = z.enum(['background', 'particle', 'overlap', 'core', 'patch', 'ignore', 'other']);
export type LabelRole = z.infer<typeof LabelRole>;

/** The value of a pixel that nobody has labelled. It is no class: it is drawn as nothing and never trains. */
export const unlabelled = 0;

/** The largest number of a class; class numbers fit a byte. */
export const maxClassId = 250;

/** One class of pixels and of particles. `id` is the value of its pixels; it stays when the class is renamed or moved. */
export const LabelClass = z.object({
  id: z.number().int().min(1).max(maxClassId),
  name: z.string().min(1),
  /** `#rrggbb` */
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  role: LabelRole,
});
export type LabelClass = z.infer<typeof LabelClass>;

/** The classes of a label set in the order in which they are shown; ids and names are unique. */
export const LabelClasses = z
  .array(LabelClass)
  .max(maxClassId)
  .refine((list) => new Set(list.map((c) => c.id)).size === list.length, 'Class numbers must differ.')
  .refine((list) => new Set(list.map((c) => c.name)).size === list.length, 'Class names must differ.');
export type LabelClasses = readonly LabelClass[];

/** Classes to start from. */
export interface ClassPreset {
  readonly id: string;
  readonly title: string;
  readonly classes: LabelClasses;
}

/** Okabe and Ito's colours (2008), which colour-blind people can tell apart; background is quiet. */
const blue = '#56b4e9';
const orange = '#e69f00';
const green = '#009e73';
const purple = '#cc79a7';
const quiet = '#5b6169';

export const classPresets: readonly ClassPreset[] = [
  {
    id: 'particles',
    title: 'Particle, background',
    classes: [
      { id: 1, name: 'Particle', colour: blue, role: 'particle' },
      { id: 2, name: 'Background', colour: quiet, role: 'background' },
    ],
  },
  {
    id: 'overlap',
    title: 'Particle, overlap, background',
    classes: [
      { id: 1, name: 'Particle', colour: blue, role: 'particle' },
      { id: 2, name: 'Overlap', colour: orange, role: 'overlap' },
      { id: 3, name: 'Background', colour: quiet, role: 'background' },
    ],
  },
  {
    id: 'core-patch',
    title: 'Core, patch, background',
    classes: [
      { id: 1, name: 'Core', colour: orange, role: 'core' },
      { id: 2, name: 'Patch', colour: green, role: 'patch' },
      { id: 3, name: 'Background', colour: quiet, role: 'background' },
    ],
  },
  {
    id: 'void',
    title: 'Material, void, background',
    classes: [
      { id: 1, name: 'Material', colour: blue, role: 'particle' },
      { id: 2, name: 'Void', colour: purple, role: 'other' },
      { id: 3, name: 'Background', colour: quiet, role: 'background' },
    ],
  },
];
