import { dilateRows, RowRuns, subtractRows } from '../math/row-runs.ts';
import type { ParticlePixels } from './pixels.ts';

/** Values of the image on one particle, file units. */
export interface IntensitySums {
  total: number;
  min: number;
  max: number;
}

/** Sum, smallest and largest value of the image under `rows`, which must lie inside the image. */
export function intensitySums(particle: ParticlePixels, into: IntensitySums): IntensitySums {
  const { rows, image, imageWidth } = particle;
  let total = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows.height; row++) {
    const line = (rows.top + row) * imageWidth;
    for (let k = rows.start[row]; k < rows.start[row + 1]; k++) {
      const stop = line + rows.to[k];
      for (let i = line + rows.from[k]; i < stop; i++) {
        const value = image[i];
        total += value;
        if (value < min) min = value;
        if (value > max) max = value;
      }
    }
  }
  into.total = total;
  into.min = min;
  into.max = max;
  return into;
}

/** Sum of squared differences from `mean` over the pixels of a particle; a second pass, so that digits are kept. */
export function squaredDeviations(particle: ParticlePixels, mean: number): number {
  const { rows, image, imageWidth } = particle;
  let sum = 0;
  for (let row = 0; row < rows.height; row++) {
    const line = (rows.top + row) * imageWidth;
    for (let k = rows.start[row]; k < rows.start[row + 1]; k++) {
      const stop = line + rows.to[k];
      for (let i = line + rows.from[k]; i < stop; i++) {
        const difference = image[i] - mean;
        sum += difference * difference;
      }
    }
  }
  return sum;
}

const once = new RowRuns();
const twice = new RowRuns();
const ring = new RowRuns();

/**
 * Mean of the image on the ring between one and two dilations of the particle by the 4-neighbour cross, the background
 * of Slater et al. 2020. The part of the ring outside the image is left out; NaN when nothing is left.
 */
export function ringMean(particle: ParticlePixels): number {
  const { rows, image, imageWidth, imageHeight } = particle;
  dilateRows(rows, once);
  dilateRows(once, twice);
  subtractRows(twice, once, ring);
  let sum = 0;
  let count = 0;
  for (let row = 0; row < ring.height; row++) {
    const y = ring.top + row;
    if (y < 0 || y >= imageHeight) continue;
    const line = y * imageWidth;
    for (let k = ring.start[row]; k < ring.start[row + 1]; k++) {
      const from = Math.max(0, ring.from[k]);
      const to = Math.min(imageWidth, ring.to[k]);
      for (let i = line + from; i < line + to; i++) sum += image[i];
      count += Math.max(0, to - from);
    }
  }
  return count === 0 ? Number.NaN : sum / count;
}
