import type { LevelImage } from './levels.ts';
import { type OutlineMask, rim } from './outline-mask.ts';

/** What an outline looks like, in numbers that depend neither on the size of the particle nor on the grey scale. */
export const outlineFeatures = [
  // ln of the mean slope along the outline, over the image's median slope, and over its steepest 2 %
  'edgeOverNoise',
  'edgeOverSteepest',
  // mean level inside minus mean level 2 to 3 px outside, over 255, and over the median slope (ln)
  'contrast',
  'contrastOverNoise',
  // ln of the mean slope inside over that along the outline
  'texture',
  // area over that of the convex hull; share of the filled area that is above the level
  'solidity',
  'filled',
  // ln of the ratio of the axes; ln of 4 pi A / P^2
  'elongation',
  'circularity',
  // slope of the weakest fifth of the outline over the mean (ln); share of it that is three times the median slope
  'weakest',
  'covered',
  // sides of the image that it touches
  'border',
  // area over that of the part eight levels lower
  'stability',
  // ln of contrast over slope and size: how thick the edge is
  'softness',
  // ln (1 + deviation over contrast), outside and inside
  'deviationOutside',
  'deviationInside',
  // ln of the slope along the outline over that of the steepest nested alternative, and of the steepest one around it
  'amongNested',
  'amongAround',
  // share of the outline that is a cut through a group, not an edge
  'cut',
  // ln of the area, px, at most 6: very small outlines are unsure
  'smallness',
] as const;

export interface Outline {
  readonly mask: OutlineMask;
  readonly area: number;
  /** The level whose contour this is. */
  readonly level: number;
  /** Mean slope along the outline, levels a px. */
  readonly edge: number;
  /** Mean level inside minus mean level just outside. */
  readonly contrast: number;
  readonly solidity: number;
  /** Values of `outlineFeatures`. */
  readonly features: Float64Array;
  /** Overlaps with other particles that belong to this one too, outside or inside its mask. */
  readonly overlaps?: readonly OutlineMask[];
}

const place = (name: (typeof outlineFeatures)[number]): number => outlineFeatures.indexOf(name);
const amongNested = place('amongNested');
const amongAround = place('amongAround');
const cutAt = place('cut');

/** Share of an outline that is a cut through a group. */
export const cutShare = ({ features }: Outline): number => features[cutAt];

/** Sets the features that compare an outline with those that it could be taken instead of. */
export function compareOutline({ features, edge }: Outline, steepest: number, steepestAround: number): void {
  features[amongNested] = Math.log(edge / Math.max(edge, steepest));
  features[amongAround] = Math.log(edge / (steepestAround + 0.1 * edge));
}

/** Twice the area of the triangle o, a, b. */
const turn = (ox: number, oy: number, ax: number, ay: number, bx: number, by: number): number =>
  (ax - ox) * (by - oy) - (ay - oy) * (bx - ox);

/** Adds a point to a chain of a convex hull that turns to `side`; returns its new length. */
function grow(xs: Int32Array, ys: Int32Array, count: number, x: number, y: number, side: number): number {
  let n = count;
  while (n >= 2 && side * turn(xs[n - 2], ys[n - 2], xs[n - 1], ys[n - 1], x, y) >= 0) n--;
  xs[n] = x;
  ys[n] = y;
  return n + 1;
}

/** Area of the convex hull of pixels (as squares), from the first and last column of each row of a mask. */
export function hullArea(first: Int32Array, last: Int32Array, rows: number): number {
  const size = 2 * rows + 2;
  const leftX = new Int32Array(size);
  const leftY = new Int32Array(size);
  const rightX = new Int32Array(size);
  const rightY = new Int32Array(size);
  let left = 0;
  let right = 0;
  for (let y = 0; y < rows; y++) {
    if (last[y] < first[y]) continue;
    left = grow(leftX, leftY, left, first[y], y, 1);
    left = grow(leftX, leftY, left, first[y], y + 1, 1);
    right = grow(rightX, rightY, right, last[y] + 1, y, -1);
    right = grow(rightX, rightY, right, last[y] + 1, y + 1, -1);
  }
  let twice = 0;
  const add = (ax: number, ay: number, bx: number, by: number) => {
    twice += ax * by - bx * ay;
  };
  for (let k = 1; k < right; k++) add(rightX[k - 1], rightY[k - 1], rightX[k], rightY[k]);
  add(rightX[right - 1], rightY[right - 1], leftX[left - 1], leftY[left - 1]);
  for (let k = left - 1; k > 0; k--) add(leftX[k], leftY[k], leftX[k - 1], leftY[k - 1]);
  add(leftX[0], leftY[0], rightX[0], rightY[0]);
  return Math.abs(twice) / 2;
}

