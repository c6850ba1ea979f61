/**
 * R(theta) = A [ (L |cos(d (theta + phi) / 2)|)^p + |sin(d (theta + phi) / 2)|^p ]^(-1/p) about (x, y): the super-ellipse of Williamson et
 * al., Nanoscale 2022, with its size and place.
 */
export interface SuperEllipse {
  /** Curvature: 1 straight for d = 2 ... 2 round, more: flatter sides, sharper corners. */
  readonly p: number;
  /** Number of major axes, whole. */
  readonly d: number;
  /** Ratio of axes, >= 1. */
  readonly ratio: number;
  /** Phase, radians, within [0, 2 pi / d). */
  readonly phi: number;
  /** Largest radius of a smooth outline, A. */
  readonly size: number;
  readonly x: number;
  readonly y: number;
}

export function superEllipseRadius(shape: Pick<SuperEllipse, 'p' | 'd' | 'ratio' | 'phi'>, theta: number): number {
  const half = (shape.d * (theta + shape.phi)) / 2;
  const c = shape.ratio * Math.abs(Math.cos(half));
  const s = Math.abs(Math.sin(half));
  // The larger term is taken out so that high powers neither overflow nor vanish.
  const big = Math.max(c, s);
  return 1 / (big * ((c / big) ** shape.p + (s / big) ** shape.p) ** (1 / shape.p));
}

/** The outline of a super-ellipse as a polygon of `count` points. */
export function superEllipseContour(shape: SuperEllipse, count = 720): Float64Array {
  const points = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const theta = (2 * Math.PI * k) / count;
    const r = shape.size * superEllipseRadius(shape, theta);
    points[2 * k] = shape.x + r * Math.cos(theta);
    points[2 * k + 1] = shape.y + r * Math.sin(theta);
  }
  return points;
}

/** The same outline with L >= 1 and phi in [0, 2 pi / d): a ratio below 1 is one above 1, larger and turned by half a period. */
export function normalised(shape: SuperEllipse): SuperEllipse {
  const period = (2 * Math.PI) / shape.d;
  const flip = shape.ratio < 1;
  const phi = shape.phi + (flip ? period / 2 : 0);
  return {
    ...shape,
    ratio: flip ? 1 / shape.ratio : shape.ratio,
    size: flip ? shape.size / shape.ratio : shape.size,
    phi: phi - period * Math.floor(phi / period),
  };
}
