/** A part of one axis that is predicted at once, in padded pixels. */
export interface Span {
  /** First pixel that the network sees, a multiple of the divisor. */
  readonly start: number;
  /** One past the last that it sees; the length is a multiple of the divisor. */
  readonly end: number;
  /** What is kept of it: weight 1 from `from` to `to`, in a line to 0 over the blended border on both sides. */
  readonly from: number;
  readonly to: number;
}

export interface TilePlan {
  /** Length of the axis after padding to a multiple of the divisor. */
  readonly padded: number;
  readonly spans: readonly Span[];
  /** Pixels on either side of a seam over which neighbours are mixed. */
  readonly blend: number;
}

/** Half the width of a seam, in pixels. */
const seam = 8;

const upTo = (value: number, divisor: number) => Math.ceil(value / divisor) * divisor;

/**
 * Cuts an axis into overlapping spans. Each sees `margin` pixels more than it keeps, or ends with the image. When the margin
 * reaches as far as the network sees plus half a seam, the spans give exactly what the whole axis would.
 * @param longest most pixels that a span may see
 * @param radius how far the network sees
 */
export function planTiles(length: number, longest: number, radius: number, divisor: number): TilePlan {
  const padded = upTo(length, divisor);
  const limit = Math.max(divisor, Math.floor(longest / divisor) * divisor);
  if (padded <= limit) return { padded, spans: [{ start: 0, end: padded, from: 0, to: padded }], blend: 0 };
  const exact = upTo(radius + seam, divisor);
  // too little room for the whole reach: three quarters of a span are margin, and the seams are blended away
  const margin = Math.min(exact, Math.max(divisor, Math.floor((limit * 3) / 8 / divisor) * divisor));
  const core = limit - 2 * margin;
  if (core < divisor) return planTiles(length, limit + divisor, radius, divisor);
  const blend = Math.min(seam, Math.floor(Math.min(margin, core) / 2));
  const spans: Span[] = [];
  // the first and the last span need a margin on one side only
  for (let from = 0; from < padded; ) {
    const start = Math.max(0, from - margin);
    let to = Math.min(padded, start + limit - margin);
    if (padded - start <= limit) to = padded;
    spans.push({ start, end: Math.min(padded, to + margin), from, to });
    from = to;
  }
  return { padded, spans, blend };
}

/** Weight of a span's result at a padded pixel; the weights of all spans add up to 1. */
export function weightAt(span: Span, plan: TilePlan, pixel: number): number {
  const { blend, padded } = plan;
  const rise = span.from === 0 ? 1 : ramp(pixel + 0.5 - span.from, blend);
  const fall = span.to === padded ? 1 : ramp(span.to - pixel - 0.5, blend);
  return rise * fall;
}

/** 0 at -blend, 1 at blend. */
function ramp(distance: number, blend: number): number {
  if (blend === 0) return distance > 0 ? 1 : 0;
  return Math.min(1, Math.max(0, (distance + blend) / (2 * blend)));
}

/** The pixel that stands at `i` when an axis of `length` goes on as its mirror image; its last pixel is not repeated. */
export function mirrored(i: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const at = ((i % period) + period) % period;
  return at < length ? at : period - at;
}

/** Mean and standard deviation of all pixels, in double precision; a deviation of zero counts as 1. */
export function imageStatistics(pixels: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = 0; i < pixels.length; i++) sum += pixels[i];
  const mean = sum / Math.max(1, pixels.length);
  let squares = 0;
  for (let i = 0; i < pixels.length; i++) squares += (pixels[i] - mean) ** 2;
  const deviation = Math.sqrt(squares / Math.max(1, pixels.length));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}
