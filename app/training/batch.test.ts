import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Augmentation } from '../domain/training/training-settings.ts';
import { random } from '../math/random.ts';
import { type BatchPlan, makeBatch } from './batch.ts';
import { classCounts } from './counts.ts';
import { normalised, type TrainingFrame } from './frame.ts';
import { varyLook } from './look.ts';
import { drawPlace, patchIndex } from './patches.ts';
import { cutPatch, drawPose } from './warp.ts';

/** Grey levels say where a pixel is; class 1 in the middle, 2 in a corner of a few pixels, unknown at the right border. */
function ramp(width: number, height: number): TrainingFrame {
  const pixels = new Float32Array(width * height);
  const labels = new Int32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      pixels[i] = x + 1000 * y;
      const middle = Math.abs(x - width / 2) < width / 6 && Math.abs(y - height / 2) < height / 6;
      labels[i] = x >= width - 2 ? -1 : x < 3 && y < 3 ? 2 : middle ? 1 : 0;
    }
  return { width, height, pixels, labels };
}

const noAugmentation = Augmentation.parse({
  flips: false,
  rotations: 'none',
  scale: 0,
  contrast: 0,
  brightness: 0,
  gamma: 0,
  noise: 0,
  blur: 0,
});
const varied: Augmentation = {
  flips: true,
  rotations: 'any',
  scale: 0.2,
  contrast: 0.2,
  brightness: 0.2,
  gamma: 0.2,
  noise: 0.2,
  blur: 1,
  elastic: 6,
};
const frames = [ramp(96, 80), ramp(64, 64)];
const index = patchIndex(frames, 3);
const plan: BatchPlan = { batch: 3, side: 32, augmentation: varied, balance: 0.5, seed: 7 };

it('makes the same batch for the same seed and number, and another for another', () => {
  const batch = makeBatch(frames, index, plan, 4);
  expect(makeBatch(frames, patchIndex(frames, 3), plan, 4)).toEqual(batch);
  expect(makeBatch(frames, index, plan, 5).image).not.toEqual(batch.image);
  expect(makeBatch(frames, index, { ...plan, seed: 8 }, 4).image).not.toEqual(batch.image);
  expect(batch.image).toHaveLength(3 * 32 * 32);
  expect(batch.image.every(Number.isFinite)).toBe(true);
  expect(batch.truth.every((k) => k >= -1 && k <= 2)).toBe(true);
});

it('never touches the frames', () => {
  const [before, labels] = [frames[0].pixels.slice(), frames[0].labels.slice()];
  makeBatch(frames, index, plan, 0);
  expect(frames[0].pixels).toEqual(before);
  expect(frames[0].labels).toEqual(labels);
});

it('cuts the very pixels of the frame when nothing is varied', () => {
  for (const side of [32, 33]) {
    const still = { ...plan, side, augmentation: noAugmentation };
    const { image, truth, origins } = makeBatch(frames, index, still, 1);
    const { frame, x, y } = origins[0];
    const { width, pixels, labels } = frames[frame];
    for (let v = 0; v < side; v++)
      for (let u = 0; u < side; u++) {
        const at = (y + v - (side - 1) / 2) * width + x + u - (side - 1) / 2;
        expect(image[v * side + u]).toBe(pixels[at]);
        expect(truth[v * side + u]).toBe(labels[at]);
      }
  }
});

it('turns by quarters exactly and mirrors beyond the frame', () => {
  const frame = ramp(9, 9);
  const cut = (turn: number, mirrored: boolean, x = 4, side = 9) => {
    const [pixels, labels] = [new Float32Array(side * side), new Int32Array(side * side)];
    cutPatch(frame, { x, y: 4, turn, step: 1, mirrored, elastic: null }, side, pixels, labels, 0);
    return { pixels, labels };
  };
  expect(cut(0, false)).toEqual({ pixels: frame.pixels, labels: frame.labels });
  const turned = cut(Math.PI / 2, false);
  const flipped = cut(0, true);
  for (let v = 0; v < 9; v++)
    for (let u = 0; u < 9; u++) {
      expect(turned.pixels[v * 9 + u]).toBeCloseTo(frame.pixels[u * 9 + 8 - v], 2);
      expect(turned.labels[v * 9 + u]).toBe(frame.labels[u * 9 + 8 - v]);
      expect(flipped.pixels[v * 9 + u]).toBe(frame.pixels[v * 9 + 8 - u]);
    }
  // three columns to the left of the first one come its right neighbours
  const { pixels } = cut(0, false, 1, 9);
  expect(pixels.slice(36, 39)).toEqual(Float32Array.of(4003, 4002, 4001));
});

