import type { Random } from '../math/random.ts';

/** Closed outlines as polar functions around the origin, largest radius 1. Theta in radians, counted from +x towards +y. */

/** p curvature, d number of major axes, L ratio of axes, phi phase in radians: the parameters of Williamson et al. 2022. */
export interface SuperEllipse {
  readonly p: number;
  readonly d: number;
  readonly ratio: number;
  readonly phi: number;
}

/**
 * R(theta) = [ (L |cos(d (theta + phi) / 2)|)^p + |sin(d (theta + phi) / 2)|^p ]^(-1/p), not normalised
 * (Williamson et al., Nanoscale 2022). For L >= 1 the largest radius of a smooth contour is 1 where the sine is 1.
 */
export function superEllipseRadius(shape: SuperEllipse, theta: number): number {
  const half = (shape.d * (theta + shape.phi)) / 2;
  const c = shape.ratio * Math.abs(Math.cos(half));
  const s = Math.abs(Math.sin(half));
  // The larger term is taken out so that high powers neither overflow nor vanish.
  const big = Math.max(c, s);
  return 1 / (big * ((c / big) ** shape.p + (s / big) ** shape.p) ** (1 / shape.p));
}

/** Number of directions of an outline table. */
export const directions = 720;

/** Radii at theta = 2 pi k / 720. */
export type Outline = Float32Array;

export function outlineOf(radius: (theta: number) => number): Outline {
  const table = Float32Array.from({ length: directions }, (_, k) => radius((2 * Math.PI * k) / directions));
  const most = table.reduce((a, b) => Math.max(a, b), 0);
  return table.map((r) => r / most);
}

/** A regular polygon of n corners cut by a circle: rounding 0 = sharp, 1 = its inscribed circle. */
export function polygonOutline(n: number, rounding: number): Outline {
  const sector = (2 * Math.PI) / n;
  const inner = Math.cos(sector / 2);
  return outlineOf((theta) => {
    const inSector = theta - sector * Math.round(theta / sector);
    const flat = inner / Math.cos(Math.abs(inSector) - sector / 2);
    return Math.min(flat, 1 - rounding * (1 - inner));
  });
}

/** A smooth blob: a circle with random waves of 2..`waves` periods whose height falls with their number. */
export function blobOutline(dice: Random, roughness: number, waves: number): Outline {
  const terms = Array.from({ length: waves - 1 }, (_, i) => ({
    n: i + 2,
    a: (roughness * dice.normal(0, 1)) / (i + 2) ** 0.9,
    phase: dice.uniform(0, 2 * Math.PI),
  }));
  return outlineOf((theta) =>
    Math.max(0.2, 1 + terms.reduce((sum, t) => sum + t.a * Math.cos(t.n * theta + t.phase), 0)),
  );
}

/** A star of n pointed arms; `valley` is the smallest radius; `sharp` 1 = straight flanks, more = thinner arms. */
export function starOutline(n: number, valley: number, sharp: number): Outline {
  return outlineOf((theta) => {
    const u = Math.abs(((theta * n) / (2 * Math.PI)) % 1) * 2;
    const arm = Math.abs(1 - u);
    return valley + (1 - valley) * arm ** sharp;
  });
}
