import type { GreyImage } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';

// Thresholds that follow the image, one a pixel. Definitions are those of scikit-image 0.19. Means and deviations over a
// window come from running sums, which start anew every `blockRows` rows, so that a result does not depend on threads.

const blockRows = 64;

/** The row or column inside [0, length) that continues an image beyond its border; `repeat` = the border pixel counts twice. */
function mirrorIndex(at: number, length: number, repeat: boolean): number {
  if (at >= 0 && at < length) return at;
  if (length === 1) return 0;
  const period = repeat ? 2 * length : 2 * length - 2;
  const phase = ((at % period) + period) % period;
  if (phase < length) return phase;
  return repeat ? period - 1 - phase : period - phase;
}

/**
 * Blocks of rows [start, end): thresholds from mean m and standard deviation s over a `window` x `window` square.
 * sauvola: m (1 + k (s / r - 1)), else m - k s.
 */
const windowThreshold = kernel(
  'segmentation/window-threshold',
  (
    start: number,
    end: number,
    pixels: Float32Array,
    width: number,
    height: number,
    window: number,
    repeat: boolean,
    k: number,
    r: number,
    out: Float32Array,
  ) => {
    const half = window >> 1;
    const pixelsInside = window * window;
    const sums = new Float64Array(width);
    const squares = new Float64Array(width);
    const column = Int32Array.from({ length: width + window }, (_, i) => mirrorIndex(i - half, width, repeat));
    const addRow = (y: number, weight: number) => {
      const row = mirrorIndex(y, height, repeat) * width;
      for (let x = 0; x < width; x++) {
        const v = pixels[row + x];
        sums[x] += weight * v;
        squares[x] += weight * v * v;
      }
    };
    for (let block = start; block < end; block++) {
      const top = block * blockRows;
      const bottom = Math.min(height, top + blockRows);
      sums.fill(0);
      squares.fill(0);
      for (let y = top - half; y < top + half; y++) addRow(y, 1);
      for (let y = top; y < bottom; y++) {
        addRow(y + half, 1);
        let sum = 0;
        let square = 0;
        for (let i = 0; i < window - 1; i++) {
          sum += sums[column[i]];
          square += squares[column[i]];
        }
        for (let x = 0; x < width; x++) {
          sum += sums[column[x + window - 1]];
          square += squares[column[x + window - 1]];
          const mean = sum / pixelsInside;
          const deviation = Math.sqrt(Math.max(0, square / pixelsInside - mean * mean));
          out[y * width + x] = r > 0 ? mean * (1 + k * (deviation / r - 1)) : mean - k * deviation;
          sum -= sums[column[x]];
          square -= squares[column[x]];
        }
        addRow(y - half, -1);
      }
    }
  },
);

function overWindow(
  image: GreyImage,
  window: number,
  repeat: boolean,
  k: number,
  r: number,
  { threads }: Work,
): GreyImage {
  const { width, height } = image;
  const data = threads.allocate('float32', width * height);
  const pixels = onSharedMemory('float32', image.data, threads);
  const blocks = Math.ceil(height / blockRows);
  threads.forBands(windowThreshold, blocks, pixels, width, height, window, repeat, k, r, data);
  return { width, height, data };
}

/** Mean over a window x window square, the image mirrored at its border; window odd (`threshold_local`, method mean). */
export const localMean = (image: GreyImage, window: number, work: Work): GreyImage =>
  overWindow(image, window, true, 0, 0, work);

/** m - k s over the window. W. Niblack, An Introduction to Digital Image Processing (1986) 115. */
export const niblackThresholds = (image: GreyImage, window: number, k: number, work: Work): GreyImage =>
  overWindow(image, window, false, k, 0, work);

/**
 * m (1 + k (s / r - 1)) over the window; `r` = the largest deviation to expect, in file units, over 0.
 * J. Sauvola, M. Pietikainen, Pattern Recognit. 33 (2000) 225.
 */
export const sauvolaThresholds = (image: GreyImage, window: number, k: number, r: number, work: Work): GreyImage =>
  overWindow(image, window, false, k, r, work);

/** Rows [start, end) of a Gaussian blur; `weights` = half a kernel, centre first; the image mirrored at its border. */
const blurMirrored = kernel(
  'segmentation/blur-mirrored',
  (
    start: number,
    end: number,
    pixels: Float32Array,
    width: number,
    height: number,
    weights: Float64Array,
    out: Float32Array,
  ) => {
    const radius = weights.length - 1;
    const mixed = new Float64Array(width);
    const column = Int32Array.from({ length: width + 2 * radius }, (_, i) => mirrorIndex(i - radius, width, true));
    for (let y = start; y < end; y++) {
      const own = y * width;
      for (let x = 0; x < width; x++) mixed[x] = weights[0] * pixels[own + x];
      for (let k = 1; k <= radius; k++) {
        const above = mirrorIndex(y - k, height, true) * width;
        const below = mirrorIndex(y + k, height, true) * width;
        const w = weights[k];
        for (let x = 0; x < width; x++) mixed[x] += w * (pixels[above + x] + pixels[below + x]);
      }
      for (let x = 0; x < width; x++) {
        let sum = weights[0] * mixed[x];
        for (let k = 1; k <= radius; k++)
          sum += weights[k] * (mixed[column[x + radius - k]] + mixed[column[x + radius + k]]);
        out[own + x] = sum;
      }
    }
  },
);

/** Gaussian mean of standard deviation (window - 1) / 6, cut at four of them (`threshold_local`, method gaussian). */
export function localGaussian(image: GreyImage, window: number, { threads }: Work): GreyImage {
  const { width, height } = image;
  const sigma = (window - 1) / 6;
  const radius = Math.floor(4 * sigma + 0.5);
  const weights = Float64Array.from({ length: radius + 1 }, (_, k) =>
    k === 0 ? 1 : Math.exp((-0.5 * k * k) / (sigma * sigma)),
  );
  const norm = weights.reduce((sum, w, k) => sum + (k === 0 ? w : 2 * w), 0);
  const data = threads.allocate('float32', width * height);
  const pixels = onSharedMemory('float32', image.data, threads);
  threads.forBands(
    blurMirrored,
    height,
    pixels,
    width,
    height,
    weights.map((w) => w / norm),
    data,
  );
  return { width, height, data };
}

export const localThresholdKernels = [windowThreshold, blurMirrored];
