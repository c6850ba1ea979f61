import type { Family } from '../bodies.ts';
import { coreShell, hollowSphere, loaded, patchyPrism } from '../layered.ts';
import type { Arrangement } from '../placing.ts';
import { named } from '../population.ts';

// How often each family and arrangement appears.

type Weighted<T> = readonly (readonly [value: T, weight: number])[];

const layered: Weighted<Family> = [
  [coreShell, 3],
  [hollowSphere, 2],
  [patchyPrism, 1],
  [loaded, 1],
];

export const transmissionFamilies: Weighted<Family> = [
  ...named({
    sphere: 6,
    spheroid: 4,
    rod: 4,
    'faceted rod': 1,
    cube: 4,
    octahedron: 2,
    tetrahedron: 2,
    decahedron: 1,
    icosahedron: 1,
    dodecahedron: 1,
    bipyramid: 2,
    prism: 1.5,
    'triangular prism': 2,
    plate: 3,
    blob: 4,
    'flat star': 1,
    'super-ellipse': 3,
    shard: 2,
    star: 1.5,
    raspberry: 1.5,
    fused: 0.8,
  }),
  ...layered,
];

/** Small solid particles, as on catalysts. */
export const grainFamilies: Weighted<Family> = named({
  sphere: 6,
  spheroid: 4,
  icosahedron: 2,
  octahedron: 1,
  cube: 1,
  blob: 1,
  fused: 0.6,
});

export const layeredFamilies: Weighted<Family> = [
  [patchyPrism, 5],
  [coreShell, 4],
];

export const overlapFamilies: Weighted<Family> = named({
  tetrahedron: 4,
  cube: 2,
  octahedron: 2,
  sphere: 2,
  rod: 2,
  'triangular prism': 3,
  plate: 2,
  bipyramid: 1.5,
  spheroid: 1,
  blob: 1,
  shard: 1,
  prism: 1,
  'super-ellipse': 1.5,
});

export const surfaceFamilies: Weighted<Family> = named({
  sphere: 9,
  spheroid: 4,
  rod: 3,
  'faceted rod': 1.5,
  cube: 4,
  octahedron: 2,
  tetrahedron: 1,
  icosahedron: 1,
  dodecahedron: 1.5,
  bipyramid: 1.5,
  prism: 2,
  'triangular prism': 1,
  plate: 1.5,
  blob: 2,
  'flat star': 0.6,
  shard: 2,
  star: 1.5,
  raspberry: 2.5,
  fused: 0.8,
});

export const crystalFamilies: Weighted<Family> = named({
  sphere: 4,
  spheroid: 3,
  icosahedron: 2,
  octahedron: 2,
  cube: 1.5,
  decahedron: 1.5,
  blob: 1.5,
  rod: 0.6,
});

export const arrangements: Weighted<Arrangement> = [
  ['scattered', 5],
  ['clusters', 4],
  ['packed', 2],
  ['lattice', 1],
  ['row', 0.5],
];

export const heaps: Weighted<Arrangement> = [
  ['scattered', 4],
  ['clusters', 4],
  ['packed', 2],
  ['lattice', 1.5],
  ['heap', 2.5],
  ['carpet', 2.5],
];
