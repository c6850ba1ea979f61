import { imageSteps } from '../image/list.ts';
import type { Step } from '../ports/step.ts';
import { segmentationSteps } from '../segmentation/list.ts';

/** Every step that a recipe may use, in the order of the flow. */
export const steps: readonly Step[] = [...imageSteps, ...segmentationSteps] as unknown as readonly Step[];

const byId: ReadonlyMap<string, Step> = new Map(steps.map((step) => [step.id, step]));

/** The step of that id, or undefined. */
export const stepNamed = (id: string): Step | undefined => byId.get(id);
