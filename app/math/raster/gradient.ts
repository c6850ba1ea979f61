import { boxIn, type Grid } from './grid.ts';
import type { Box } from './spans.ts';

/** Derivatives of a smoothed image in a box, row-major; values of the image a pixel. */
export interface Gradient extends Box {
  readonly dx: Float32Array;
  readonly dy: Float32Array;
}

/** Weights of a Gaussian and of its derivative at -radius .. radius, cut at 4 sigma; the former add up to 1. */
function weights(sigma: number): { radius: number; smooth: Float64Array; slope: Float64Array } {
  const radius = Math.floor(4 * sigma + 0.5);
  const smooth = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  let sum = 0;
  for (let i = 0; i < smooth.length; i++) sum += smooth[i];
  for (let i = 0; i < smooth.length; i++) smooth[i] /= sum;
  return { radius, smooth, slope: smooth.map((w, i) => ((i - radius) / sigma ** 2) * w) };
}

/** Index i of an image of n pixels that is mirrored about its edges. */
function mirrored(i: number, n: number): number {
  const k = ((i % (2 * n)) + 2 * n) % (2 * n);
  return k < n ? k : 2 * n - 1 - k;
}

/**
 * Gradient of an image by derivatives of a Gaussian (SciPy `gaussian_filter` of order 1 along one axis, 0 along the other; mirrored
 * edges, cut at 4 sigma), in the whole image or in a box of it. Pixels around the box count as they do in the whole.
 * @param sigma standard deviation, px, over 0
 */
export function gradientIn(image: Grid, sigma: number, box?: Box): Gradient {
  const part = boxIn(image, box);
  const { width, height } = part;
  const { radius, smooth, slope } = weights(sigma);
  const dx = new Float32Array(width * height);
  const dy = new Float32Array(width * height);
  if (dx.length === 0) return { ...part, dx, dy };
  const tall = height + 2 * radius;
  const line = new Float64Array(width + 2 * radius);
  const smoothRows = new Float32Array(width * tall);
  const slopeRows = new Float32Array(width * tall);
  for (let v = 0; v < tall; v++) {
    const row = mirrored(part.y + v - radius, image.height) * image.width;
    for (let u = 0; u < line.length; u++) line[u] = image.data[row + mirrored(part.x + u - radius, image.width)];
    for (let u = 0; u < width; u++) {
      let s = 0;
      let d = 0;
      for (let k = 0; k < smooth.length; k++) {
        s += smooth[k] * line[u + k];
        d += slope[k] * line[u + k];
      }
      smoothRows[v * width + u] = s;
      slopeRows[v * width + u] = d;
    }
  }
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      let x = 0;
      let y = 0;
      for (let k = 0, i = v * width + u; k < smooth.length; k++, i += width) {
        x += smooth[k] * slopeRows[i];
        y += slope[k] * smoothRows[i];
      }
      dx[v * width + u] = x;
      dy[v * width + u] = y;
    }
  }
  return { ...part, dx, dy };
}

/** Length of the gradient at every pixel of its box. */
export function magnitudeOf({ dx, dy }: Gradient): Float32Array {
  const magnitude = new Float32Array(dx.length);
  for (let i = 0; i < magnitude.length; i++) magnitude[i] = Math.sqrt(dx[i] * dx[i] + dy[i] * dy[i]);
  return magnitude;
}
