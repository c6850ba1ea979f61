import { type Histogram, percentile, redrawn } from '../../scene/frame/histogram.ts';

// Arithmetic of the contrast panel: where handles stand, what dragging them means, the outline of the histogram.

export interface Tone {
  readonly low: number;
  readonly high: number;
  /** shown = grey ^ gamma */
  readonly gamma: number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Handle = 'low' | 'high' | 'gamma';

export const gammaLimits = { least: 0.1, most: 10 } as const;

/** The values that the plot spans: all but the last 1 in 10,000 at each end, the present window, some room. */
export function plotSpan(h: Histogram, { low, high }: Pick<Tone, 'low' | 'high'>): Span {
  const from = Math.min(percentile(h, 1e-4), low);
  const to = Math.max(percentile(h, 1 - 1e-4), high);
  const room = (to - from || 1) * 0.03;
  return { from: from - room, to: to + room };
}

/** Where a value stands in the plot, 0..1; may lie outside. */
export const placeOf = ({ from, to }: Span, value: number) => (value - from) / (to - from);

/** The value that is shown at half brightness: where the gamma handle stands. */
export function middleOf({ low, high, gamma }: Tone): number {
  return low + (high - low) * 0.5 ** (1 / gamma);
}

/** The handle nearest to a place of the plot (0..1). */
export function nearestHandle(span: Span, tone: Tone, place: number): Handle {
  const distance = (value: number) => Math.abs(placeOf(span, value) - place);
  const low = distance(tone.low);
  const high = distance(tone.high);
  const gamma = distance(middleOf(tone));
  if (gamma < low && gamma < high) return 'gamma';
  return low <= high ? 'low' : 'high';
}

/** The tone after a handle was pulled to `value`; black stays below white by at least `least`. */
export function pulled(tone: Tone, handle: Handle, value: number, least: number): Tone {
  if (handle === 'low') return { ...tone, low: Math.min(value, tone.high - least) };
  if (handle === 'high') return { ...tone, high: Math.max(value, tone.low + least) };
  const t = Math.min(0.999, Math.max(0.001, (value - tone.low) / (tone.high - tone.low)));
  const gamma = Math.log(0.5) / Math.log(t);
  return { ...tone, gamma: roundGamma(gamma) };
}

export const roundGamma = (gamma: number) =>
  Number(Math.min(gammaLimits.most, Math.max(gammaLimits.least, gamma)).toPrecision(3));

/** A value as it is typed and stored: whole numbers for whole pixels, else as fine as a thousandth of the window. */
export function rounded(value: number, tone: Pick<Tone, 'low' | 'high'>, whole: boolean): number {
  if (whole) return Math.round(value);
  const size = Math.max(Math.abs(tone.high - tone.low) / 1000, Number.MIN_VALUE);
  const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(size))));
  return Number(value.toFixed(digits));
}

/** Outline of the log-count histogram as an SVG path in a box of `width` x `height`. */
export function histogramPath(h: Histogram, { from, to }: Span, width: number, height: number): string {
  const counts = redrawn(h, from, to, Math.round(width));
  let most = 0;
  for (const n of counts) most = Math.max(most, n);
  if (most === 0) return '';
  const full = Math.log1p(most);
  let path = `M0 ${height}`;
  for (let i = 0; i < counts.length; i++) {
    path += `L${i} ${(height - (Math.log1p(counts[i]) / full) * (height - 2)).toFixed(1)}`;
  }
  return `${path}L${counts.length - 1} ${height}Z`;
}

/** The curve from value to brightness in the same box. */
export function tonePath(tone: Tone, span: Span, width: number, height: number): string {
  const left = placeOf(span, tone.low) * width;
  const right = placeOf(span, tone.high) * width;
  const steps = tone.gamma === 1 ? 1 : 24;
  let path = `M0 ${height}L${left.toFixed(1)} ${height}`;
  for (let i = 1; i <= steps; i++) {
    const t = i / steps;
    path += `L${(left + (right - left) * t).toFixed(1)} ${(height * (1 - t ** tone.gamma)).toFixed(1)}`;
  }
  return `${path}L${width} 0`;
}
