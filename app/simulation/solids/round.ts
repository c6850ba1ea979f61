import { type Rotation, rotate, type Vector } from './rotation.ts';
import type { Solid } from './solid.ts';

export function ball(radius: number): Solid {
  const square = radius * radius;
  return {
    reach: radius,
    probe: (x, y, n, { top, bottom, thickness }) => {
      for (let i = 0; i < n; i++) {
        const h = Math.sqrt(Math.max(0, square - x[i] * x[i] - y[i] * y[i]));
        top[i] = h;
        bottom[i] = -h;
        thickness[i] = 2 * h;
      }
    },
  };
}

/** Semi-axes a, b, c (px) along the body's own axes, turned. */
export function ellipsoid(axes: Vector, turn: Rotation): Solid {
  // r^T Q r = 1 with Q = R diag(1/a^2) R^T; along z it is a quadratic.
  const q = (i: number, j: number) =>
    axes.reduce((sum, a, k) => sum + (turn[3 * i + k] * turn[3 * j + k]) / (a * a), 0);
  const [xx, xy, xz, yy, yz, zz] = [q(0, 0), q(0, 1), q(0, 2), q(1, 1), q(1, 2), q(2, 2)];
  return {
    reach: Math.max(...axes),
    probe: (x, y, n, { top, bottom, thickness }) => {
      for (let i = 0; i < n; i++) {
        const half = (xz * x[i] + yz * y[i]) / zz;
        const rest = (1 - xx * x[i] * x[i] - 2 * xy * x[i] * y[i] - yy * y[i] * y[i]) / zz + half * half;
        const h = Math.sqrt(Math.max(0, rest));
        top[i] = h - half;
        bottom[i] = -h - half;
        thickness[i] = 2 * h;
      }
    },
  };
}

/**
 * A cylinder along the body's z, turned: half length between its ends' centres and radius, px. Its ends are half ellipsoids: `end` = height of an end over the radius (0.05 flat, 1 round, 2 pointed). The
 * heights are those of the ray's cut through the cylinder of that profile, found in the rod's own frame.
 */
export function taperedRod(half: number, radius: number, turn: Rotation, end: number): Solid {
  const [ux, uy, uz] = rotate(turn, [0, 0, 1]);
  const side = Math.hypot(ux, uy);
  // in-plane axis of the projection; a rod seen end-on has none
  const [ax, ay] = side > 1e-6 ? [ux / side, uy / side] : [1, 0];
  const cap = end * radius;
  const capEllipsoid: Vector = [radius, radius, cap];
  const ends = [half, -half].map((at) => ({
    at: [ux * at, uy * at, uz * at] as Vector,
    body: ellipsoid(capEllipsoid, turn),
  }));
  const tall = Math.abs(uz) < 1e-6 ? Number.POSITIVE_INFINITY : half / Math.abs(uz);
  let xs = new Float32Array(0);
  let ys = xs;
  let scratch = { top: xs, bottom: xs, thickness: xs };
  return {
    reach: half + Math.max(radius, cap),
    probe: (x, y, n, out) => {
      const { top, bottom, thickness } = out;
      for (let i = 0; i < n; i++) {
        const across = x[i] * ay - y[i] * ax;
        const rest = radius * radius - across * across;
        if (rest <= 0) {
          thickness[i] = 0;
          continue;
        }
        const along = x[i] * ax + y[i] * ay;
        if (side <= 1e-6 && along * along > rest) {
          thickness[i] = 0;
          continue;
        }
        // the tube: |r - (r.u) u| = radius along z, cut where |r.u| = half
        const h = Math.sqrt(rest) / Math.max(side, 1e-6);
        const middle = side > 1e-6 ? (along * uz) / side : 0;
        const slab = side > 1e-6 ? -(along * side) / (Math.abs(uz) < 1e-6 ? 1e-6 : uz) : 0;
        let [high, low] = [middle + h, middle - h];
        if (Math.abs(uz) < 1e-6) {
          if (Math.abs(along) > half) high = low;
        } else {
          high = Math.min(high, slab + tall);
          low = Math.max(low, slab - tall);
        }
        top[i] = high;
        bottom[i] = low;
        thickness[i] = Math.max(0, high - low);
      }
      if (cap < 0.02 * radius) return;
      if (xs.length < n) {
        xs = new Float32Array(n);
        ys = new Float32Array(n);
        scratch = { top: new Float32Array(n), bottom: new Float32Array(n), thickness: new Float32Array(n) };
      }
      for (const { at, body } of ends) {
        for (let i = 0; i < n; i++) {
          xs[i] = x[i] - at[0];
          ys[i] = y[i] - at[1];
        }
        body.probe(xs, ys, n, scratch);
        for (let i = 0; i < n; i++) {
          if (scratch.thickness[i] <= 0) continue;
          const [high, low] = [scratch.top[i] + at[2], scratch.bottom[i] + at[2]];
          top[i] = thickness[i] > 0 ? Math.max(top[i], high) : high;
          bottom[i] = thickness[i] > 0 ? Math.min(bottom[i], low) : low;
          thickness[i] = top[i] - bottom[i];
        }
      }
    },
  };
}
