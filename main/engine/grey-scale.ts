import type { InputScale } from '../../app/domain/training/foreign-model.ts';
import { imageStatistics } from './tiles.ts';

/** Shares of the pixels that count as the darkest and the brightest, as most published networks take them. */
const [low, high] = [0.01, 0.998];

/** Grey levels as a network from elsewhere wants them: (value - shift) / factor, from the whole image. */
export function greyScale(pixels: Float32Array, scale: InputScale): { shift: number; factor: number } {
  switch (scale) {
    case 'none':
      return { shift: 0, factor: 1 };
    case 'deviation': {
      const { mean, deviation } = imageStatistics(pixels);
      return { shift: mean, factor: deviation };
    }
    case 'largest': {
      const most = pixels.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      return { shift: 0, factor: most > 0 ? most : 1 };
    }
    case 'percentiles': {
      const sorted = pixels.slice().sort();
      const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
      const range = at(high) - at(low);
      return { shift: at(low), factor: range > 0 ? range : 1 };
    }
  }
}
