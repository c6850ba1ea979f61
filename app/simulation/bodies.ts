import type { Random } from '../math/random.ts';
import { chance, logUniform, pick } from './draw.ts';
import {
  blobOutline,
  outlineOf,
  polygonOutline,
  type SuperEllipse,
  starOutline,
  superEllipseRadius,
} from './outline.ts';
import * as crystals from './solids/crystals.ts';
import { type Profile, plate } from './solids/plate.ts';
import { type Crystal, polytope, uneven } from './solids/polytope.ts';
import { anyRotation, lyingOn, type Rotation, type Vector } from './solids/rotation.ts';
import { ball, ellipsoid, taperedRod } from './solids/round.ts';
import type { Solid } from './solids/solid.ts';
import { fused, raspberry, star } from './solids/spheres.ts';

/** One particle before it has a place. */
export interface Body {
  readonly shape: string;
  readonly solid: Solid;
  /** A second material inside: a core, or a void of negative weight. Its weight comes on top of the outer body's. */
  readonly inner: { readonly solid: Solid; readonly weight: number; readonly core: boolean } | null;
  readonly superEllipse: SuperEllipse | null;
  /** Height of the outline's roughness over the radius. */
  readonly rough: number;
}

/** Makes particles of one population: alike, but no two the same. `radius` = of the circle around the particle, px. */
export type Maker = (radius: number, dice: Random) => Body;

/** Draws what all particles of a population share. */
export type Family = (dice: Random) => Maker;

export const plain = (shape: string, solid: Solid, rough = 0): Body => ({
  shape,
  solid,
  inner: null,
  superEllipse: null,
  rough,
});

const up: Vector = [0, 0, 1];

/** A population of crystals: some lie on a facet, some are turned anyhow; edges and corners alike within it. */
function crystalFamily(shape: string, make: (dice: Random) => Crystal, lies: number): Family {
  return (dice) => {
    const crystal = crystals.softened(make(dice), chance(dice, 0.6) ? dice.uniform(0.01, 0.09) : 0);
    const lying = chance(dice, lies);
    const tilt = chance(dice, 0.6) ? 0.03 : 0.2;
    const corner = chance(dice, 0.5) ? dice.uniform(0.72, 1) : 1;
    const growth = dice.uniform(0, 0.09);
    const rough = chance(dice, 0.2) ? dice.uniform(0.005, 0.03) : 0;
    return (radius, own) => {
      const facet = crystal[own.integer(0, Math.min(crystal.length, 6) - 1)];
      const turn = lying ? lyingOn(facet.normal, tilt, own) : anyRotation(own);
      return plain(shape, polytope(uneven(crystal, growth, own), radius, turn, corner), rough);
    };
  };
}

const flatOn = (dice: Random, tilt: number): Rotation => lyingOn(up, tilt, dice);

const sphere: Family = (dice) => {
  const rough = chance(dice, 0.35) ? dice.uniform(0.004, 0.05) : 0;
  const squash = chance(dice, 0.5) ? 0 : dice.uniform(0.02, 0.12);
  return (radius, own) => {
    const axes: Vector = [
      radius,
      radius * (1 - Math.abs(own.normal(0, squash))),
      radius * (1 - Math.abs(own.normal(0, squash))),
    ];
    return plain('sphere', squash === 0 ? ball(radius) : ellipsoid(axes, anyRotation(own)), rough);
  };
};

const spheroid: Family = (dice) => {
  const [b, c] = [dice.uniform(0.4, 0.95), dice.uniform(0.4, 0.95)];
  const rough = chance(dice, 0.4) ? dice.uniform(0.005, 0.05) : 0;
  return (radius, own) => {
    const axes: Vector = [radius, radius * b * own.uniform(0.85, 1.1), radius * c * own.uniform(0.85, 1.1)];
    return plain('spheroid', ellipsoid(axes, anyRotation(own)), rough);
  };
};

const rod: Family = (dice) => {
  const aspect = logUniform(dice, 1.3, 9);
  const end = pick(dice, [0.08, 0.5, 1, 1, 1.6]);
  const standing = chance(dice, 0.25) ? 0.15 : 0;
  return (radius, own) => {
    const long = Math.max(1.1, aspect * own.normal(1, 0.15));
    const width = Math.max(1.2, radius / long);
    const turn = chance(own, standing) ? anyRotation(own) : lyingOn([1, 0, 0], 0.06, own);
    return plain('rod', taperedRod(Math.max(0.1, radius - width * Math.max(1, end)), width, turn, end));
  };
};

const facetedRod: Family = (dice) => {
  const crystal = crystals.rodCrystal(pick(dice, [4, 5, 6, 6]), logUniform(dice, 2, 9), pick(dice, [0.05, 0.4, 1]));
  return (radius, own) => {
    const side = crystal[own.integer(0, 3)].normal;
    return plain('faceted rod', polytope(uneven(crystal, 0.04, own), radius, lyingOn(side, 0.05, own)));
  };
};

const profiles: readonly Profile[] = ['flat', 'flat', 'dome', 'lens'];

function plateBody(
  shape: string,
  radius: number,
  outline: Float32Array,
  height: number,
  profile: Profile,
  own: Random,
) {
  const rim = Math.max(0.8, radius * own.uniform(0.03, 0.2));
  return plain(shape, plate(outline, radius, height * radius, own.uniform(0, 2 * Math.PI), profile, rim));
}

