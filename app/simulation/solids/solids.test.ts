import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../math/random.ts';
import { polygonOutline } from '../outline.ts';
import {
  cube,
  decahedron,
  form,
  icosahedron,
  octahedron,
  prism,
  rhombicDodecahedron,
  tetrahedron,
} from './crystals.ts';
import { plate } from './plate.ts';
import { bevelled, type Crystal, cornersOf, polytope } from './polytope.ts';
import { anyRotation, lyingOn, type Rotation, rotate } from './rotation.ts';
import { ball, ellipsoid, taperedRod } from './round.ts';
import { moved, newSurface, type Solid, union } from './solid.ts';
import { spheres } from './spheres.ts';

const upright: Rotation = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const turns = fc.integer({ min: 1, max: 1e9 }).map((seed) => anyRotation(random(seed)));

function at(solid: Solid, x: number, y: number): { top: number; bottom: number; thickness: number } {
  const out = newSurface(1);
  solid.probe(Float32Array.of(x), Float32Array.of(y), 1, out);
  return { top: out.top[0], bottom: out.bottom[0], thickness: out.thickness[0] };
}

/** Integral of the thickness over the plane, by a grid. */
function volume(solid: Solid, step: number): number {
  const n = Math.ceil(solid.reach / step) + 1;
  const xs = Float32Array.from({ length: 2 * n + 1 }, (_, i) => (i - n) * step);
  const out = newSurface(xs.length);
  let sum = 0;
  for (let j = -n; j <= n; j++) {
    solid.probe(xs, new Float32Array(xs.length).fill(j * step), xs.length, out);
    for (const t of out.thickness) sum += t;
  }
  return sum * step * step;
}

describe('projected thickness', () => {
  it('of a ball is 2 sqrt(R^2 - r^2)', () => {
    for (const r of [0, 3, 7.5, 9.9]) {
      const { top, bottom, thickness } = at(ball(10), r * Math.SQRT1_2, r * Math.SQRT1_2);
      expect(thickness).toBeCloseTo(2 * Math.sqrt(100 - r * r), 4);
      expect(top).toBeCloseTo(-bottom, 5);
    }
    expect(at(ball(10), 8, 8).thickness).toBe(0);
  });

  it('of a cube lying on a face is its edge, of one on its edge 2 (d - |u|) across the diagonal', () => {
    // corner distance 1 -> edge 2 / sqrt(3)
    const edge = 20 / Math.sqrt(3);
    const flat = polytope(cube(0), 10, upright);
    expect(at(flat, 0, 0).thickness).toBeCloseTo(edge, 4);
    expect(at(flat, 0.49 * edge, -0.49 * edge).thickness).toBeCloseTo(edge, 4);
    expect(at(flat, 0.51 * edge, 0).thickness).toBe(0);
    const c = Math.SQRT1_2;
    const tipped = polytope(cube(0), 10, [1, 0, 0, 0, c, -c, 0, c, c]);
    for (const u of [0, 2, 5]) expect(at(tipped, 1, u).thickness).toBeCloseTo(2 * (edge * c - u), 3);
  });

  it('of an ellipsoid is that of a ball when its axes are equal, at any turn', () => {
    fc.assert(
      fc.property(
        turns,
        fc.double({ min: -7, max: 7, noNaN: true }),
        fc.double({ min: -7, max: 7, noNaN: true }),
        (turn, x, y) => {
          const [a, b] = [at(ellipsoid([10, 10, 10], turn), x, y), at(ball(10), x, y)];
          expect(a.thickness).toBeCloseTo(b.thickness, 3);
          expect(a.top).toBeCloseTo(b.top, 3);
        },
      ),
    );
  });

  it('of a rod seen along its axis is its length, seen from the side its width', () => {
    const standing = taperedRod(10, 4, upright, 1);
    expect(at(standing, 0, 0).thickness).toBeCloseTo(28, 3);
    expect(at(standing, 4.1, 0).thickness).toBe(0);
    const lying = taperedRod(10, 4, [0, 0, 1, 0, 1, 0, -1, 0, 0], 1);
    for (const along of [-9, 0, 9]) expect(at(lying, along, 3).thickness).toBeCloseTo(2 * Math.sqrt(16 - 9), 3);
    expect(at(lying, 13.9, 0).thickness).toBeGreaterThan(0);
    expect(at(lying, 14.1, 0).thickness).toBe(0);
  });

  it('does not depend on how a body is turned once it is summed over the plane', () => {
    const bodies: [string, (turn: Rotation) => Solid, number][] = [
      ['cube', (t) => polytope(cube(0), 12, t), (24 / Math.sqrt(3)) ** 3],
      ['octahedron', (t) => polytope(octahedron(0), 12, t), (4 / 3) * 12 ** 3],
      ['tetrahedron', (t) => polytope(tetrahedron(0), 12, t), ((12 * 4) / Math.sqrt(6)) ** 3 / (6 * Math.SQRT2)],
      ['ellipsoid', (t) => ellipsoid([12, 8, 5], t), (4 / 3) * Math.PI * 12 * 8 * 5],
      ['capsule', (t) => taperedRod(8, 4, t, 1), Math.PI * 16 * 16 + (4 / 3) * Math.PI * 64],
      ['flat rod', (t) => taperedRod(8, 4, t, 0.01), Math.PI * 16 * 16],
    ];
    for (const [, make, expected] of bodies)
      for (const seed of [3, 4, 5]) {
        const got = volume(make(anyRotation(random(seed))), 0.1);
        expect(Math.abs(got / expected - 1)).toBeLessThan(0.012);
      }
  });

  it('of balls apart adds up, of balls inside each other does not', () => {
    const chain = spheres([
      { at: [0, 0, 0], radius: 3 },
      { at: [0, 0, 20], radius: 2 },
    ]);
    expect(at(chain, 0, 0).thickness).toBeCloseTo(10, 4);
    const nested = union([ball(5), moved(ball(2), 0, 0, 1)]);
    expect(at(nested, 0, 0).thickness).toBeCloseTo(10, 4);
  });
});

