import type { GreyImage } from '../domain/plane.ts';
import { onSharedMemory, type Threads } from '../ports/work.ts';

/** An image to be written, on memory that all threads see; its pixels are undefined until then. */
export function newImage(width: number, height: number, threads: Threads): GreyImage {
  return { width, height, data: threads.allocate('float32', width * height, 'any') };
}

/** The pixels of `image` where all threads see them: the same array when it is already shared, else a copy. */
export function sharedPixels(image: GreyImage, threads: Threads): Float32Array {
  return onSharedMemory('float32', image.data, threads);
}
