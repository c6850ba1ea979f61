import { type Gradient, magnitudeOf } from './gradient.ts';

/** Where an edge was found near a drawn point. */
export interface EdgePoint {
  readonly x: number;
  readonly y: number;
  /** Length of the gradient there, values a pixel. */
  readonly strength: number;
  /** Way from the drawn point along the normal, px; negative against it. */
  readonly offset: number;
}

/** A value between pixels, 0 outside; `data` row-major, (u, v) from its first pixel. */
function between(data: Float32Array, width: number, height: number, u: number, v: number): number {
  if (!(u >= 0 && v >= 0 && u <= width - 1 && v <= height - 1)) return 0;
  const i = Math.min(Math.floor(u), Math.max(0, width - 2));
  const j = Math.min(Math.floor(v), Math.max(0, height - 2));
  const right = width > 1 ? 1 : 0;
  const down = height > 1 ? width : 0;
  const at = j * width + i;
  const upper = data[at] + (u - i) * (data[at + right] - data[at]);
  const lower = data[at + down] + (u - i) * (data[at + down + right] - data[at + down]);
  return upper + (v - j) * (lower - upper);
}

/** Finds edges near points again and again in one gradient. */
export interface Snapper {
  /**
   * The nearest edge to (x, y) along the normal (nx, ny), of any length, at most `reach` px away: the nearest crest of the gradient
   * that is at least `share` as strong as the strongest within reach, to a fraction of a pixel. Undefined where there is none.
   */
  readonly nearest: (x: number, y: number, nx: number, ny: number, reach: number) => EdgePoint | undefined;
}

const pitch = 0.5;
/** Samples beyond each end of the profile: one pixel. */
const margin = 2;

/** @param share 0..1; 1 takes the strongest edge within reach however far it is */
export function snapper(gradient: Gradient, share = 0.5): Snapper {
  const { x: left, y: top, width, height } = gradient;
  const magnitude = magnitudeOf(gradient);
  return {
    nearest(x, y, nx, ny, reach) {
      const length = Math.hypot(nx, ny);
      if (!(length > 0)) return undefined;
      const ux = nx / length;
      const uy = ny / length;
      const half = Math.ceil(reach / pitch);
      const strengthAt = (offset: number) =>
        between(magnitude, width, height, x + offset * ux - left, y + offset * uy - top);
      const profile = Float64Array.from({ length: 2 * (half + margin) + 1 }, (_, k) =>
        strengthAt((k - half - margin) * pitch),
      );
      let strongest = 0;
      for (let k = margin; k <= 2 * half + margin; k++) if (profile[k] > strongest) strongest = profile[k];
      if (strongest === 0) return undefined;
      let best = -1;
      for (let k = margin; k <= 2 * half + margin; k++) {
        const crest = profile[k] >= profile[k - 1] && profile[k] > profile[k + 1] && profile[k] >= share * strongest;
        if (crest && (best < 0 || Math.abs(k - half - margin) < Math.abs(best - half - margin))) best = k;
      }
      if (best < 0) return undefined;
      // The crest of the parabola through three samples a pixel apart: between pixels strengths are interpolated, crests flattened.
      const [a, b, c] = [profile[best - margin], profile[best], profile[best + margin]];
      const bend = a - 2 * b + c;
      const offset = (best - half - margin) * pitch + (bend < 0 ? (0.5 * (a - c)) / bend : 0);
      if (Math.abs(offset) > reach) return undefined;
      return { x: x + offset * ux, y: y + offset * uy, strength: strengthAt(offset), offset };
    },
  };
}
