import type { LabelRole } from '../../../app/domain/labels/label-class.ts';

/** Colours that classes are drawn in over a micrograph, in their order: background is the micrograph itself. */
export const overlayColours = (
  classes: readonly { readonly colour: string; readonly role: LabelRole }[],
): (string | null)[] => classes.map(({ colour, role }) => (role === 'background' ? null : colour));
