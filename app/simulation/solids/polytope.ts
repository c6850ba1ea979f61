import type { Random } from '../../math/random.ts';
import { type Rotation, rotate, unit, type Vector } from './rotation.ts';
import type { Solid } from './solid.ts';

/** One facet: the body lies where normal . r <= distance. Normals have length 1. */
export interface Facet {
  readonly normal: Vector;
  readonly distance: number;
}

/** A convex crystal: its facets, scaled so that its farthest corner is at distance 1. */
export type Crystal = readonly Facet[];

/** Corner where three facets meet, or null when they do not in one point. */
function corner(a: Facet, b: Facet, c: Facet): Vector | null {
  const [n1, n2, n3] = [a.normal, b.normal, c.normal];
  const cross = (u: Vector, v: Vector): Vector => [
    u[1] * v[2] - u[2] * v[1],
    u[2] * v[0] - u[0] * v[2],
    u[0] * v[1] - u[1] * v[0],
  ];
  const c23 = cross(n2, n3);
  const det = n1[0] * c23[0] + n1[1] * c23[1] + n1[2] * c23[2];
  if (Math.abs(det) < 1e-6) return null;
  const c31 = cross(n3, n1);
  const c12 = cross(n1, n2);
  const at = (i: 0 | 1 | 2) => (a.distance * c23[i] + b.distance * c31[i] + c.distance * c12[i]) / det;
  return [at(0), at(1), at(2)];
}

/** All corners of the body. */
export function cornersOf(facets: Crystal): Vector[] {
  const found: Vector[] = [];
  for (let i = 0; i < facets.length; i++)
    for (let j = i + 1; j < facets.length; j++)
      for (let k = j + 1; k < facets.length; k++) {
        const v = corner(facets[i], facets[j], facets[k]);
        if (v === null) continue;
        const inside = facets.every(
          (f) => f.normal[0] * v[0] + f.normal[1] * v[1] + f.normal[2] * v[2] <= f.distance + 1e-7,
        );
        if (inside) found.push(v);
      }
  return found;
}

/** Scaled so that the farthest corner is at distance 1. */
export function normalised(facets: Crystal): Crystal {
  const reach = cornersOf(facets).reduce((most, v) => Math.max(most, Math.hypot(...v)), 0);
  return facets.map((f) => ({ normal: f.normal, distance: f.distance / reach }));
}

/**
 * Cuts the edges: a facet between each two that meet, `bevel` (share of its distance) inside the edge. Facets that do not meet
 * get one too, which lies outside the body unless `bevel` is large.
 */
export function bevelled(facets: Crystal, bevel: number): Crystal {
  const cuts: Facet[] = [];
  for (let i = 0; i < facets.length; i++)
    for (let j = i + 1; j < facets.length; j++) {
      const [a, b] = [facets[i], facets[j]];
      const sum: Vector = [a.normal[0] + b.normal[0], a.normal[1] + b.normal[1], a.normal[2] + b.normal[2]];
      const length = Math.hypot(...sum);
      if (length < 0.5) continue;
      cuts.push({ normal: unit(sum), distance: ((a.distance + b.distance) / length) * (1 - bevel) });
    }
  return [...facets, ...cuts];
}

/** Each facet moved in or out by a random share, as crystals grow unevenly. */
export const uneven = (facets: Crystal, share: number, dice: Random): Crystal =>
  facets.map((f) => ({ normal: f.normal, distance: f.distance * Math.max(0.3, 1 + dice.normal(0, share)) }));

/** Vertical facets are taken as this steep. */
const steepest = 1e-4;

/**
 * The crystal at a radius (distance of the farthest corner before cuts, px), turned, stretched along the crystal's own axes first, its
 * corners cut by a ball of `ball` times the radius (1 leaves them).
 */
export function polytope(
  crystal: Crystal,
  radius: number,
  turn: Rotation,
  ball = 1,
  stretch: Vector = [1, 1, 1],
): Solid {
  const count = crystal.length;
  const [nx, ny, nz, d] = [0, 1, 2, 3].map(() => new Float64Array(count));
  crystal.forEach((f, i) => {
    // stretched normals: n / s, made unit again
    const n: Vector = [f.normal[0] / stretch[0], f.normal[1] / stretch[1], f.normal[2] / stretch[2]];
    const length = Math.hypot(...n);
    const [x, y, z] = rotate(turn, unit(n));
    nx[i] = x;
    ny[i] = y;
    nz[i] = Math.abs(z) < steepest ? (z < 0 ? -steepest : steepest) : z;
    d[i] = (f.distance * radius) / length;
  });
  const reach = radius * Math.max(...stretch);
  const round = ball < 1 ? (ball * reach) ** 2 : Number.POSITIVE_INFINITY;
  return {
    reach: Math.min(reach, ball * reach),
    probe: (x, y, n, out) => {
      const { top, bottom, thickness } = out;
      for (let i = 0; i < n; i++) {
        const z = round === Number.POSITIVE_INFINITY ? 1e6 : round - x[i] * x[i] - y[i] * y[i];
        const h = z <= 0 ? -1 : round === Number.POSITIVE_INFINITY ? z : Math.sqrt(z);
        top[i] = h;
        bottom[i] = -h;
      }
      for (let f = 0; f < count; f++) {
        const inverse = 1 / nz[f];
        const [a, b, c] = [d[f] * inverse, nx[f] * inverse, ny[f] * inverse];
        if (inverse > 0)
          for (let i = 0; i < n; i++) {
            const z = a - b * x[i] - c * y[i];
            if (z < top[i]) top[i] = z;
          }
        else
          for (let i = 0; i < n; i++) {
            const z = a - b * x[i] - c * y[i];
            if (z > bottom[i]) bottom[i] = z;
          }
      }
      for (let i = 0; i < n; i++) thickness[i] = Math.max(0, top[i] - bottom[i]);
    },
  };
}
