import type { ElementType, PixelArray } from '../../../app/domain/element-type.ts';
import { channelsOf } from './pixels.ts';

/**
 * How often values occur. Bin i holds values in [low + i * binWidth, low + (i + 1) * binWidth); whole numbers of up to
 * 16 bits have a bin each (`binWidth` 1), so their percentiles are exact. Not-a-number and infinite pixels are not counted.
 */
export interface Histogram {
  /** Smallest and largest finite value, file units; 0 and 0 when there is none. */
  readonly min: number;
  readonly max: number;
  readonly low: number;
  readonly binWidth: number;
  readonly counts: Uint32Array;
  /** Finite values left of the first bin and right of the last one (few, far outliers). */
  readonly below: number;
  readonly above: number;
  /** All finite values. */
  readonly total: number;
  /** Values are whole numbers. */
  readonly whole: boolean;
}

const floatBins = 65536;
/** Each pass narrows the bins to the sliver that holds nearly all values; real frames need none or one. */
const mostPasses = 4;

const offsets: Partial<Record<ElementType, number>> = {
  uint8: 0,
  bool: 0,
  rgb8: 0,
  rgba8: 0,
  uint16: 0,
  int8: -128,
  int16: -32768,
};

/** Counts a frame while its rows come in; types of more than 16 bits are counted at the end, when their range is known. */
export class HistogramCounter {
  readonly #type: ElementType;
  readonly #counts: Uint32Array | null;
  readonly #offset: number;
  #counted = 0;

  constructor(type: ElementType) {
    this.#type = type;
    const offset = offsets[type];
    this.#offset = offset ?? 0;
    this.#counts = offset === undefined ? null : new Uint32Array(type === 'uint16' || type === 'int16' ? 65536 : 256);
  }

  /** Pixels [0, ready) are in `pixels` (colours are counted by their luminance). */
  push(pixels: PixelArray, ready: number): void {
    if (this.#counts === null || pixels instanceof BigInt64Array || pixels instanceof BigUint64Array) return;
    const channels = channelsOf(this.#type);
    if (channels > 1) countLuminance(pixels, channels, this.#counted, ready, this.#counts);
    else countWhole(pixels, this.#counted, ready, this.#offset, this.#counts);
    this.#counted = ready;
  }

  /** The histogram of all pixels, once all were pushed. */
  finish(pixels: PixelArray): Histogram {
    if (this.#counts === null) return floatHistogram(pixels);
    let first = this.#counts.findIndex((n) => n > 0);
    if (first < 0) first = 0;
    let last = this.#counts.length - 1;
    while (last > first && this.#counts[last] === 0) last--;
    const counts = this.#counts.slice(first, last + 1);
    return {
      min: first + this.#offset,
      max: last + this.#offset,
      low: first + this.#offset,
      binWidth: 1,
      counts,
      below: 0,
      above: 0,
      total: this.#counted,
      whole: true,
    };
  }
}

type Numbers = Exclude<PixelArray, BigInt64Array | BigUint64Array>;

function countWhole(pixels: Numbers, from: number, to: number, offset: number, counts: Uint32Array): void {
  for (let i = from; i < to; i++) counts[pixels[i] - offset]++;
}

function countLuminance(pixels: Numbers, channels: number, from: number, to: number, counts: Uint32Array): void {
  for (let i = from; i < to; i++) {
    const at = i * channels;
    counts[Math.round(0.2126 * pixels[at] + 0.7152 * pixels[at + 1] + 0.0722 * pixels[at + 2])]++;
  }
}

/**
 * Histogram of numbers of any range. When nearly all values lie in a sliver of it (hot pixels), the bins are spent on
 * that sliver and the outliers are only counted.
 */
export function floatHistogram(pixels: PixelArray): Histogram {
  const values =
    pixels instanceof BigInt64Array || pixels instanceof BigUint64Array ? Float64Array.from(pixels, Number) : pixels;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v - v !== 0) continue;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  const whole = !(pixels instanceof Float32Array || pixels instanceof Float64Array);
  if (min > max) {
    return { min: 0, max: 0, low: 0, binWidth: 1, counts: new Uint32Array(1), below: 0, above: 0, total: 0, whole };
  }
  let h = countRange(values, min, max, min, max, whole);
  for (let pass = 0; pass < mostPasses; pass++) {
    const from = percentile(h, 0.0005);
    const to = percentile(h, 0.9995);
    if (to - from >= (h.binWidth * h.counts.length) / 32) break;
    const margin = Math.max((to - from) * 0.5, h.binWidth * 2);
    const low = Math.max(min, from - margin);
    const high = Math.min(max, to + margin);
    if (!(high > low)) break;
    h = countRange(values, min, max, low, high, whole);
  }
  return h;
}

function countRange(v: Numbers, min: number, max: number, low: number, high: number, whole: boolean): Histogram {
  const bins = whole ? Math.min(floatBins, Math.max(1, Math.floor(high - low) + 1)) : floatBins;
  const binWidth = whole ? Math.ceil((high - low + 1) / bins) : (high - low) / bins || 1;
  const counts = new Uint32Array(bins);
  let below = 0;
  let above = 0;
  let total = 0;
  for (let i = 0; i < v.length; i++) {
    const value = v[i];
    if (value - value !== 0) continue;
    total++;
    if (value < low) below++;
    else if (value > high) above++;
    else counts[Math.min(bins - 1, Math.floor((value - low) / binWidth))]++;
  }
  return { min, max, low, binWidth, counts, below, above, total, whole };
}

/** The value below which `fraction` (0..1) of the pixels lie, to one bin; whole numbers exactly. */
export function percentile(h: Histogram, fraction: number): number {
  if (h.total === 0) return 0;
  const target = fraction * h.total;
  let seen = h.below;
  if (seen > 0 && seen >= target) return h.low;
  for (let i = 0; i < h.counts.length; i++) {
    const next = seen + h.counts[i];
    if (next >= target && next > 0 && h.counts[i] > 0) {
      if (h.whole && h.binWidth === 1) return h.low + i;
      return h.low + (i + Math.max(0, target - seen) / h.counts[i]) * h.binWidth;
    }
    seen = next;
  }
  return h.above > 0 ? h.low + h.counts.length * h.binWidth : h.max;
}

/** Black and white values that leave the given fractions of pixels black and white; white is always above black. */
export function automaticWindow(
  h: Histogram,
  leave: { readonly low: number; readonly high: number },
): { low: number; high: number } {
  const low = percentile(h, leave.low);
  const high = percentile(h, 1 - leave.high);
  if (high > low) return { low, high };
  return h.max > h.min ? { low: h.min, high: h.max } : { low: h.min, high: h.min + 1 };
}

/** `bins` counts over [from, to], for drawing; counts of a source bin are shared among the drawn bins it covers. */
export function redrawn(h: Histogram, from: number, to: number, bins: number): Float64Array {
  const out = new Float64Array(bins);
  const scale = bins / (to - from || 1);
  for (let i = 0; i < h.counts.length; i++) {
    const n = h.counts[i];
    if (n === 0) continue;
    const a = (h.low + i * h.binWidth - from) * scale;
    const b = (h.low + (i + 1) * h.binWidth - from) * scale;
    const first = Math.max(0, Math.floor(a));
    const last = Math.min(bins - 1, Math.ceil(b) - 1);
    for (let j = first; j <= last; j++) {
      const part = Math.min(b, j + 1) - Math.max(a, j);
      if (part > 0) out[j] += (n * part) / (b - a);
    }
  }
  return out;
}
