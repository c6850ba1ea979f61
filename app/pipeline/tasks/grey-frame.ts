import type { GreyImage } from '../../domain/plane.ts';
import { toGrey } from '../../image/to-grey.ts';
import type { TaskEnvironment } from '../../ports/task.ts';
import type { FrameAddress } from './decode-frame.ts';
import { cachedFrame } from './frame-cache.ts';

/** A plane of a file, with what changes when its content may have changed. */
export interface FrameVersion {
  readonly address: FrameAddress;
  /** The file's sha256, or anything else that names its content. */
  readonly version: string;
}

/** A decoded frame as a grey image in file units, on memory that all threads see. */
export async function greyFrame(
  { address, version }: FrameVersion,
  { open, work }: TaskEnvironment,
): Promise<GreyImage> {
  const { elementType, pixels, width, height } = await cachedFrame(address, version, open);
  work.check();
  return toGrey(pixels, elementType, width, height, work.threads);
}
