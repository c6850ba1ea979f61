import { directions, type Outline } from '../outline.ts';
import type { Solid } from './solid.ts';

/** How the thickness falls towards the outline; s = distance from the centre over the outline's, 0..1. */
export type Profile = 'flat' | 'dome' | 'lens' | 'pyramid';

/**
 * A body over any outline around its centre: `radius` of the farthest point, greatest thickness (px), turned by `angle`. Flat
 * plates have a rim of `rim` px over which they fall off.
 */
export function plate(
  outline: Outline,
  radius: number,
  height: number,
  angle: number,
  profile: Profile,
  rim = 1,
): Solid {
  const perRadian = directions / (2 * Math.PI);
  return {
    reach: radius,
    probe: (x, y, n, { top, bottom, thickness }) => {
      for (let i = 0; i < n; i++) {
        const r = Math.hypot(x[i], y[i]);
        if (r >= radius) {
          thickness[i] = 0;
          continue;
        }
        const u = (Math.atan2(y[i], x[i]) - angle) * perRadian + 4 * directions;
        const k = Math.floor(u);
        const t = u - k;
        const edge = radius * (outline[k % directions] * (1 - t) + outline[(k + 1) % directions] * t);
        const left = edge - r;
        if (left <= 0) {
          thickness[i] = 0;
          continue;
        }
        const s = r / edge;
        const share =
          profile === 'flat'
            ? Math.min(1, (left + 0.25 * rim) / (1.25 * rim))
            : profile === 'dome'
              ? Math.sqrt(1 - s * s)
              : profile === 'lens'
                ? 1 - s * s
                : 1 - s;
        const h = Math.max(1e-3, height * share);
        top[i] = h / 2;
        bottom[i] = -h / 2;
        thickness[i] = h;
      }
    },
  };
}
