import type { GreyImage } from '../domain/plane.ts';

let scratch = new Float32Array(0);

/** One running mean of 2 radius + 1 px along x, the border continued by its nearest pixel. */
function boxRows(src: Float32Array, dst: Float32Array, width: number, height: number, radius: number): void {
  const norm = 1 / (2 * radius + 1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const first = src[row];
    const last = src[row + width - 1];
    let sum = first * radius;
    for (let x = 0; x < radius; x++) sum += x < width ? src[row + x] : last;
    for (let x = 0; x < width; x++) {
      sum += x + radius < width ? src[row + x + radius] : last;
      dst[row + x] = sum * norm;
      sum -= x >= radius ? src[row + x - radius] : first;
    }
  }
}

/** The same along y, all columns at once. */
function boxColumns(src: Float32Array, dst: Float32Array, width: number, height: number, radius: number): void {
  const norm = 1 / (2 * radius + 1);
  const sums = new Float64Array(width);
  const rowOf = (y: number) => Math.min(height - 1, Math.max(0, y)) * width;
  for (let y = -radius - 1; y < radius; y++) {
    const row = rowOf(y);
    for (let x = 0; x < width; x++) sums[x] += src[row + x];
  }
  for (let y = 0; y < height; y++) {
    const add = rowOf(y + radius);
    const drop = rowOf(y - radius - 1);
    const row = y * width;
    for (let x = 0; x < width; x++) {
      sums[x] += src[add + x] - src[drop + x];
      dst[row + x] = sums[x] * norm;
    }
  }
}

function kernelPass(src: Float32Array, dst: Float32Array, width: number, height: number, half: Float64Array): void {
  const radius = half.length - 1;
  const padded = new Float64Array(width + 2 * radius);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = -radius; x < width + radius; x++) padded[x + radius] = src[row + Math.min(width - 1, Math.max(0, x))];
    for (let x = 0; x < width; x++) {
      let sum = half[0] * padded[x + radius];
      for (let k = 1; k <= radius; k++) sum += half[k] * (padded[x + radius - k] + padded[x + radius + k]);
      dst[row + x] = sum;
    }
  }
}

function kernelColumns(src: Float32Array, dst: Float32Array, width: number, height: number, half: Float64Array): void {
  const radius = half.length - 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) dst[row + x] = half[0] * src[row + x];
    for (let k = 1; k <= radius; k++) {
      const up = Math.max(0, y - k) * width;
      const down = Math.min(height - 1, y + k) * width;
      for (let x = 0; x < width; x++) dst[row + x] += half[k] * (src[up + x] + src[down + x]);
    }
  }
}

/**
 * Gaussian blur of standard deviation `sigma` px, the border continued by its nearest pixel. Up to 2 px by its weights (cut at
 * 3 sigma), beyond by three running means of equal variance (Wells 1986): the cost does not grow
 * with sigma, which whole box widths meet within 5 %.
 */
export function blurred(image: GreyImage, sigma: number): Float32Array {
  const { width, height, data } = image;
  if (sigma < 0.15) return data.slice();
  // kept from call to call: of megabytes made anew for each blur, the collector would take its share of time
  if (scratch.length !== data.length) scratch = new Float32Array(data.length);
  const a = scratch;
  const b = new Float32Array(data.length);
  if (sigma <= 2) {
    const half = Float64Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, k) =>
      Math.exp((-0.5 * k * k) / (sigma * sigma)),
    );
    const total = half.reduce((sum, w, k) => sum + (k === 0 ? w : 2 * w), 0);
    const weights = half.map((w) => w / total);
    kernelPass(data, a, width, height, weights);
    kernelColumns(a, b, width, height, weights);
    return b;
  }
  // Three boxes of widths w or w + 2 have the variance sum((w^2 - 1) / 12).
  const ideal = Math.sqrt(4 * sigma * sigma + 1);
  const low = 2 * Math.floor((ideal - 1) / 2) + 1;
  const narrow = Math.round((12 * sigma * sigma - 3 * low * low - 12 * low - 9) / (-4 * low - 4));
  const radii = [0, 1, 2].map((i) => (i < narrow ? low - 1 : low + 1) / 2);
  boxRows(data, a, width, height, radii[0]);
  boxRows(a, b, width, height, radii[1]);
  boxRows(b, a, width, height, radii[2]);
  boxColumns(a, b, width, height, radii[0]);
  boxColumns(b, a, width, height, radii[1]);
  boxColumns(a, b, width, height, radii[2]);
  return b;
}
