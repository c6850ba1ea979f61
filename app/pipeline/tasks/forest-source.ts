import type { ForestFeatures, GreyScale } from '../../domain/forest.ts';
import type { GreyImage } from '../../domain/plane.ts';
import { toGrey } from '../../image/to-grey.ts';
import type { TaskEnvironment } from '../../ports/task.ts';
import { ownScale } from '../../segmentation/pixel-forest/scale.ts';
import type { CodeSource } from '../../segmentation/pixel-forest/source.ts';
import { cachedFrame } from './frame-cache.ts';
import type { FrameVersion } from './grey-frame.ts';
import { keptPlane } from './preview-cache.ts';

/** A frame as a forest looks at it. */
export interface ForestFrame extends FrameVersion {
  readonly features: ForestFeatures;
  /** Null: the frame's own scale. */
  readonly scale: GreyScale | null;
}

/** The frame's pixels, from this thread's memory when they were asked for lately, with its scale. */
export async function forestSource(
  { address, version, features, scale }: ForestFrame,
  { open, work }: TaskEnvironment,
): Promise<CodeSource> {
  const { elementType, pixels, width, height } = await cachedFrame(address, version, open);
  work.check();
  // the name under which previews keep it too
  const key = JSON.stringify([version, address.path, address.imageIndex, address.frame, 1]);
  const image = keptPlane(key, () => ({
    plane: toGrey(pixels, elementType, width, height, work.threads),
    resolved: {},
  })).plane as GreyImage;
  return { image, features, scale: scale ?? ownScale(image) };
}
