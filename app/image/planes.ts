import type { GreyImage } from '../domain/plane.ts';
import type { Threads } from '../ports/work.ts';

/** A zeroed image on memory that all threads see. */
export function emptyImage(width: number, height: number, threads: Threads): GreyImage {
  return { width, height, data: threads.allocate('float32', width * height) };
}

/** The pixels of `image` where all threads see them: the same array when it is already shared, else a copy. */
export function sharedPixels(image: GreyImage, threads: Threads): Float32Array {
  if (threads.count === 1 || image.data.buffer instanceof SharedArrayBuffer) return image.data;
  const shared = threads.allocate('float32', image.data.length);
  shared.set(image.data);
  return shared;
}