it('keeps grey levels and labels together through every turn, zoom and deformation', () => {
  // grey level 1 where the class is 1, else 0: between pixels the grey level says which class is nearer
  const flat = { ...frames[0], pixels: Float32Array.from(frames[0].labels, (k) => (k === 1 ? 1 : 0)) };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [pixels, labels] = [new Float32Array(32 * 32), new Int32Array(32 * 32)];
      cutPatch(flat, drawPose(random(seed), 48, 40, 32, varied), 32, pixels, labels, 0);
      let differ = 0;
      for (let i = 0; i < pixels.length; i++) if (pixels[i] >= 0.5 !== (labels[i] === 1)) differ++;
      // only at corners of the outline can the nearest pixel and the mean of four disagree
      expect(differ).toBeLessThan(25);
    }),
    { numRuns: 40 },
  );
});

it('centres as many patches on a rare class as on a common one', () => {
  const few = [{ ...ramp(256, 256) }];
  const places = patchIndex(few, 3);
  const draw = random(1);
  const counts = [0, 0, 0];
  for (let i = 0; i < 3000; i++) {
    const { x, y } = drawPlace(draw, few, places, 1, 1);
    counts[few[0].labels[y * 256 + x]]++;
  }
  for (const n of counts) expect(Math.abs(n - 1000)).toBeLessThan(120);
});

it('draws pixels as they are when nothing is balanced', () => {
  const places = patchIndex(frames, 3);
  const draw = random(2);
  const totals = frames.map(({ labels }) => classCounts(labels, 3));
  const all = totals.flatMap((t) => [...t]).reduce((a, b) => a + b);
  let ones = 0;
  for (let i = 0; i < 4000; i++) {
    const { frame, x, y } = drawPlace(draw, frames, places, 1, 0);
    if (frames[frame].labels[y * frames[frame].width + x] === 1) ones++;
  }
  expect(ones / 4000).toBeCloseTo((totals[0][1] + totals[1][1]) / all, 1);
});

it('asks for labels when there are none', () => {
  const blank = [{ ...frames[0], labels: new Int32Array(96 * 80).fill(-1) }];
  expect(() => makeBatch(blank, patchIndex(blank, 3), plan, 0)).toThrow(/has labels/);
});

it('adds noise of the deviation that it says and keeps mean and deviation under gamma', () => {
  const side = 128;
  const noise = { ...noAugmentation, noise: 1 };
  let measured = 0;
  let drawn = 0;
  for (let seed = 0; seed < 40; seed++) {
    const patch = new Float32Array(side * side);
    varyLook(random(seed), patch, side, noise);
    const twin = random(seed);
    if (twin.next() >= 0.5) continue;
    drawn += twin.uniform(0, 1);
    measured += Math.sqrt(patch.reduce((sum, v) => sum + v * v, 0) / patch.length);
  }
  expect(measured / drawn).toBeCloseTo(1, 2);
  const curved = { ...noAugmentation, gamma: 0.5 };
  for (let seed = 0; seed < 10; seed++) {
    const image = normalised({
      width: side,
      height: side,
      data: Float32Array.from({ length: side * side }, (_, i) => Math.sin(i) + (i % 7)),
    });
    const patch = image.data.slice();
    varyLook(random(seed), patch, side, curved);
    expect(normalised({ ...image, data: patch }).data[5]).toBeCloseTo(patch[5], 3);
  }
});

it('normalises to mean 0 and deviation 1, a flat image to zeros', () => {
  const { data } = normalised({ width: 3, height: 1, data: Float32Array.of(1, 2, 3) });
  expect([...data].map((v) => Number(v.toFixed(4)))).toEqual([-1.2247, 0, 1.2247]);
  expect([...normalised({ width: 2, height: 1, data: Float32Array.of(5, 5) }).data]).toEqual([0, 0]);
});
