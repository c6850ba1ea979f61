import { imagesIn } from '../../state/segmenting.ts';
import type { PlaneRef } from '../../state/selection.ts';

/** Where something is done: to the shown frame, to all frames of its image, to all images. */
export type Where = 'frame' | 'image' | 'all';

/** The frames that something is done to. */
export function framesIn(where: Where, shown: PlaneRef | null): readonly PlaneRef[] {
  if (shown === null) return [];
  if (where === 'frame') return [shown];
  return imagesIn(where === 'image' ? 'shown' : 'all').flatMap((image) =>
    Array.from({ length: image.frames }, (_, frame) => ({ imageId: image.id, frame })),
  );
}
