import type { GreyImage } from '../domain/plane.ts';
import { type Random, random } from '../math/random.ts';
import { blurred } from './blur.ts';
import { counted } from './detector.ts';
import { chance, fork, logUniform, pick } from './draw.ts';
import { blobOutline, outlineOf, type SuperEllipse, superEllipseRadius } from './outline.ts';
import { resize } from './resize.ts';
import { plate } from './solids/plate.ts';
import { type Stamp, stampOf } from './stamp.ts';

/**
 * Parameters as crystals have them: d whole from 1 to 6 (other values leave the contour open), L >= 1 (below, the same shapes come again,
 * smaller and turned by pi / d), p evenly in its logarithm.
 */
export const drawSuperEllipse = (dice: Random): SuperEllipse => ({
  p: logUniform(dice, 0.7, 20),
  d: dice.integer(1, 6),
  ratio: chance(dice, 0.3) ? 1 : dice.uniform(1, 2.2),
  phi: dice.uniform(0, 2 * Math.PI),
});

export interface SuperEllipseCrop {
  /** 44 x 44 (or `side`), grey values 0..1, the particle darker than what surrounds it. */
  readonly image: GreyImage;
  readonly shape: SuperEllipse;
}

/**
 * One particle of known shape as a segmentation would crop it: at the resolution of a micrograph (18 to 90 px across), with contrast,
 * thickness profile, blurred edge, uneven background and counting noise drawn at random, cut out with a margin of 2 px, shrunk or enlarged
 * to fit 44 px, its sides filled with background, its grey values stretched to 0..1 (Williamson et al. 2022).
 */
export function superEllipseCrop(seed: number, side = 44): SuperEllipseCrop {
  const dice = random(seed);
  const shape = drawSuperEllipse(dice);
  const radius = logUniform(dice, 9, 45);
  const frame = { width: Math.ceil(2 * radius) + 8, height: Math.ceil(2 * radius) + 8 };
  const [x, y] = [frame.width / 2 + dice.uniform(-0.5, 0.5), frame.height / 2 + dice.uniform(-0.5, 0.5)];
  const profile = pick(dice, ['flat', 'flat', 'dome'] as const);
  const outline = outlineOf((theta) => superEllipseRadius(shape, theta));
  const stamp = stampOf(
    plate(outline, radius, 1, 0, profile, Math.max(0.6, radius * dice.uniform(0.02, 0.25))),
    x,
    y,
    frame,
  );
  if (stamp === null) throw new Error('a particle in the middle of its frame is never outside');
  const signal = exposed(stamp, frame, dice);
  return { image: { width: side, height: side, data: fitted(signal, stamp, frame, side) }, shape };
}

/** Counts of the little frame around the particle. */
function exposed(stamp: Stamp, frame: { width: number; height: number }, dice: Random): Float32Array {
  const { width, height } = frame;
  const contrast = dice.uniform(0.2, 0.95);
  const depth = -Math.log(1 - contrast);
  const signal = new Float32Array(width * height).fill(1);
  const add = (piece: Stamp, strength: number) => {
    for (let row = 0; row < piece.height; row++)
      for (let k = 0; k < piece.width; k++)
        signal[(piece.y + row) * width + piece.x + k] *= Math.exp(-strength * piece.thickness[row * piece.width + k]);
  };
  add(stamp, depth);
  // the neighbour's edge, as crops catch it
  if (chance(dice, 0.2)) {
    const at = dice.uniform(0, 2 * Math.PI);
    const away = width * dice.uniform(0.72, 0.85);
    const other = plate(blobOutline(dice, 0.1, 5), width * 0.3, 1, 0, 'flat', 1);
    const piece = stampOf(other, width / 2 + away * Math.cos(at), height / 2 + away * Math.sin(at), frame);
    if (piece !== null) add(piece, depth);
  }
  const [tx, ty] = [dice.normal(0, 0.04), dice.normal(0, 0.04)];
  const counts = Math.max(90 / contrast ** 2, logUniform(dice, 20, 4000));
  for (let j = 0, i = 0; j < height; j++)
    for (let k = 0; k < width; k++, i++) signal[i] *= counts * (1 + tx * (k / width - 0.5) + ty * (j / height - 0.5));
  const soft = blurred({ width, height, data: signal }, dice.uniform(0.3, Math.min(1.6, 0.3 + 0.05 * width)));
  return counted(soft, fork(dice));
}

function fitted(
  data: Float32Array,
  stamp: Stamp,
  frame: { width: number; height: number },
  side: number,
): Float32Array {
  let [left, right, top, bottom] = [frame.width, 0, frame.height, 0];
  let [ground, n] = [0, 0];
  const inside = new Uint8Array(data.length);
  for (let row = 0; row < stamp.height; row++)
    for (let k = 0; k < stamp.width; k++)
      if (stamp.inside[row * stamp.width + k] === 1) {
        const [px, py] = [stamp.x + k, stamp.y + row];
        inside[py * frame.width + px] = 1;
        left = Math.min(left, px);
        right = Math.max(right, px + 1);
        top = Math.min(top, py);
        bottom = Math.max(bottom, py + 1);
      }
  left = Math.max(0, left - 2);
  top = Math.max(0, top - 2);
  const [w, h] = [Math.min(frame.width, right + 2) - left, Math.min(frame.height, bottom + 2) - top];
  const crop = new Float32Array(w * h);
  for (let row = 0; row < h; row++)
    for (let k = 0; k < w; k++) {
      const at = (top + row) * frame.width + left + k;
      crop[row * w + k] = data[at];
      if (inside[at] === 0) {
        ground += data[at];
        n++;
      }
    }
  const scale = side / Math.max(w, h);
  const [fw, fh] = [Math.max(2, Math.round(w * scale)), Math.max(2, Math.round(h * scale))];
  const source = scale < 0.8 ? blurred({ width: w, height: h, data: crop }, 0.4 / scale) : crop;
  const small = resize(source, w, h, fw, fh);
  const out = new Float32Array(side * side).fill(ground / Math.max(1, n));
  const [ox, oy] = [Math.floor((side - fw) / 2), Math.floor((side - fh) / 2)];
  for (let row = 0; row < fh; row++) out.set(small.subarray(row * fw, (row + 1) * fw), (oy + row) * side + ox);
  let [low, high] = [out[0], out[0]];
  for (const v of out) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  return out.map((v) => (v - low) / Math.max(1e-6, high - low));
}
