import type { Random } from '../math/random.ts';
import { blurred } from './blur.ts';
import { chance, logUniform } from './draw.ts';
import { compressed } from './jpeg-like.ts';
import { infoBar, type Plate, panelLetter, pointers, scaleBar } from './marks/marks.ts';
import { resize } from './resize.ts';
import type { Frame } from './scene.ts';

/** Values at shares of the sorted values, from a sample of them. */
function quantiles(data: Float32Array, shares: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(data.length / 8191));
  const sample = Float32Array.from(
    { length: Math.floor((data.length - 1) / step) + 1 },
    (_, i) => data[i * step],
  ).sort();
  return shares.map((s) => sample[Math.min(sample.length - 1, Math.floor(s * sample.length))]);
}

/** Stretched to 0..255 with a gamma, as somebody made it look good. */
function stretched(counts: Float32Array, dice: Random): Float32Array {
  const cut = chance(dice, 0.6) ? dice.uniform(0, 0.006) : dice.uniform(0, 0.03);
  const [low, high] = quantiles(counts, [cut * dice.next(), 1 - cut * dice.next()]);
  const gamma = chance(dice, 0.4) ? dice.uniform(0.6, 1.6) : 1;
  const [black, white] = chance(dice, 0.5) ? [0, 255] : [dice.uniform(0, 70), dice.uniform(170, 255)];
  const levels = Float32Array.from({ length: 1025 }, (_, i) => black + (white - black) * (i / 1024) ** gamma);
  const scale = 1024 / Math.max(1e-6, high - low);
  const out = new Float32Array(counts.length);
  for (let i = 0; i < out.length; i++)
    out[i] = levels[Math.min(1024, Math.max(0, Math.round((counts[i] - low) * scale)))];
  return out;
}

/** Shrunk by a factor and enlarged again, straight between the pixels: the softness of figures that were made larger. */
function resampled(data: Float32Array, { width, height }: Frame, factor: number): Float32Array {
  const [w, h] = [Math.max(8, Math.round(width / factor)), Math.max(8, Math.round(height / factor))];
  const less = resize(blurred({ width, height, data }, 0.35 * factor), width, height, w, h);
  return resize(less, w, h, width, height);
}

function sharpened(data: Float32Array, frame: Frame, strength: number, sigma: number): Float32Array {
  const soft = blurred({ ...frame, data }, sigma);
  for (let i = 0; i < soft.length; i++) soft[i] = Math.min(255, Math.max(0, data[i] + strength * (data[i] - soft[i])));
  return soft;
}

function rounded(data: Float32Array): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.round(data[i]);
  return out;
}

/** A frame as a journal shows it: grey levels 0..255, and where marks hide all that is under them (1). */
export interface Print {
  readonly data: Float32Array;
  readonly covered: Uint8Array;
}

/** Makes a frame ready for print: contrast, sharpness, marks, compression. `scanning`: microscopes that burn in a bar of their own. */
export function published(
  counts: Float32Array,
  frame: Frame,
  pixelSize: number,
  scanning: boolean,
  dice: Random,
): Print {
  let data = stretched(counts, dice);
  if (chance(dice, 0.45)) data = resampled(data, frame, dice.uniform(1.1, 2.4));
  if (chance(dice, 0.15)) data = sharpened(data, frame, dice.uniform(0.2, 1), dice.uniform(0.8, 2));
  const plate: Plate = { data, covered: new Uint8Array(data.length), frame, pixelSize };
  if (Math.min(frame.width, frame.height) >= 96) {
    const floor = chance(dice, scanning ? 0.4 : 0.04) ? infoBar(plate, dice) : frame.height;
    if (chance(dice, 0.65)) panelLetter(plate, dice);
    if (floor === frame.height && chance(dice, 0.75)) scaleBar(plate, floor, dice);
    if (chance(dice, 0.15)) pointers(plate, dice);
  }
  const softer = chance(dice, 0.3) ? blurred({ ...frame, data }, dice.uniform(0.2, 0.6)) : data;
  const levels = chance(dice, 0.6) ? compressed(softer, frame, logUniform(dice, 0.6, 7)) : rounded(softer);
  return { data: levels, covered: plate.covered };
}