/** What a piece was cut out of: the rest of it is neither edge nor surroundings of the piece. */
export interface Cut {
  readonly whole: OutlineMask;
  /** In the box of `whole`: 1 where particles overlap, which says nothing about the inside of one. */
  readonly overlap: Uint8Array | null;
}

/** Marks the pixels 2 or 3 px (along both axes) outside the mask with 2 and those 1 px outside with 1. */
function ringOf({ width, height, data }: OutlineMask): Uint8Array {
  const ring = new Uint8Array(data.length);
  for (let y = rim; y < height - rim; y++) {
    for (let x = rim; x < width - rim; x++) {
      const i = y * width + x;
      if (data[i] === 0 || (data[i - 1] === 1 && data[i + 1] === 1 && data[i - width] === 1 && data[i + width] === 1))
        continue;
      for (let dy = -3; dy <= 3; dy++) {
        for (let dx = -3; dx <= 3; dx++) {
          const j = i + dy * width + dx;
          if (data[j] === 1 || ring[j] === 1) continue;
          ring[j] = dx >= -1 && dx <= 1 && dy >= -1 && dy <= 1 ? 1 : 2;
        }
      }
    }
  }
  return ring;
}

/** In the box of a piece: 1 = its own, 2 = of the whole but not its own, 4 = overlap (added). */
function sharesOf(mask: OutlineMask, { whole, overlap }: Cut): Uint8Array {
  const out = mask.data.slice();
  for (let y = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++) {
      const u = x + mask.x - whole.x;
      const v = y + mask.y - whole.y;
      if (u < 0 || v < 0 || u >= whole.width || v >= whole.height) continue;
      const i = y * mask.width + x;
      const j = v * whole.width + u;
      if (out[i] === 0 && whole.data[j] === 1) out[i] = 2;
      if (overlap !== null && overlap[j] === 1) out[i] += 4;
    }
  }
  return out;
}

/**
 * Measures an outline on the level image. Null when it lies so close to the border that there is nothing to compare it with.
 * @param open pixels of the mask that are at or above the level, before holes were filled
 * @param stability area over that of the part eight levels lower
 * @param cut what the outline is a piece of; null for a contour of the image
 */
