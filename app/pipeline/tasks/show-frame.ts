import type { ElementType } from '../../domain/element-type.ts';
import { Failure } from '../../domain/failure.ts';
import { openAcquisition } from '../../formats/open.ts';
import { type Glance, glance } from '../../image/glance.ts';
import { task } from '../../ports/task.ts';
import { type DecodedFrame, imageAt, showable } from './decode-frame.ts';
import { cachedFrame, keptFrame } from './frame-cache.ts';
import type { FrameVersion } from './grey-frame.ts';

/** Decodes one plane of a file for the window. */
export const decodeFrameTask = task(
  'decode-frame',
  async ({ address, version }: FrameVersion, { open }): Promise<DecodedFrame> => {
    const known = keptFrame(address, version);
    // a copy: what a task answers with is taken from its thread
    if (known !== undefined) return { ...known, pixels: known.pixels.slice() };
    const acquisition = await openAcquisition(open(address.path));
    const image = imageAt(acquisition.images, address);
    const [height, width] = image.shape.slice(-2);
    return { width, height, ...showable(image.elementType, await image.readFrame(address.frame)) };
  },
);

/** Few enough numbers of a frame to show it before it has come. The decoded frame stays at hand for who asks for it next. */
export const glanceTask = task(
  'glance',
  async ({ address, version }: FrameVersion, { open }): Promise<Glance & { readonly elementType: ElementType }> => {
    const { elementType, pixels, width, height } = await cachedFrame(address, version, open);
    if (elementType === 'rgb8' || elementType === 'rgba8')
      throw new Failure('unsupported', 'Colour images are shown without a glance.', 'Ask for the frame.', address.path);
    return { elementType, ...glance(pixels, width, height) };
  },
);
