import { floatHistogram } from './histogram.ts';
import type { Frame } from './plane.ts';
import { PyramidBuilder } from './pyramid.ts';

/** Sides a power spectrum may have, px. */
export const spectrumSides = { least: 16, most: 2048 } as const;

/** The largest power of two that fits `side`, within the limits; 0 when it is too small. */
export function spectrumSide(side: number): number {
  const power = 2 ** Math.floor(Math.log2(Math.max(1, side)));
  return power < spectrumSides.least ? 0 : Math.min(power, spectrumSides.most);
}

/**
 * The power spectrum of a square of `side` x `side` grey values (row-major; written to), as a frame to be shown: the
 * logarithm log10(1 + |F|^2 / side^2) of the Hann-windowed square less its mean, zero frequency at (side / 2, side / 2).
 */
export function powerSpectrum(values: Float32Array, side: number, url: string): Frame {
  const real = Float64Array.from(values);
  window(real, side);
  const imaginary = new Float64Array(side * side);
  transform(real, imaginary, side);
  const power = new Float32Array(side * side);
  const half = side / 2;
  for (let y = 0; y < side; y++) {
    const from = ((y + half) % side) * side;
    for (let x = 0; x < side; x++) {
      const at = from + ((x + half) % side);
      power[y * side + x] = Math.log10(1 + (real[at] * real[at] + imaginary[at] * imaginary[at]) / (side * side));
    }
  }
  const pyramid = new PyramidBuilder(side, side, 1);
  pyramid.push(power, side);
  return {
    kind: 'frame',
    url,
    width: side,
    height: side,
    elementType: 'float32',
    pixels: power,
    levels: pyramid.levels,
    histogram: floatHistogram(power),
    bytes: power.byteLength * 1.34,
  };
}

/** Takes the mean off and fades the edges (Hann), so that they leave no cross in the spectrum. Not-a-number counts as the mean. */
function window(values: Float64Array, side: number): void {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    sum += values[i];
    count++;
  }
  const mean = count === 0 ? 0 : sum / count;
  const hann = Float64Array.from({ length: side }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / side));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const v = values[y * side + x];
      values[y * side + x] = Number.isNaN(v) ? 0 : (v - mean) * hann[x] * hann[y];
    }
  }
}

function transform(real: Float64Array, imaginary: Float64Array, side: number): void {
  const cos = new Float64Array(side / 2);
  const sin = new Float64Array(side / 2);
  for (let i = 0; i < side / 2; i++) {
    cos[i] = Math.cos((2 * Math.PI * i) / side);
    sin[i] = -Math.sin((2 * Math.PI * i) / side);
  }
  const re = new Float64Array(side);
  const im = new Float64Array(side);
  for (let y = 0; y < side; y++) {
    line(real.subarray(y * side, y * side + side), imaginary.subarray(y * side, y * side + side), cos, sin);
  }
  for (let x = 0; x < side; x++) {
    for (let y = 0; y < side; y++) {
      re[y] = real[y * side + x];
      im[y] = imaginary[y * side + x];
    }
    line(re, im, cos, sin);
    for (let y = 0; y < side; y++) {
      real[y * side + x] = re[y];
      imaginary[y * side + x] = im[y];
    }
  }
}

/** Radix-2 transform in place. */
function line(re: Float64Array, im: Float64Array, cos: Float64Array, sin: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const r = re[i];
      re[i] = re[j];
      re[j] = r;
      const m = im[i];
      im[i] = im[j];
      im[j] = m;
    }
  }
  for (let size = 2; size <= n; size <<= 1) {
    const half = size >> 1;
    const step = n / size;
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k++) {
        const a = start + k;
        const b = a + half;
        const c = cos[k * step];
        const s = sin[k * step];
        const r = re[b] * c - im[b] * s;
        const m = re[b] * s + im[b] * c;
        re[b] = re[a] - r;
        im[b] = im[a] - m;
        re[a] += r;
        im[a] += m;
      }
    }
  }
}
