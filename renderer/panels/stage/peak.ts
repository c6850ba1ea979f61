import type { Frame } from '../../scene/frame/plane.ts';
import type { Place } from '../../state/annotations.ts';

/**
 * The peak of a power spectrum near a position: the largest pixel within `radius` px, refined by a parabola along each
 * axis through it and its neighbours. As pixel indices (centres at whole numbers); null where there are no pixels.
 */
export function peakNear(spectrum: Frame, at: Place, radius: number): Place | null {
  const { width, height, pixels } = spectrum;
  const value = (x: number, y: number) => Number(pixels[y * width + x]);
  const reach = Math.ceil(radius);
  let best: { x: number; y: number } | null = null;
  for (let y = Math.max(0, Math.floor(at.y) - reach); y <= Math.min(height - 1, Math.floor(at.y) + reach); y++) {
    for (let x = Math.max(0, Math.floor(at.x) - reach); x <= Math.min(width - 1, Math.floor(at.x) + reach); x++) {
      if (Math.hypot(x + 0.5 - at.x, y + 0.5 - at.y) > radius) continue;
      if (best === null || value(x, y) > value(best.x, best.y)) best = { x, y };
    }
  }
  if (best === null) return null;
  const { x, y } = best;
  const inner = x > 0 && y > 0 && x < width - 1 && y < height - 1;
  if (!inner) return best;
  return {
    x: x + vertex(value(x - 1, y), value(x, y), value(x + 1, y)),
    y: y + vertex(value(x, y - 1), value(x, y), value(x, y + 1)),
  };
}

/** Where the parabola through three equally spaced values has its vertex, from the middle one; within half a step. */
function vertex(left: number, middle: number, right: number): number {
  const bend = left - 2 * middle + right;
  if (bend >= 0) return 0;
  return Math.min(0.5, Math.max(-0.5, (left - right) / (2 * bend)));
}
