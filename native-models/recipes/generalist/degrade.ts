import type { Random } from '../../../app/math/random.ts';
import { random } from '../../../app/math/random.ts';
import { flatten } from '../../../app/segmentation/flatten.ts';

/** Normal numbers to take from at random places: drawing each anew would cost more than the network. */
const noise = (() => {
  const draw = random(20_26);
  return Float32Array.from({ length: 1 << 17 }, () => draw.normal(0, 1));
})();

/** Digits and letters of three columns and five rows, a bit a pixel, for labels burnt into the image. */
const glyphs = [
  0x7b6f, 0x2c97, 0x73e7, 0x72cf, 0x5bc9, 0x79cf, 0x79ef, 0x7292, 0x7bef, 0x7bcf, 0x2bed, 0x6bae, 0x3923, 0x6b6e,
  0x79e7, 0x5fed,
];

/**
 * What microscopes, printing and compression do to an image: uneven light, inverted and bent grey scale, blur, noise, burnt-in
 * labels; then zero mean and unit deviation, not quite. Image only: no particle moves.
 * @param patch grey levels 0..1 [side, side], written over
 */
export function degrade(patch: Float32Array, side: number, draw: Random): Float32Array {
  if (draw.next() < 0.3) light(patch, side, draw);
  const bend = Math.exp(draw.normal(0, 0.3));
  const inverted = draw.next() < 0.35;
  for (let i = 0; i < patch.length; i++) {
    const v = Math.min(1, Math.max(0, patch[i])) ** bend;
    patch[i] = inverted ? 1 - v : v;
  }
  if (draw.next() < 0.25) cloud(patch, side, draw);
  if (draw.next() < 0.3) blur(patch, side, draw.uniform(0.3, 1.2));
  const deviation = Math.sqrt(variance(patch));
  if (draw.next() < 0.5) addNoise(patch, deviation * draw.uniform(0.02, 0.7) ** 1.3, side, draw);
  if (draw.next() < 0.25) burnIn(patch, side, draw);
  const seen =
    draw.next() < 0.35 ? flatten({ width: side, height: side, data: patch }, draw.integer(18, 32)).data : patch;
  normalise(seen, draw);
  return seen;
}

function light(patch: Float32Array, side: number, draw: Random): void {
  const [a, b, c] = [draw.normal(0, 0.25), draw.normal(0, 0.25), draw.normal(0, 0.25)];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [u, v] = [(2 * x) / side - 1, (2 * y) / side - 1];
      patch[y * side + x] *= Math.max(0.2, 1 + a * u + b * v + c * (u * u + v * v - 0.67));
    }
}

/** A thick, uneven carrier: a few octaves of smooth noise, added. */
function cloud(patch: Float32Array, side: number, draw: Random): void {
  const strength = Math.sqrt(variance(patch)) * draw.uniform(0.3, 2);
  for (let cells = draw.integer(2, 3), share = strength; cells < 14; cells *= 2, share *= 0.6) {
    const grid = Float32Array.from({ length: (cells + 1) ** 2 }, () => draw.normal(0, share));
    for (let y = 0; y < side; y++) {
      const v = (y * cells) / side;
      const top = Math.floor(v) * (cells + 1);
      const q = smoothStep(v - Math.floor(v));
      for (let x = 0; x < side; x++) {
        const u = (x * cells) / side;
        const left = top + Math.floor(u);
        const p = smoothStep(u - Math.floor(u));
        const above = (1 - p) * grid[left] + p * grid[left + 1];
        const below = (1 - p) * grid[left + cells + 1] + p * grid[left + cells + 2];
        patch[y * side + x] += (1 - q) * above + q * below;
      }
    }
  }
}

const smoothStep = (t: number) => t * t * (3 - 2 * t);

function variance(patch: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < patch.length; i++) {
    sum += patch[i];
    squares += patch[i] * patch[i];
  }
  const mean = sum / patch.length;
  return Math.max(1e-6, squares / patch.length - mean * mean);
}

/** White noise, or noise with a grain of two pixels. */
function addNoise(patch: Float32Array, deviation: number, side: number, draw: Random): void {
  const from = draw.integer(0, noise.length - 1);
  const mask = noise.length - 1;
  const grain = draw.next() < 0.4;
  const columns = side + draw.integer(1, 63);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const at = grain ? (y >> 1) * columns + (x >> 1) : y * columns + x;
      patch[y * side + x] += deviation * noise[(from + at) & mask];
    }
}

/** Gaussian blur along rows, then columns; the ends repeat. */
function blur(patch: Float32Array, side: number, sigma: number): void {
  const radius = Math.ceil(2.5 * sigma);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const total = weights.reduce((a, b) => a + b, 0);
  const line = new Float32Array(side);
  for (const [step, across] of [
    [1, side],
    [side, 1],
  ])
    for (let n = 0; n < side; n++) {
      const first = n * across;
      for (let i = 0; i < side; i++) line[i] = patch[first + i * step];
      for (let i = 0; i < side; i++) {
        let sum = 0;
        for (let k = -radius; k <= radius; k++)
          sum += weights[k + radius] * line[Math.min(side - 1, Math.max(0, i + k))];
        patch[first + i * step] = sum / total;
      }
    }
}

/** A scale bar with a few characters, a panel letter, or both; black or white, perhaps on a plate. */
function burnIn(patch: Float32Array, side: number, draw: Random): void {
  const ink = draw.next() < 0.5 ? 0 : 1;
  const box = (x: number, y: number, w: number, h: number, value: number) => {
    for (let j = Math.max(0, y); j < Math.min(side, y + h); j++)
      for (let i = Math.max(0, x); i < Math.min(side, x + w); i++) patch[j * side + i] = value;
  };
  const write = (x: number, y: number, cell: number, count: number) => {
    for (let n = 0; n < count; n++) {
      const glyph = glyphs[draw.integer(0, glyphs.length - 1)];
      for (let bit = 0; bit < 15; bit++)
        if ((glyph >> (14 - bit)) & 1)
          box(x + (4 * n + (bit % 3)) * cell, y + Math.floor(bit / 3) * cell, cell, cell, ink);
    }
  };
  const cell = draw.integer(1, 4);
  const [x, y] = [draw.integer(-5, side - 10), draw.integer(-5, side - 10)];
  const plate = draw.next() < 0.4;
  if (draw.next() < 0.6) {
    const [w, h] = [draw.integer(15, 110), draw.integer(2, 8)];
    if (plate) box(x - 4, y - 7 * cell, w + 8, 7 * cell + h + 4, 1 - ink);
    box(x, y, w, h, ink);
    write(x + draw.integer(0, 12), y - 6 * cell, cell, draw.integer(2, 6));
  } else {
    const count = draw.integer(1, 3);
    if (plate) box(x - cell, y - cell, (4 * count + 1) * cell, 7 * cell, 1 - ink);
    write(x, y, cell, count);
  }
}

/** Zero mean and unit deviation, shifted and stretched a little: a patch is not its whole image. */
function normalise(patch: Float32Array, draw: Random): void {
  let mean = 0;
  for (let i = 0; i < patch.length; i++) mean += patch[i] / patch.length;
  const deviation = Math.sqrt(variance(patch));
  const [gain, shift] = [Math.exp(draw.normal(0, 0.2)) / deviation, draw.normal(0, 0.2)];
  for (let i = 0; i < patch.length; i++) patch[i] = (patch[i] - mean) * gain + shift;
}
