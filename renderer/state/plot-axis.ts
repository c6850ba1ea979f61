import { quantilesInPlace } from '../../app/math/select.ts';
import { finiteValues } from '../../app/math/values.ts';

/** A straight scale from values to px. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
}

export const toPixels = ({ low, high, from, to }: Axis, value: number): number =>
  from + ((value - low) / (high - low || 1)) * (to - from);

export const toValue = ({ low, high, from, to }: Axis, pixel: number): number =>
  low + ((pixel - from) / (to - from || 1)) * (high - low);

/** Round values (steps of 1, 2 or 5) from `low` to `high`, at most about `most` of them. */
export function ticks(low: number, high: number, most: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((s) => s * power >= rough * 0.9999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The range that colours span: from the 2nd to the 98th percentile, so that one outlier does not grey the rest. */
export function middleRange(values: Float64Array, pass: Uint8Array): readonly [number, number] {
  const [low, high] = quantilesInPlace(finiteValues(values, pass), [0.02, 0.98]);
  return high > low ? [low, high] : [low, low + 1];
}

/** Least and largest of the numbers that count, with room at both ends so that no point lies on the edge. */
export function paddedRange(values: Float64Array, pass: Uint8Array, padding: number): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (pass[row] !== 1 || value - value !== 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const room = (high - low || Math.abs(low) || 1) * padding;
  return [low - room, high + room];
}
