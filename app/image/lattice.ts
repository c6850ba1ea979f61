import type { GreyImage } from '../domain/plane.ts';
import type { Work } from '../ports/work.ts';
import { powerSpectrum } from './power-spectrum.ts';

/** Whether an image shows fringes of a crystal lattice. */
export interface LatticeGuess {
  /** Spectral peaks, a pair counted twice, that stand out of what noise and smooth texture can make. */
  readonly peaks: number;
  /** Period of the strongest, px; null without peaks. */
  readonly period: number | null;
}

/** Side of the middle part that is looked at, px. */
const side = 512;
/** Periods of lattice fringes, px; longer ones are rows of particles, shorter ones are made by rescaling as well. */
const [shortest, longest] = [3, 14];
/** Periods of arrays of particles, whose harmonics look like a lattice but are weaker than they. */
const arrayLongest = 128;
/**
 * log10 of how many times the median power of its ring a peak has. The power of noise follows an exponential law: of the 200,000
 * frequencies here the strongest has about 18 times the median.
 */
const standsOut = Math.log10(60);
/** Frequencies this near to an axis belong to scan lines and borders, this near to a multiple of 1/8 px to the blocks of JPEG. */
const axis = 3;
const block = side / 8;
const ofBlocks = (u: number) => Math.abs(u - block * Math.round(u / block)) < axis;

/** Peaks of the power spectrum of the middle of an image that noise does not make, at periods of 3 to 14 px. */
export function guessLattice(image: GreyImage, work: Work): LatticeGuess {
  const size = side;
  const { data } = powerSpectrum(image, null, size, work);
  const middle = size / 2;
  const rings: number[][] = Array.from({ length: middle }, () => []);
  const radiusOf = (u: number, v: number) => Math.round(Math.hypot(u, v));
  // one half plane: the other mirrors it
  for (let v = 0; v < middle; v++)
    for (let u = -middle + 1; u < middle; u++) {
      const r = radiusOf(u, v);
      if (r > 0 && r < middle && Math.abs(u) >= axis && v >= axis)
        rings[r].push(data[(v + middle) * size + u + middle]);
    }
  const usual = rings.map((ring) => (ring.length === 0 ? 0 : ring.sort((a, b) => a - b)[ring.length >> 1]));
  let [peaks, array, most, period] = [0, 0, 0, 0];
  for (let v = axis; v < middle; v++)
    for (let u = -middle + 1; u < middle; u++) {
      const r = radiusOf(u, v);
      if (r === 0 || r >= middle || Math.abs(u) < axis || usual[r] === 0) continue;
      if (ofBlocks(u) && ofBlocks(v)) continue;
      const excess = data[(v + middle) * size + u + middle] - usual[r];
      if (excess < standsOut) continue;
      const length = size / Math.hypot(u, v);
      if (length > arrayLongest || length < shortest) continue;
      if (length > longest) array = Math.max(array, excess);
      else {
        peaks += 2;
        if (excess > most) [most, period] = [excess, length];
      }
    }
  return peaks === 0 || array > most ? { peaks: 0, period: null } : { peaks, period };
}
