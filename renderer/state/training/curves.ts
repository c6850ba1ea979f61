import { ticks } from '../plot-axis.ts';

/** One curve: a value at each place of the horizontal axis, null where there is none. */
export interface Curve {
  readonly id: string;
  readonly title: string;
  readonly values: readonly (number | null)[];
  /** CSS colour. */
  readonly colour: string;
  /** What is learned from is dashed, what only judges is solid. */
  readonly dashed?: boolean;
}

export type Scale = 'linear' | 'log';

/** On a logarithmic scale only positive numbers have a place. */
const drawable = (value: number | null, scale: Scale): value is number =>
  value !== null && Number.isFinite(value) && (scale === 'linear' || value > 0);

/** A value's place on the axis: itself, or its logarithm to base 10. */
export const onScale = (value: number, scale: Scale): number => (scale === 'log' ? Math.log10(value) : value);

/**
 * Least and largest value of all curves with some room around, on the scale. A linear axis of positive values begins at 0,
 * so that heights can be compared. `[0, 1]` without a value.
 */
export function rangeOf(curves: readonly Curve[], scale: Scale): readonly [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of curves) {
    for (const value of values) {
      if (!drawable(value, scale)) continue;
      low = Math.min(low, onScale(value, scale));
      high = Math.max(high, onScale(value, scale));
    }
  }
  if (low > high) return scale === 'log' ? [-2, 0] : [0, 1];
  const room = (high - low || Math.abs(high) || 1) * 0.05;
  return [scale === 'linear' && low >= 0 ? 0 : low - room, high + room];
}

/** Round values between `low` and `high` (on the scale), each with its place; on a logarithmic axis 1, 2 and 5 of each decade. */
export function scaleTicks(
  [low, high]: readonly [number, number],
  scale: Scale,
  most: number,
): readonly { readonly at: number; readonly value: number }[] {
  if (scale === 'linear') return ticks(low, high, most).map((value) => ({ at: value, value }));
  const decades: number[] = [];
  for (let power = Math.floor(low); power <= high; power++) decades.push(power);
  const all = (factors: readonly number[]) =>
    decades
      .flatMap((power) => factors.map((factor) => factor * 10 ** power))
      .map((value) => ({ at: Math.log10(value), value: Number(value.toPrecision(6)) }))
      .filter(({ at }) => at >= low && at <= high);
  const whole = all([1]);
  return whole.length >= 3 ? thinned(whole, most) : thinned(all([1, 2, 5]), most);
}

function thinned<T>(list: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, Math.ceil(list.length / Math.max(1, most)));
  return list.filter((_, i) => i % step === 0);
}

/** The index of the place nearest to `x` among ascending `xs`; null when there is none. */
export function nearest(xs: readonly number[], x: number): number | null {
  if (xs.length === 0) return null;
  let best = 0;
  for (let i = 1; i < xs.length; i++) if (Math.abs(xs[i] - x) < Math.abs(xs[best] - x)) best = i;
  return best;
}

/** The last index at which any curve has a value; null without one. */
export function lastIndex(curves: readonly Curve[]): number | null {
  let last = -1;
  for (const { values } of curves) {
    for (let i = values.length - 1; i > last; i--) if (values[i] !== null) last = i;
  }
  return last < 0 ? null : last;
}

/**
 * The path of a curve: places without a value break it. A value that stands alone becomes a stroke of no length, which a
 * round cap makes a dot of.
 */
export function curvePath(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
  scale: Scale,
): string {
  let path = '';
  let open = false;
  for (const [i, value] of values.entries()) {
    if (!drawable(value, scale)) {
      open = false;
      continue;
    }
    const place = `${x(i).toFixed(1)} ${y(onScale(value, scale)).toFixed(1)}`;
    path += open ? `L${place}` : `M${place}h0`;
    open = true;
  }
  return path;
}
