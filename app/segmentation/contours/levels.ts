import type { GreyImage } from '../../domain/plane.ts';

/**
 * An image as 256 grey levels at 1 / shrink of its size, with the steepness of the grey landscape. Everything that is said
 * about contours is said in levels and in pixels of this size.
 */
export interface LevelImage {
  readonly width: number;
  readonly height: number;
  /** Pixels of the full image along each side of one pixel. */
  readonly shrink: number;
  readonly levels: Uint8Array;
  /** Length of the gradient, levels a px. */
  readonly slopes: Float32Array;
  /** Half of the pixels are less steep than this. */
  readonly medianSlope: number;
  /** 2 % of the pixels are steeper than this. */
  readonly steepSlope: number;
  /** Grey value of level 0, and grey values a level. */
  readonly low: number;
  readonly step: number;
}

/** Percentiles are taken from every 7th pixel, or from about this many. */
const sampleSize = 60_000;

function shrunk({ width, height, data }: GreyImage, shrink: number): GreyImage {
  if (shrink === 1) return { width, height, data: data.slice() };
  const small = { width: Math.ceil(width / shrink), height: Math.ceil(height / shrink) };
  const sums = new Float64Array(small.width);
  const out = new Float32Array(small.width * small.height);
  for (let y = 0; y < small.height; y++) {
    sums.fill(0);
    const bottom = Math.min(height, (y + 1) * shrink);
    for (let row = y * shrink; row < bottom; row++) {
      for (let x = 0; x < width; x++) sums[(x / shrink) | 0] += data[row * width + x];
    }
    for (let x = 0; x < small.width; x++) {
      const columns = Math.min(width, (x + 1) * shrink) - x * shrink;
      out[y * small.width + x] = sums[x] / (columns * (bottom - y * shrink));
    }
  }
  return { ...small, data: out };
}

/** Three passes of (1 2 1) / 4 along both axes: a Gaussian of sigma 1.22 px. In place; the border repeats its pixel. */
function soften({ width, height, data }: GreyImage): void {
  for (let round = 0; round < 3; round++) {
    for (let y = 0; y < height; y++) {
      const stop = (y + 1) * width;
      let before = data[y * width];
      for (let i = y * width; i < stop; i++) {
        const here = data[i];
        const after = i + 1 < stop ? data[i + 1] : here;
        data[i] = 0.25 * (before + after) + 0.5 * here;
        before = here;
      }
    }
    const before = data.slice(0, width);
    for (let y = 0; y < height; y++) {
      const down = y + 1 < height ? width : 0;
      for (let x = 0, i = y * width; x < width; x++, i++) {
        const here = data[i];
        data[i] = 0.25 * (before[x] + data[i + down]) + 0.5 * here;
        before[x] = here;
      }
    }
  }
}

function sortedSample(values: Float32Array): Float32Array {
  const stride = Math.max(7, Math.floor(values.length / sampleSize)) | 1;
  const sample = new Float32Array(Math.ceil(values.length / stride));
  for (let i = 0; i < sample.length; i++) sample[i] = values[i * stride];
  return sample.sort();
}

const quantile = (sorted: Float32Array, q: number): number => sorted[Math.floor(q * (sorted.length - 1))];

/** Differences under this share of the values are rounding errors of float32. */
const leastContrast = 1e-5;

/** Levels span the middle 99.8 % of the grey values. */
export function levelImage(image: GreyImage, shrink: number): LevelImage {
  const small = shrunk(image, shrink);
  soften(small);
  const { width, height, data } = small;
  const sorted = sortedSample(data);
  const low = quantile(sorted, 0.001);
  const high = quantile(sorted, 0.999);
  const span = Math.max(high - low, leastContrast * Math.max(Math.abs(low), Math.abs(high)), 1e-30);
  const step = span / 255;
  const levels = new Uint8Array(data.length);
  const slopes = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    const up = y > 0 ? -width : 0;
    const down = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      levels[i] = Math.max(0, Math.min(255, Math.round((data[i] - low) / step)));
      const dx = data[x < width - 1 ? i + 1 : i] - data[x > 0 ? i - 1 : i];
      const dy = data[i + down] - data[i + up];
      slopes[i] = Math.sqrt(dx * dx + dy * dy) / (2 * step);
    }
  }
  const steepness = sortedSample(slopes);
  return {
    width,
    height,
    shrink,
    levels,
    slopes,
    medianSlope: quantile(steepness, 0.5) + 0.05,
    steepSlope: quantile(steepness, 0.98) + 0.05,
    low,
    step,
  };
}
