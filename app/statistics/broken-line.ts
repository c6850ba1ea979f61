/** A level up to `at`, a slope beyond it. */
export interface BrokenLine {
  readonly at: number;
  readonly level: number;
  readonly slope: number;
  /** Weighted sum of squared residuals. */
  readonly squares: number;
}

/** Breaks that are tried between two neighbouring places. */
const steps = 8;

/**
 * Fits y = level for x <= at, level + slope (x - at) beyond, to ascending x by weighted least squares, the break among fine steps from the
 * second to the last but two places. Null unless the slope has the sign of `way` and the break explains more than no change does.
 */
export function brokenLine(
  x: readonly number[],
  y: readonly number[],
  weights: readonly number[],
  way: -1 | 1,
): BrokenLine | null {
  const n = x.length;
  if (n < 5) return null;
  let best: BrokenLine | null = null;
  for (let i = 1; i < n - 2; i++) {
    for (let s = 0; s < steps; s++) {
      const at = x[i] + ((x[i + 1] - x[i]) * s) / steps;
      const fit = withBreak(x, y, weights, at);
      if (fit.slope * way > 0 && (best === null || fit.squares < best.squares)) best = fit;
    }
  }
  if (best === null) return null;
  const level = mean(y, weights);
  const flat = y.reduce((sum, v, i) => sum + weights[i] * (v - level) ** 2, 0);
  // Two numbers more must take away more than two standard deviations' worth of chance (chi-square of 2, 5 %).
  return flat - best.squares > 5.99 ? best : null;
}

const mean = (y: readonly number[], weights: readonly number[]): number =>
  y.reduce((sum, v, i) => sum + weights[i] * v, 0) / weights.reduce((a, b) => a + b, 0);

/** Level and slope for a given break: a straight line over h = max(0, x - at). */
function withBreak(x: readonly number[], y: readonly number[], weights: readonly number[], at: number): BrokenLine {
  let [w, wh, wy, whh, why] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const h = Math.max(0, x[i] - at);
    w += weights[i];
    wh += weights[i] * h;
    wy += weights[i] * y[i];
    whh += weights[i] * h * h;
    why += weights[i] * h * y[i];
  }
  const slope = (w * why - wh * wy) / (w * whh - wh * wh);
  const level = (wy - slope * wh) / w;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += weights[i] * (y[i] - level - slope * Math.max(0, x[i] - at)) ** 2;
  return { at, level, slope, squares };
}
