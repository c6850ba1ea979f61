import type { Bands } from '../../../app/math/bands.ts';
import { smoothFactors } from '../../../app/math/fft.ts';
import { forwardFft2 } from '../../../app/math/fft-2d.ts';
import { floatHistogram } from './histogram.ts';
import type { Frame } from './plane.ts';
import { PyramidBuilder } from './pyramid.ts';

/** All work in the thread that asks: this is a worker of its own. */
const oneBand: Bands = {
  allocate: (_, length) => new Float32Array(length),
  forBands: (kernel, total, ...args) => kernel.run(0, total, ...args),
};

/** Sides a power spectrum may have, px. */
export const spectrumSides = { least: 16, most: 4096 } as const;

/** The largest even side up to `side` that transforms fast (a product of 2, 3 and 5), within the limits; 0 when it is too small. */
export function spectrumSide(side: number): number {
  for (let n = 2 * Math.floor(Math.min(side, spectrumSides.most) / 2); n >= spectrumSides.least; n -= 2) {
    if (smoothFactors(n) !== null) return n;
  }
  return 0;
}

/**
 * The power spectrum of a square of `side` x `side` grey values (row-major; written to), as a frame to be shown: the
 * logarithm log10(1 + |F|^2 / side^2) of the Hann-windowed square less its mean, zero frequency at (side / 2, side / 2).
 * `side` is even.
 */
export function powerSpectrum(values: Float32Array, side: number, url: string): Frame {
  window(values, side);
  const { re, im, columns } = forwardFft2(values, side, side, oneBand);
  const power = new Float32Array(side * side);
  const half = side / 2;
  for (let v = 0; v < side; v++) {
    const y = (v + half) % side;
    const mirrored = (((side - v) % side) + half) % side;
    for (let u = 0; u < columns; u++) {
      const at = v * columns + u;
      const shown = Math.log10(1 + (re[at] * re[at] + im[at] * im[at]) / (side * side));
      power[y * side + ((u + half) % side)] = shown;
      // the other half mirrors this one; u = side / 2 stands at the left edge alone
      if (u > 0 && u < half) power[mirrored * side + half - u] = shown;
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
function window(values: Float32Array, side: number): void {
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