describe('crystals', () => {
  const faces: [string, Crystal, number][] = [
    ['cube', cube(0), 8],
    ['cuboctahedron', cube(1), 12],
    ['octahedron', octahedron(0), 6],
    ['tetrahedron', tetrahedron(0), 4],
    ['icosahedron', icosahedron(), 12],
    ['rhombic dodecahedron', rhombicDodecahedron(), 14],
    ['decahedron', decahedron(0), 7],
    ['triangular prism', prism(3, 1, 0), 6],
  ];
  it.each(faces)('%s has its corners, the farthest at 1', (_, crystal, corners) => {
    const found = cornersOf(crystal);
    const different = found.filter(
      (v, i) => found.findIndex((w) => Math.hypot(v[0] - w[0], v[1] - w[1], v[2] - w[2]) < 1e-6) === i,
    );
    expect(different.length).toBe(corners);
    expect(Math.max(...found.map((v) => Math.hypot(...v)))).toBeCloseTo(1, 9);
  });

  it('forms have as many facets as the cubic group says', () => {
    expect(
      [form(1, 0, 0, 1), form(1, 1, 1, 1), form(1, 1, 0, 1), form(2, 1, 0, 1), form(3, 2, 1, 1)].map((f) => f.length),
    ).toEqual([6, 8, 12, 24, 48]);
  });

  it('stay inside themselves when their edges are cut', () => {
    const sharp = polytope(cube(0), 20, upright);
    const cut = polytope(bevelled(cube(0), 0.1), 20, upright);
    for (let x = -11; x <= 11; x += 0.7)
      expect(at(cut, x, 0.6 * x).thickness).toBeLessThanOrEqual(at(sharp, x, 0.6 * x).thickness + 1e-4);
    expect(at(cut, 11, 11).thickness).toBeLessThan(at(sharp, 11, 11).thickness);
  });
});

describe('turns', () => {
  it('keep lengths and angles', () => {
    fc.assert(
      fc.property(turns, (turn) => {
        const [a, b] = [rotate(turn, [1, 0, 0]), rotate(turn, [0, 1, 0])];
        expect(Math.hypot(...a)).toBeCloseTo(1, 9);
        expect(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]).toBeCloseTo(0, 9);
      }),
    );
  });

  it('put a facet on the ground', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const dice = random(seed);
        const down = rotate(anyRotation(dice), [0, 0, 1]);
        expect(rotate(lyingOn(down, 0, dice), down)[2]).toBeCloseTo(-1, 6);
      }),
    );
  });

  it('point everywhere equally: the mean of z^2 is 1/3', () => {
    const dice = random(9);
    let sum = 0;
    for (let k = 0; k < 20000; k++) sum += rotate(anyRotation(dice), [0, 0, 1])[2] ** 2;
    expect(sum / 20000).toBeCloseTo(1 / 3, 2);
  });
});

describe('plates', () => {
  it('cover the area of their outline', () => {
    const hexagon = plate(polygonOutline(6, 0), 20, 4, 0.3, 'flat', 0.001);
    expect(volume(hexagon, 0.1) / 4).toBeCloseTo(1.5 * Math.sqrt(3) * 400, -1);
  });
});
