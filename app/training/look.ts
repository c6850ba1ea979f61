import type { Augmentation } from '../domain/training/training-settings.ts';
import type { Random } from '../math/random.ts';

/** Share of the patches that each change of the grey levels but contrast and brightness touches. */
const [blurred, curved, noisy] = [0.3, 0.3, 0.5];

/** Quantiles of the standard normal distribution at (i + 0.5) / 4096: a table is faster than a formula for each pixel. */
const quantiles = quantileTable(4096);

/** By Newton's method on the error function of Abramowitz and Stegun 7.1.26, started from the neighbour's. */
function quantileTable(length: number): Float32Array {
  const table = new Float32Array(length);
  const half = length / 2;
  let z = 0;
  for (let i = 0; i < half; i++) {
    const wanted = 0.5 + (i + 0.5) / length;
    for (let round = 0; round < 8; round++) {
      const t = 1 / (1 + (0.3275911 * z) / Math.SQRT2);
      const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
      const density = Math.exp((-z * z) / 2);
      z += (wanted - (1 - 0.5 * tail * density)) / (density / Math.sqrt(2 * Math.PI));
    }
    table[half + i] = z;
    table[half - 1 - i] = -z;
  }
  return table;
}

/**
 * Varies the grey levels of a patch in place: blur, a curve (gamma), contrast and brightness, noise; labels stay as they are.
 * @param patch side x side values
 */
export function varyLook(
  draw: Random,
  patch: Float32Array,
  side: number,
  { contrast, brightness, gamma, noise, blur }: Augmentation,
): void {
  if (blur > 0 && draw.next() < blurred) blurPatch(patch, side, draw.uniform(0, blur));
  if (gamma > 0 && draw.next() < curved) curvePatch(patch, (1 + gamma) ** draw.uniform(-1, 1));
  const factor = contrast > 0 ? draw.uniform(1 - contrast, 1 + contrast) : 1;
  const shift = brightness > 0 ? draw.uniform(-brightness, brightness) : 0;
  const deviation = noise > 0 && draw.next() < noisy ? draw.uniform(0, noise) : 0;
  for (let i = 0; i < patch.length; i++) patch[i] = factor * patch[i] + shift;
  if (deviation === 0) return;
  for (let i = 0; i < patch.length; i++) patch[i] += deviation * quantiles[Math.floor(draw.next() * quantiles.length)];
}

/** Raises the grey levels, as shares of their range, to a power; mean and deviation stay (Isensee et al., nnU-Net, 2021). */
function curvePatch(patch: Float32Array, exponent: number): void {
  const before = moments(patch);
  const range = before.high - before.low;
  if (!(range > 0)) return;
  for (let i = 0; i < patch.length; i++) patch[i] = ((patch[i] - before.low) / range) ** exponent;
  const after = moments(patch);
  const factor = after.deviation > 0 ? before.deviation / after.deviation : 0;
  for (let i = 0; i < patch.length; i++) patch[i] = before.mean + (patch[i] - after.mean) * factor;
}

function moments(patch: Float32Array) {
  let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < patch.length; i++) {
    sum += patch[i];
    if (patch[i] < low) low = patch[i];
    if (patch[i] > high) high = patch[i];
  }
  const mean = sum / patch.length;
  let squares = 0;
  for (let i = 0; i < patch.length; i++) squares += (patch[i] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / patch.length), low, high };
}

/** Gaussian blur in place, cut after three deviations; at the border the nearest pixel goes on. */
function blurPatch(patch: Float32Array, side: number, sigma: number): void {
  const reach = Math.ceil(3 * sigma);
  if (reach === 0) return;
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-0.5 * ((k - reach) / sigma) ** 2));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const line = new Float32Array(side);
  const pass = (start: number, stride: number) => {
    for (let i = 0; i < side; i++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++)
        sum += weights[k + reach] * patch[start + Math.min(side - 1, Math.max(0, i + k)) * stride];
      line[i] = sum / total;
    }
    for (let i = 0; i < side; i++) patch[start + i * stride] = line[i];
  };
  for (let y = 0; y < side; y++) pass(y * side, 1);
  for (let x = 0; x < side; x++) pass(x, side);
}
