import { type Random, random } from '../../../app/math/random.ts';
import type { SuperEllipse } from '../../../app/simulation/outline.ts';
import { superEllipseCrop } from '../../../app/simulation/super-ellipse-crop.ts';

/** Side of a crop, px. */
export const side = 44;
/** Numbers that the network gives: ln p, d and L, each made zero mean and unit deviation by these. */
export const outputs = [
  { name: 'ln p', mean: 1.32, deviation: 0.968 },
  { name: 'd', mean: 3.5, deviation: 1.708 },
  { name: 'L', mean: 1.42, deviation: 0.404 },
] as const;

/** Seeds of crops: learned from; looked at while learning; for the scores. */
export const seedsOf = {
  training: (i: number) => 1_000_000 + i,
  validation: (i: number) => 2_000_000 + i,
  test: (i: number) => 3_000_000 + i,
};

export interface Crops {
  readonly count: number;
  /** Grey levels [count, side, side], 0..255. */
  readonly pixels: Uint8Array;
  /** [count, 3]: ln p, d, L. */
  readonly shapes: Float32Array;
}

/** Simulated crops and what they show. */
export function makeCrops(count: number, seedOf: (i: number) => number): Crops {
  const pixels = new Uint8Array(count * side * side);
  const shapes = new Float32Array(count * outputs.length);
  for (let i = 0; i < count; i++) {
    const { image, shape } = superEllipseCrop(seedOf(i), side);
    pixels.set(
      Uint8Array.from(image.data, (v) => Math.round(255 * v)),
      i * side * side,
    );
    shapes.set(numbersOf(shape), 3 * i);
  }
  return { count, pixels, shapes };
}

const numbersOf = ({ p, d, ratio }: SuperEllipse) => [Math.log(p), d, ratio];

/** Grey levels as the network sees them: 0..1 less a half. */
export const shown = (level: number) => level / 255 - 0.5;

/** One of the eight ways to turn and mirror a square, which change neither p nor d nor L; contrast bent a little. */
function place(from: Uint8Array, to: Float32Array, draw: Random): void {
  const way = draw.integer(0, 7);
  const bend = Math.exp(draw.normal(0, 0.12));
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [a, b] = (way & 1) === 0 ? [x, y] : [y, x];
      const u = (way & 2) === 0 ? a : side - 1 - a;
      const v = (way & 4) === 0 ? b : side - 1 - b;
      to[y * side + x] = shown(255 * (from[v * side + u] / 255) ** bend);
    }
}

/** The crops of a training step and their numbers, standardised; depend on nothing but the seed and the step. */
export function batchOf(crops: Crops, count: number, seed: number, step: number) {
  const image = new Float32Array(count * side * side);
  const truth = new Float32Array(count * outputs.length);
  for (let i = 0; i < count; i++) {
    const draw = random((seed * 7919 + step * count + i) >>> 0);
    const chosen = draw.integer(0, crops.count - 1);
    const size = side * side;
    place(crops.pixels.subarray(chosen * size, (chosen + 1) * size), image.subarray(i * size, (i + 1) * size), draw);
    outputs.forEach(({ mean, deviation }, k) => {
      truth[3 * i + k] = (crops.shapes[3 * chosen + k] - mean) / deviation;
    });
  }
  return { image, truth };
}
