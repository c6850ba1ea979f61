import type { RunMask } from '../domain/instance.ts';
import type { BinaryImage, GreyImage } from '../domain/plane.ts';
import { type PixelBox, paintMask } from '../domain/run-mask.ts';

/** The bounding box of a mask with `margin` px on each side, cut to an image of `width` x `height`. */
export function boxAround(mask: RunMask, margin: number, width: number, height: number): PixelBox {
  const x = Math.max(0, mask.x - margin);
  const y = Math.max(0, mask.y - margin);
  return {
    x,
    y,
    width: Math.max(0, Math.min(width, mask.x + mask.width + margin) - x),
    height: Math.max(0, Math.min(height, mask.y + mask.height + margin) - y),
  };
}

/** A mask as the binary image of `box`. */
export function cropMask(mask: RunMask, box: PixelBox): BinaryImage {
  const data = new Uint8Array(box.width * box.height);
  paintMask(mask, data, box, 1);
  return { width: box.width, height: box.height, data };
}

/** The pixels of `box` of an image; outside the image the value is `outside`. */
export function cropImage(image: GreyImage, box: PixelBox, outside = 0): GreyImage {
  const data = new Float32Array(box.width * box.height).fill(outside);
  const from = Math.max(0, box.x);
  const to = Math.min(image.width, box.x + box.width);
  if (to > from) {
    for (let row = Math.max(0, -box.y); row < box.height && box.y + row < image.height; row++) {
      const start = (box.y + row) * image.width;
      data.set(image.data.subarray(start + from, start + to), row * box.width + from - box.x);
    }
  }
  return { width: box.width, height: box.height, data };
}
