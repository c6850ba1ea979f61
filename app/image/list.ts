import type { Step } from '../ports/step.ts';
import { gaussianStep } from './gaussian.ts';

/** Every step from image to image, in the order in which forms offer them. */
export const imageSteps: readonly Step<'image', 'image'>[] = [gaussianStep];
