import type { FeatureFamily, ForestFeatures } from '../../domain/forest.ts';

/** One number a pixel that a forest looks at. */
export interface PixelFeature {
  readonly family: FeatureFamily;
  /** Sigma, px; 0 for those without one. */
  readonly scale: number;
  readonly title: string;
}

/** The gradient whose products make the texture is taken at this sigma, px. */
export const textureInner = 1;
/** Lines: pixels along each, and directions (as the membrane projections of Trainable Weka Segmentation have a patch of 19). */
export const lineLength = 19;
export const lineDirections = 16;

/** Titles of the features of a family at one scale, in the order in which they are computed. */
const perScale: readonly (readonly [FeatureFamily, string])[] = [
  ['grey', 'Gaussian'],
  ['grey', 'Difference to the next finer scale'],
  ['edges', 'Gradient'],
  ['curvature', 'Hessian, larger eigenvalue'],
  ['curvature', 'Hessian, smaller eigenvalue'],
  ['texture', 'Structure tensor, larger eigenvalue'],
  ['texture', 'Structure tensor, smaller eigenvalue'],
  ['texture', 'Deviation'],
];
const lines = ['Lines, largest mean', 'Lines, smallest mean', 'Lines, mean', 'Lines, deviation'];

/** The features of a choice, in the order of their codes: scale by scale, then the lines. */
export function featuresOf({ scales, families }: ForestFeatures): PixelFeature[] {
  const chosen = new Set(families);
  return [
    ...scales.flatMap((scale) =>
      perScale.filter(([family]) => chosen.has(family)).map(([family, title]) => ({ family, scale, title })),
    ),
    ...(chosen.has('lines') ? lines.map((title) => ({ family: 'lines' as const, scale: 0, title })) : []),
  ];
}

/** Half a Gaussian kernel cut at 4 sigma, centre first, the whole kernel summing to 1 (SciPy's `gaussian_filter`). */
export function halfGaussian(sigma: number): Float32Array {
  const radius = radiusOf(sigma);
  const half = Float64Array.from({ length: radius + 1 }, (_, k) => Math.exp((-0.5 * k * k) / (sigma * sigma)));
  const total = half.reduce((sum, w, k) => sum + (k === 0 ? w : 2 * w), 0);
  return Float32Array.from(half, (w) => w / total);
}

/** Pixels on each side that a Gaussian looks at. */
export const radiusOf = (sigma: number): number => Math.floor(4 * sigma + 0.5);

/** Pixels around a pixel that its features look at. */
export function reachOf({ scales, families }: ForestFeatures): number {
  const largest = radiusOf(scales[scales.length - 1]);
  const texture = families.includes('texture') ? largest + radiusOf(textureInner) + 1 : 0;
  const line = families.includes('lines') ? (lineLength - 1) / 2 : 0;
  return Math.max(largest + 2, texture, line);
}

/** Places of the pixels of each line, relative to its middle: x, y, x, y, ..., rounded to the nearest pixel. */
export function linePlaces(): Int32Array {
  const out = new Int32Array(2 * lineLength * lineDirections);
  const half = (lineLength - 1) / 2;
  for (let d = 0, at = 0; d < lineDirections; d++) {
    const angle = (Math.PI * d) / lineDirections;
    for (let k = -half; k <= half; k++) {
      out[at++] = Math.round(k * Math.cos(angle));
      out[at++] = Math.round(k * Math.sin(angle));
    }
  }
  return out;
}

/** The code of a value (see `encodeRow` in app/math/lanes): the upper half of its float32, rounded, in an order that is that of the values. */
export function codeOf(value: number): number {
  const bits = new Int32Array(Float32Array.of(value).buffer)[0];
  return ((bits ^ ((bits >> 31) & 0x7fffffff)) + 0x8000) >> 16;
}
