import { createHash } from 'node:crypto';
import { canonicalJson } from '../../app/domain/canonical-json.ts';
import { isAutomatic, type Recipe } from '../../app/domain/recipe.ts';
import { featureColumns, type PixelSize } from '../../app/features/measure.ts';
import { steps as allSteps } from '../../app/pipeline/list.ts';
import { planRecipe } from '../../app/pipeline/resolve-recipe.ts';
import { uncertaintyColumn } from '../../app/pipeline/uncertainty.ts';
import type { StoredImage } from '../../app/ports/stored.ts';

/** One image frame of a run. */
export interface PlannedFrame {
  readonly image: StoredImage;
  readonly frame: number;
}

export function plannedFrames(images: readonly StoredImage[], frames: 'first' | 'all'): PlannedFrame[] {
  return images.flatMap((image) =>
    Array.from({ length: frames === 'first' ? 1 : image.frames }, (_, frame) => ({ image, frame })),
  );
}

/** Sides of an image's pixel in nm; null without calibration and for reciprocal space. */
export function pixelSides({ calibration: { space, x, y } }: StoredImage): PixelSize | null {
  return space === 'real' && x !== null && y !== null ? { x, y } : null;
}

/**
 * Names the result of a recipe on a frame before it is computed: a hash over everything that determines it. What a recipe
 * is called and its disabled steps are left out.
 */
export function resultKey(program: string, recipe: Recipe, { image, frame }: PlannedFrame): string {
  // What the program may choose from determines its choice; without steps of its own a recipe finds nothing.
  const steps = isAutomatic(recipe)
    ? ['automatic', ...allSteps.map(({ id, version }) => [id, version])]
    : planRecipe(recipe).map(({ step, params }) => [step.id, step.version, params]);
  const input = [image.file.sha256, image.imageIndex, frame, pixelSides(image)];
  const features = [...featureColumns(false), uncertaintyColumn].map((column) => column.id);
  return createHash('sha256').update(canonicalJson({ program, steps, features, input })).digest('hex');
}
