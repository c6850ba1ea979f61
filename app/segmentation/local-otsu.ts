import type { BinaryImage, GreyImage } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';
import { greyRange } from './histogram.ts';

/** Otsu's threshold of a histogram of `pixels` values whose weighted sum is `sum`: the level that ends the lower class. */
function otsuLevel(histogram: Int32Array, pixels: number, sum: number): number {
  let level = 0;
  let largest = 0;
  let below = histogram[0];
  let sumBelow = 0;
  for (let i = 1; i < 256; i++) {
    const count = histogram[i];
    if (count === 0) continue;
    below += count;
    if (below === pixels) break;
    sumBelow += i * count;
    const contrast = (pixels - below) * sumBelow - (sum - sumBelow) * below;
    const variance = (contrast * contrast) / (below * (pixels - below));
    if (variance > largest) {
      largest = variance;
      level = i;
    }
  }
  return level;
}

/** Rows [start, end): 1 where a pixel's 8-bit level reaches Otsu's threshold of the disk around it. */
const reachesLocalOtsu = kernel(
  'segmentation/local-otsu',
  (
    start: number,
    end: number,
    pixels: Float32Array,
    width: number,
    height: number,
    radius: number,
    low: number,
    gain: number,
    out: Uint8Array,
  ) => {
    const rows = 2 * radius + 1;
    const reach = Int32Array.from({ length: rows }, (_, i) => Math.floor(Math.sqrt(radius ** 2 - (i - radius) ** 2)));
    // The rows under the disk as levels, reused in turn.
    const levels = new Uint8Array(rows * width);
    const histogram = new Int32Array(256);
    const load = (y: number) => {
      const slot = (y % rows) * width;
      for (let x = 0; x < width; x++) levels[slot + x] = (pixels[y * width + x] - low) * gain;
    };
    for (let y = Math.max(0, start - radius); y < Math.min(height, start + radius); y++) load(y);
    for (let y = start; y < end; y++) {
      if (y + radius < height) load(y + radius);
      const top = Math.max(0, y - radius);
      const bottom = Math.min(height - 1, y + radius);
      histogram.fill(0);
      let count = 0;
      let sum = 0;
      for (let row = top; row <= bottom; row++) {
        const slot = (row % rows) * width;
        const right = Math.min(width, reach[row - y + radius]);
        for (let x = 0; x < right; x++) {
          const level = levels[slot + x];
          histogram[level]++;
          sum += level;
          count++;
        }
      }
      const own = (y % rows) * width;
      for (let x = 0; x < width; x++) {
        for (let row = top; row <= bottom; row++) {
          const slot = (row % rows) * width;
          const enters = x + reach[row - y + radius];
          const leaves = x - 1 - reach[row - y + radius];
          if (enters < width) {
            const level = levels[slot + enters];
            histogram[level]++;
            sum += level;
            count++;
          }
          if (leaves >= 0) {
            const level = levels[slot + leaves];
            histogram[level]--;
            sum -= level;
            count--;
          }
        }
        out[y * width + x] = levels[own + x] >= otsuLevel(histogram, count, sum) ? 1 : 0;
      }
    }
  },
);

/**
 * 1 where a pixel reaches Otsu's threshold of the disk of `radius` px around it. Values are first spread over 8 bits from the
 * image's minimum to its maximum (scikit-image `filters.rank.otsu`, pixel >= threshold). The disk is cut at the border.
 */
export function localOtsu(image: GreyImage, radius: number, work: Work): BinaryImage {
  const { width, height } = image;
  const { threads } = work;
  const { min, max } = greyRange(image, work);
  const data = threads.allocate('uint8', width * height);
  const pixels = onSharedMemory('float32', image.data, threads);
  const gain = max > min ? 255 / (max - min) : 0;
  threads.forBands(reachesLocalOtsu, height, pixels, width, height, radius, min, gain, data);
  return { width, height, data };
}

export const localOtsuKernels = [reachesLocalOtsu];