const blob: Family = (dice) => {
  const [roughness, waves] = [dice.uniform(0.08, 0.35), dice.integer(3, 9)];
  const [height, profile] = [dice.uniform(0.3, 1.6), pick(dice, profiles)];
  return (radius, own) => plateBody('blob', radius, blobOutline(own, roughness, waves), height, profile, own);
};

const flatStar: Family = (dice) => {
  const [arms, valley, sharp] = [dice.integer(3, 8), dice.uniform(0.25, 0.7), dice.uniform(0.8, 1.8)];
  const [height, profile] = [dice.uniform(0.3, 1.2), pick(dice, profiles)];
  return (radius, own) => plateBody('flat star', radius, starOutline(arms, valley, sharp), height, profile, own);
};

const polygonPlate: Family = (dice) => {
  const [n, rounding] = [pick(dice, [3, 3, 3, 4, 5, 6, 6, 8]), dice.next() ** 2];
  const height = dice.uniform(0.08, 0.6);
  return (radius, own) =>
    plateBody('plate', radius, polygonOutline(n, Math.min(1, rounding + own.uniform(0, 0.1))), height, 'flat', own);
};

const squircle: Family = (dice) => {
  const base = {
    p: logUniform(dice, 0.7, 20),
    d: pick(dice, [1, 2, 2, 2, 3, 3, 4, 4, 5, 6]),
    ratio: chance(dice, 0.3) ? 1 : dice.uniform(1, 2.2),
  };
  const [height, profile] = [dice.uniform(0.4, 1.6), pick(dice, profiles)];
  return (radius, own) => {
    const shape = {
      p: base.p * own.uniform(0.85, 1.18),
      d: base.d,
      ratio: Math.max(1, base.ratio * own.uniform(0.95, 1.05)),
      phi: own.uniform(0, 2 * Math.PI),
    };
    const outline = outlineOf((theta) => superEllipseRadius(shape, theta));
    const rim = Math.max(0.8, radius * own.uniform(0.03, 0.2));
    return { ...plain('super-ellipse', plate(outline, radius, height * radius, 0, profile, rim)), superEllipse: shape };
  };
};

const shards: Family = (dice) => {
  const facets = dice.integer(5, 16);
  const flatness = dice.uniform(0.4, 1);
  return (radius, own) =>
    plain(
      'shard',
      polytope(crystals.shard(own, facets), radius, anyRotation(own), 1, [1, own.uniform(0.6, 1), flatness]),
    );
};

const spiky: Family = (dice) => {
  const [arms, core, tip] = [dice.integer(4, 22), dice.uniform(0.25, 0.6), dice.uniform(0.02, 0.08)];
  return (radius, own) => plain('star', star(radius, arms, core, tip, own));
};

const studded: Family = (dice) => {
  const grain = dice.uniform(0.1, 0.2);
  return (radius, own) => plain('raspberry', raspberry(radius, radius < 12 ? 0.25 : grain, own), 0);
};

const grown: Family = (dice) => {
  const most = dice.integer(2, 4);
  return (radius, own) => plain('fused', fused(radius, own.integer(2, most), own), 0);
};

const hexagonalPrism: Family = (dice) => {
  const crystal = crystals.prism(
    pick(dice, [3, 4, 5, 6, 6, 8]),
    logUniform(dice, 0.3, 2.5),
    chance(dice, 0.5) ? dice.uniform(0, 0.15) : 0,
  );
  const flat = chance(dice, 0.5);
  return (radius, own) =>
    plain('prism', polytope(uneven(crystal, 0.03, own), radius, flat ? flatOn(own, 0.1) : anyRotation(own)));
};

/** A triangular prism lying flat, its tips cut by a share. */
export const trianglePrism: Family = (dice) => {
  const crystal = crystals.prism(3, dice.uniform(0.15, 0.6), dice.uniform(0, 0.3));
  return (radius, own) =>
    plain('triangular prism', polytope(uneven(crystal, 0.04, own), radius, flatOn(own, 0.05), dice.uniform(0.75, 1)));
};

/** Every family of solid particles by name. */
export const families = {
  sphere,
  spheroid,
  rod,
  'faceted rod': facetedRod,
  cube: crystalFamily('cube', (dice) => crystals.cube(chance(dice, 0.5) ? 0 : dice.uniform(0, 0.7)), 0.75),
  octahedron: crystalFamily('octahedron', (dice) => crystals.octahedron(dice.uniform(0, 0.8)), 0.4),
  tetrahedron: crystalFamily('tetrahedron', (dice) => crystals.tetrahedron(dice.uniform(0, 0.25)), 0.6),
  decahedron: crystalFamily('decahedron', (dice) => crystals.decahedron(dice.uniform(0, 0.3)), 0.3),
  icosahedron: crystalFamily('icosahedron', () => crystals.icosahedron(), 0.2),
  dodecahedron: crystalFamily('rhombic dodecahedron', () => crystals.rhombicDodecahedron(), 0.3),
  bipyramid: crystalFamily(
    'bipyramid',
    (dice) => crystals.bipyramid(pick(dice, [4, 5, 6]), dice.uniform(0.8, 3.5), dice.uniform(0, 0.3)),
    0.7,
  ),
  prism: hexagonalPrism,
  'triangular prism': trianglePrism,
  plate: polygonPlate,
  blob,
  'flat star': flatStar,
  'super-ellipse': squircle,
  shard: shards,
  star: spiky,
  raspberry: studded,
  fused: grown,
} satisfies Record<string, Family>;

export type FamilyName = keyof typeof families;
