import type { GreyImage } from '../domain/plane.ts';

/** For each pixel of the result the first source pixel, and the weights of the following ones. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: Float32Array;
  readonly count: number;
}

/** Overlap of each new pixel with the old ones (shrinking), or the two nearest centres (enlarging); weights add up to 1. */
function taps(from: number, to: number): Taps {
  const step = from / to;
  const count = step > 1 ? Math.ceil(step) + 1 : 2;
  const first = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let i = 0; i < to; i++) {
    const start = step > 1 ? Math.floor(i * step) : Math.floor((i + 0.5) * step - 0.5);
    first[i] = Math.min(Math.max(0, start), Math.max(0, from - count));
    for (let k = 0; k < count; k++) {
      const at = Math.min(from - 1, Math.max(0, start + k));
      const weight =
        step > 1
          ? Math.max(0, Math.min(start + k + 1, (i + 1) * step) - Math.max(start + k, i * step)) / step
          : 1 - Math.abs((i + 0.5) * step - 0.5 - (start + k));
      const place = at - first[i];
      if (place >= 0 && place < count) weights[i * count + place] += weight;
    }
  }
  return { first, weights, count };
}

/** An image on another grid: mean over the area of each new pixel where it shrinks, linear between centres where it grows. */
export function resample({ width, height, data }: GreyImage, toWidth: number, toHeight: number): GreyImage {
  if (width === toWidth && height === toHeight) return { width, height, data };
  const across = taps(width, toWidth);
  const down = taps(height, toHeight);
  const out = new Float32Array(toWidth * toHeight);
  const line = new Float32Array(width);
  for (let y = 0; y < toHeight; y++) {
    line.fill(0);
    for (let k = 0; k < down.count; k++) {
      const weight = down.weights[y * down.count + k];
      const row = down.first[y] + k;
      if (weight === 0 || row >= height) continue;
      const from = row * width;
      for (let x = 0; x < width; x++) line[x] += weight * data[from + x];
    }
    for (let x = 0; x < toWidth; x++) {
      let sum = 0;
      for (let k = 0; k < across.count; k++) {
        const weight = across.weights[x * across.count + k];
        if (weight !== 0) sum += weight * line[across.first[x] + k];
      }
      out[y * toWidth + x] = sum;
    }
  }
  return { width: toWidth, height: toHeight, data: out };
}
