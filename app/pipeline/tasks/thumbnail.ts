import { writePng } from '../../formats/png/write.ts';
import { thumbnail } from '../../image/thumbnail.ts';
import { task } from '../../ports/task.ts';
import type { FrameAddress } from './decode-frame.ts';
import { cachedFrame } from './frame-cache.ts';

/** A frame as a small PNG, longest side `size` px. */
export const thumbnailTask = task(
  'thumbnail',
  async (
    { size, sha256, ...address }: FrameAddress & { readonly size: number; readonly sha256: string },
    { open },
  ): Promise<Uint8Array> => {
    const { pixels, width, height } = await cachedFrame(address, sha256, open);
    return writePng(thumbnail(pixels, width, height, size));
  },
);
