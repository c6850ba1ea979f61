import type { Random } from '../../math/random.ts';
import { bevelled, type Crystal, type Facet, normalised } from './polytope.ts';
import { unit, type Vector } from './rotation.ts';

const facet = (normal: Vector, distance: number): Facet => ({ normal: unit(normal), distance });

/** All different sign changes and orders of a direction of the cubic lattice, at one distance: a form {hkl}. */
export function form(h: number, k: number, l: number, distance: number): Facet[] {
  const found = new Map<string, Vector>();
  const orders = [
    [h, k, l],
    [h, l, k],
    [k, h, l],
    [k, l, h],
    [l, h, k],
    [l, k, h],
  ];
  for (const [a, b, c] of orders)
    for (let s = 0; s < 8; s++) {
      const v: Vector = [s & 1 ? -a : a, s & 2 ? -b : b, s & 4 ? -c : c];
      found.set(v.map((x) => x + 0).join(), v);
    }
  return [...found.values()].map((v) => facet(v, distance));
}

const ring = (n: number, distance: number, z = 0): Facet[] =>
  Array.from({ length: n }, (_, k) => {
    const angle = (2 * Math.PI * k) / n;
    return facet([Math.cos(angle), Math.sin(angle), z], distance);
  });

const caps = (half: number): Facet[] => [facet([0, 0, 1], half), facet([0, 0, -1], half)];

/** A cube between six {100} facets at 1; `cut` moves {111} in from the corners: 0 sharp, 1 cuboctahedron. */
export const cube = (cut: number): Crystal =>
  normalised([
    ...form(1, 0, 0, 1),
    ...(cut > 0 ? form(1, 1, 1, Math.sqrt(3) - cut * (Math.sqrt(3) - 2 / Math.sqrt(3))) : []),
  ]);

/** An octahedron of {111} facets; `cut` moves {100} in from the corners: 0 sharp, 1 cuboctahedron. */
export const octahedron = (cut: number): Crystal =>
  normalised([...form(1, 1, 1, 1), ...(cut > 0 ? form(1, 0, 0, Math.sqrt(3) * (1 - cut / 2)) : [])]);

/** Four facets; `cut` takes that share of the height off each corner. */
export function tetrahedron(cut: number): Crystal {
  const faces = [
    [1, 1, 1],
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ] as const;
  const sides = faces.map((n) => facet(n, 1));
  const ends = faces.map(([x, y, z]) => facet([-x, -y, -z], 3 * (1 - cut)));
  return normalised(cut > 0 ? [...sides, ...ends] : sides);
}

/** Upright prism of n sides: `half` height over the distance of the sides; the tips cut when `cut` > 0. */
export function prism(n: number, half: number, cut: number): Crystal {
  const inner = Math.cos(Math.PI / n);
  const tips = ring(n, (1 / inner) * (1 - cut)).map((f) => {
    const [x, y] = f.normal;
    const [c, s] = [Math.cos(Math.PI / n), Math.sin(Math.PI / n)];
    return facet([c * x - s * y, s * x + c * y, 0], f.distance);
  });
  return normalised([...ring(n, 1), ...(cut > 0 ? tips : []), ...caps(half)]);
}

/** Two n-sided pyramids base to base; `slope` = height over the base's inner radius; `cut` blunts both tips. */
export function bipyramid(n: number, slope: number, cut: number): Crystal {
  const z = 1 / slope;
  const sides = [...ring(n, 1 / Math.hypot(1, z), z), ...ring(n, 1 / Math.hypot(1, z), -z)];
  return normalised([...sides, ...(cut > 0 ? caps(slope * (1 - cut)) : [])]);
}

/** Regular pentagonal bipyramid (five tetrahedra about one edge), blunted as Marks and Ino found it. */
export const decahedron = (cut: number): Crystal => bipyramid(5, 0.7265, cut);

/** A long rod of n sides with pyramid tips: half length over the sides' distance. */
export function rodCrystal(n: number, half: number, tip: number): Crystal {
  const ends = [...ring(n, 1), ...ring(n, 1)].map((f, i) => {
    const z = i < n ? tip : -tip;
    return facet([f.normal[0], f.normal[1], z], (half * tip) / Math.hypot(1, tip));
  });
  return normalised([...ring(n, 1), ...ends]);
}

const golden = (1 + Math.sqrt(5)) / 2;

export const icosahedron = (): Crystal =>
  normalised([...form(1, 1, 1, 1), ...[0, 1, 2].flatMap((axis) => cyclic(axis)).map((v) => facet(v, 1))]);

function cyclic(axis: number): Vector[] {
  const out: Vector[] = [];
  for (const a of [-1, 1])
    for (const b of [-1, 1]) {
      const v: [number, number, number] = [0, 0, 0];
      v[axis] = a / golden;
      v[(axis + 1) % 3] = b * golden;
      out.push(v);
    }
  return out;
}

export const rhombicDodecahedron = (): Crystal => normalised(form(1, 1, 0, 1));

/** A broken piece: facets in random directions at random distances; few facets = shards. */
export function shard(dice: Random, facets: number): Crystal {
  const around: Facet[] = Array.from({ length: facets }, () =>
    facet([dice.normal(0, 1), dice.normal(0, 1), dice.normal(0, 1)], dice.uniform(0.45, 1)),
  );
  // a box keeps it closed whatever the dice
  return normalised([...around, ...form(1, 0, 0, dice.uniform(0.75, 1.1))]);
}

/** Edges cut a little, so that they look grown and not machined; crystals of many facets stay as they are. */
export const softened = (crystal: Crystal, bevel: number): Crystal =>
  bevel > 0 && crystal.length <= 12 ? bevelled(crystal, bevel) : crystal;
