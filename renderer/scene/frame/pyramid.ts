import type { PixelArray } from '../../../app/domain/element-type.ts';
import { type Channels, copyAsFloat } from './pixels.ts';

// Averages of 2 x 2, 4 x 4, 8 x 8 ... pixels, so that a view zoomed out shows means instead of a random pixel of each
// block (lattice fringes would alias into moiré). A 4096 x 4096 frame costs one third more memory as float32.

/** One level: row-major (y, x, channel), `2 ** level` image px a texel; level 0 is the frame itself. */
export interface Level<Data = Float32Array | Uint8Array> {
  readonly width: number;
  readonly height: number;
  readonly data: Data;
}

/** The coarsest level has no side longer than this. */
export const coarsestSide = 256;

/** Sizes of levels 1, 2, ... of a frame; empty for a frame that is small already. */
export function levelSizes(width: number, height: number): { width: number; height: number }[] {
  const sizes: { width: number; height: number }[] = [];
  let w = width;
  let h = height;
  while (Math.max(w, h) > coarsestSide) {
    w = Math.ceil(w / 2);
    h = Math.ceil(h / 2);
    sizes.push({ width: w, height: h });
  }
  return sizes;
}

/** The finest level whose texels are not smaller than one device px at `zoom` (device px an image px). */
export function levelFor(zoom: number, levels: number): number {
  if (zoom >= 1) return 0;
  return Math.min(levels, Math.max(0, Math.floor(Math.log2(1 / zoom) + 1e-6)));
}

/**
 * Builds the levels while rows of the frame still come in. One channel: float32 means (not-a-number pixels are left out
 * of a mean while any other is there). Colour: bytes, rounded.
 */
export class PyramidBuilder {
  readonly levels: Level[];
  readonly #width: number;
  readonly #height: number;
  readonly #channels: Channels;
  readonly #done: number[];
  readonly #upper: Float32Array;
  readonly #lower: Float32Array;

  constructor(width: number, height: number, channels: Channels) {
    this.#width = width;
    this.#height = height;
    this.#channels = channels;
    this.levels = levelSizes(width, height).map((s) => ({
      ...s,
      data: channels === 1 ? new Float32Array(s.width * s.height) : new Uint8Array(s.width * s.height * channels),
    }));
    this.#done = this.levels.map(() => 0);
    this.#upper = new Float32Array(width * channels);
    this.#lower = new Float32Array(width * channels);
  }

  /** Rows [0, rows) of the frame are in `pixels`; computes what they allow. */
  push(pixels: PixelArray, rows: number): void {
    let ready = rows;
    for (let k = 0; k < this.levels.length; k++) {
      const from = k === 0 ? { width: this.#width, height: this.#height, data: pixels } : this.levels[k - 1];
      const until = ready >= from.height ? this.levels[k].height : ready >> 1;
      for (let row = this.#done[k]; row < until; row++) this.#halve(from, this.levels[k], row);
      this.#done[k] = Math.max(this.#done[k], until);
      ready = this.#done[k];
    }
  }

  #halve(from: Level<PixelArray>, to: Level, row: number): void {
    const length = from.width * this.#channels;
    const second = Math.min(row * 2 + 1, from.height - 1);
    if (to.data instanceof Float32Array && (from.data instanceof Uint16Array || from.data instanceof Uint8Array)) {
      halveWholeRow(from.data, row * 2 * length, second * length, length, to.data, row * to.width);
      return;
    }
    copyAsFloat(from.data, row * 2 * length, length, this.#upper);
    copyAsFloat(from.data, second * length, length, this.#lower);
    if (to.data instanceof Float32Array) halveRow(this.#upper, this.#lower, from.width, to.data, row * to.width);
    else halveColours(this.#upper, this.#lower, from.width, this.#channels, to, row);
  }
}

/** Means of 2 x 2 blocks of two rows; the last block of an odd row is one pixel wide. */
function halveRow(upper: Float32Array, lower: Float32Array, width: number, out: Float32Array, at: number): void {
  const pairs = width >> 1;
  for (let i = 0; i < pairs; i++) {
    const j = i * 2;
    const mean = (upper[j] + upper[j + 1] + lower[j] + lower[j + 1]) * 0.25;
    // biome-ignore lint/suspicious/noSelfCompare: the cheapest test for not-a-number in the hot loop
    out[at + i] = mean === mean ? mean : meanOfNumbers(upper[j], upper[j + 1], lower[j], lower[j + 1]);
  }
  if (width & 1)
    out[at + pairs] = meanOfNumbers(upper[width - 1], upper[width - 1], lower[width - 1], lower[width - 1]);
}

/** The same for whole numbers where they lie: none is not-a-number, and sums of four are exact. */
function halveWholeRow(
  pixels: Uint16Array | Uint8Array,
  upper: number,
  lower: number,
  width: number,
  out: Float32Array,
  at: number,
): void {
  const pairs = width >> 1;
  for (let i = 0, a = upper, b = lower; i < pairs; i++, a += 2, b += 2)
    out[at + i] = (pixels[a] + pixels[a + 1] + pixels[b] + pixels[b + 1]) * 0.25;
  if (width & 1) out[at + pairs] = (pixels[upper + width - 1] + pixels[lower + width - 1]) * 0.5;
}

function meanOfNumbers(a: number, b: number, c: number, d: number): number {
  let sum = 0;
  let count = 0;
  for (const v of [a, b, c, d]) {
    if (Number.isNaN(v)) continue;
    sum += v;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

function halveColours(
  upper: Float32Array,
  lower: Float32Array,
  width: number,
  channels: Channels,
  to: Level,
  row: number,
): void {
  for (let i = 0; i < to.width; i++) {
    const left = i * 2 * channels;
    const right = Math.min(i * 2 + 1, width - 1) * channels;
    const at = (row * to.width + i) * channels;
    for (let c = 0; c < channels; c++) {
      to.data[at + c] = Math.round((upper[left + c] + upper[right + c] + lower[left + c] + lower[right + c]) / 4);
    }
  }
}