export function describeOutline(
  image: LevelImage,
  mask: OutlineMask,
  level: number,
  open: number,
  stability: number,
  cut: Cut | null,
): Outline | null {
  const { levels, slopes, medianSlope, steepSlope } = image;
  const { width, height, data } = mask;
  const first = new Int32Array(height).fill(width);
  const last = new Int32Array(height).fill(-1);
  const along: number[] = [];
  const shares = cut === null ? data : sharesOf(mask, cut);
  let counted = 0;
  let cutEdges = 0;
  let area = 0;
  let sum = 0;
  let squares = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  let inner = 0;
  let innerCount = 0;
  let edges = 0;
  let left = image.width;
  let right = -1;
  let top = image.height;
  let bottom = -1;
  for (let y = rim; y < height - rim; y++) {
    for (let x = rim; x < width - rim; x++) {
      const i = y * width + x;
      if (data[i] === 0) continue;
      const u = x + mask.x;
      const v = y + mask.y;
      const p = v * image.width + u;
      area++;
      if (x < first[y]) first[y] = x;
      last[y] = x;
      if (u < left) left = u;
      if (u > right) right = u;
      if (v < top) top = v;
      bottom = v;
      if (shares[i] === 1) {
        counted++;
        sum += levels[p];
        squares += levels[p] * levels[p];
      }
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
      syy += y * y;
      const outside = 4 - data[i - 1] - data[i + 1] - data[i - width] - data[i + width];
      edges += outside;
      const beside =
        ((shares[i - 1] >> 1) & 1) +
        ((shares[i + 1] >> 1) & 1) +
        ((shares[i - width] >> 1) & 1) +
        ((shares[i + width] >> 1) & 1);
      cutEdges += beside;
      if (outside === 0) {
        if (shares[i] !== 1) continue;
        inner += slopes[p];
        innerCount++;
      } else if (beside > 0) continue;
      else if (u > 0 && v > 0 && u < image.width - 1 && v < image.height - 1) along.push(slopes[p]);
    }
  }
  const ring = ringOf(mask);
  let ringSum = 0;
  let ringSquares = 0;
  let ringCount = 0;
  for (let y = 0; y < height; y++) {
    const v = y + mask.y;
    if (v < 0 || v >= image.height) continue;
    for (let x = 0; x < width; x++) {
      const u = x + mask.x;
      if (ring[y * width + x] !== 2 || shares[y * width + x] !== 0 || u < 0 || u >= image.width) continue;
      const value = levels[v * image.width + u];
      ringSum += value;
      ringSquares += value * value;
      ringCount++;
    }
  }
  if (along.length < 6 || ringCount === 0 || counted < 6) return null;

  along.sort((a, b) => a - b);
  let edge = 0;
  let covered = 0;
  for (const slope of along) {
    edge += slope;
    if (slope > 3 * medianSlope) covered++;
  }
  edge /= along.length;
  const weakest = along[Math.floor(along.length / 5)];
  const inside = Math.max(1, counted);
  const mean = sum / inside;
  const ringMean = ringSum / ringCount;
  const contrast = mean - ringMean;
  const standsOut = Math.max(1, contrast);
  const deviation = Math.sqrt(Math.max(0, squares / inside - mean * mean));
  const ringDeviation = Math.sqrt(Math.max(0, ringSquares / ringCount - ringMean * ringMean));
  const cxx = sxx / area - (sx / area) ** 2 + 1 / 12;
  const cyy = syy / area - (sy / area) ** 2 + 1 / 12;
  const cxy = sxy / area - (sx * sy) / (area * area);
  const spread = Math.sqrt((cxx - cyy) ** 2 + 4 * cxy * cxy);
  const solidity = area / hullArea(first, last, height);
  const border =
    (left === 0 ? 1 : 0) +
    (top === 0 ? 1 : 0) +
    (right === image.width - 1 ? 1 : 0) +
    (bottom === image.height - 1 ? 1 : 0);
  const perimeter = (edges * Math.PI) / 4;
  const values: Readonly<Record<(typeof outlineFeatures)[number], number>> = {
    edgeOverNoise: Math.log(edge / medianSlope),
    edgeOverSteepest: Math.log(edge / steepSlope),
    contrast: contrast / 255,
    contrastOverNoise: Math.log(Math.max(0.5, contrast) / medianSlope),
    texture: Math.log((innerCount > 0 ? inner / innerCount : 0.1) / edge + 0.02),
    solidity,
    filled: open / area,
    elongation: 0.5 * Math.log((cxx + cyy + spread) / Math.max(1e-9, cxx + cyy - spread)),
    circularity: Math.log((4 * Math.PI * area) / (perimeter * perimeter)),
    weakest: Math.log((weakest + 0.05) / edge),
    covered: covered / along.length,
    border,
    stability,
    softness: Math.log(standsOut / (edge * Math.sqrt(area))),
    deviationOutside: Math.log(1 + ringDeviation / standsOut),
    deviationInside: Math.log(1 + deviation / standsOut),
    amongNested: 0,
    amongAround: 0,
    cut: cutEdges / Math.max(1, edges),
    smallness: Math.min(6, Math.log(area)),
  };
  const features = Float64Array.from(outlineFeatures, (name) => values[name]);
  return { mask, area, level, edge, contrast, solidity, features };
}
