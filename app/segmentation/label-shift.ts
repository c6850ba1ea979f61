import type { GreyImage } from '../domain/plane.ts';

/** An offset at which the borders of labels lie on the edges of the image far better than where they are. */
export interface LabelShift {
  /** px that the labels should move to the right. */
  readonly dx: number;
  /** px that the labels should move down. */
  readonly dy: number;
}

/** The image is looked at with no longer side, px. */
const lookedAt = 1024;
/** Offsets up to here are tried, px of the image as it is looked at. */
const reach = 48;
/** Border pixels that are looked at. */
const mostSamples = 2000;
const leastSamples = 60;
/** Labels drawn by hand are good to a few pixels: offsets up to here are none. */
const slack = 4;
/** The best offset must stand out of all by so many standard deviations, and above no offset by so many. */
const standsOut = 6;
const better = 3.5;

/**
 * Whether labels look shifted against their image. The mean gradient magnitude of the image (capped, so that no
 * single bright edge decides) under the borders of the labels is taken at every offset up to 48 px of the image at 1024
 * px or less. The best offset is told when it stands out of all offsets and leaves the labels' own place far behind.
 * @param plane a value a pixel, row-major; borders are where neighbours differ. Of the image's size
 */
export function labelShift(image: GreyImage, plane: Uint8Array | Int32Array): LabelShift | null {
  const factor = Math.max(1, Math.ceil(Math.max(image.width, image.height) / lookedAt));
  const { width, height, data } = edges(image, factor);
  const samples = borderSamples(plane, image, factor, width, height);
  if (samples.length < 2 * leastSamples) return null;
  const side = 2 * reach + 1;
  const scores = new Float64Array(side * side);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      let sum = 0;
      let count = 0;
      for (let s = 0; s < samples.length; s += 2) {
        const x = samples[s] + dx;
        const y = samples[s + 1] + dy;
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        sum += data[y * width + x];
        count++;
      }
      scores[(dy + reach) * side + dx + reach] = count > samples.length / 4 ? sum / count : 0;
    }
  }
  return outstanding(scores, side, factor);
}

function outstanding(scores: Float64Array, side: number, factor: number): LabelShift | null {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[best]) best = i;
  const bestX = (best % side) - reach;
  const bestY = Math.floor(best / side) - reach;
  const away = Math.hypot(bestX, bestY);
  // At the end of the reach the true offset may lie beyond.
  if (away <= slack || Math.abs(bestX) === reach || Math.abs(bestY) === reach) return null;
  let sum = 0;
  let squares = 0;
  let count = 0;
  let here = 0;
  for (let i = 0; i < scores.length; i++) {
    const x = (i % side) - reach;
    const y = Math.floor(i / side) - reach;
    if (Math.hypot(x, y) <= slack) here = Math.max(here, scores[i]);
    if (Math.hypot(x - bestX, y - bestY) <= 6) continue;
    sum += scores[i];
    squares += scores[i] ** 2;
    count++;
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const [zBest, zHere] = [(scores[best] - mean) / deviation, (here - mean) / deviation];
  if (!(zBest >= standsOut && zBest - zHere >= better)) return null;
  return { dx: bestX * factor, dy: bestY * factor };
}

/** Gradient magnitude of the image, averaged over blocks of `factor`, capped at two standard deviations over its mean. */
function edges(image: GreyImage, factor: number): GreyImage {
  const small = blocks(image, factor);
  const { width, height, data } = small;
  const out = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const across =
        data[i + 1] -
        data[i - 1] +
        0.5 * (data[i + 1 + width] - data[i - 1 + width] + data[i + 1 - width] - data[i - 1 - width]);
      const down =
        data[i + width] -
        data[i - width] +
        0.5 * (data[i + width + 1] - data[i - width + 1] + data[i + width - 1] - data[i - width - 1]);
      out[i] = Math.hypot(across, down);
    }
  }
  let sum = 0;
  let squares = 0;
  for (const value of out) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / out.length;
  const cap = mean + 2 * Math.sqrt(Math.max(0, squares / out.length - mean * mean));
  for (let i = 0; i < out.length; i++) if (out[i] > cap) out[i] = cap;
  return { width, height, data: out };
}

function blocks({ width, height, data }: GreyImage, factor: number): GreyImage {
  const [across, down] = [Math.floor(width / factor), Math.floor(height / factor)];
  const out = new Float32Array(across * down);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        const row = (y * factor + dy) * width + x * factor;
        for (let dx = 0; dx < factor; dx++) sum += data[row + dx];
      }
      out[y * across + x] = sum;
    }
  }
  return { width: across, height: down, data: out };
}

/** Places (x, y) at which the labels change, thinned to so many, in px of the image as it is looked at; not at its margin. */
function borderSamples(
  plane: Uint8Array | Int32Array,
  image: GreyImage,
  factor: number,
  width: number,
  height: number,
): Int32Array {
  const found: number[] = [];
  for (let y = 2 * factor; y < image.height - 2 * factor; y++) {
    for (let x = 2 * factor, i = y * image.width + x; x < image.width - 2 * factor; x++, i++) {
      if (plane[i] === plane[i - 1] && plane[i] === plane[i - image.width]) continue;
      const [sx, sy] = [Math.floor(x / factor), Math.floor(y / factor)];
      if (sx < width && sy < height) found.push(sx, sy);
    }
  }
  const step = Math.max(1, Math.ceil(found.length / 2 / mostSamples));
  const kept: number[] = [];
  for (let s = 0; s < found.length; s += 2 * step) kept.push(found[s], found[s + 1]);
  return Int32Array.from(kept);
}
