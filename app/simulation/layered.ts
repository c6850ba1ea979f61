import { type Body, type Family, families, plain } from './bodies.ts';
import { chance, pick } from './draw.ts';
import { prism } from './solids/crystals.ts';
import { polytope, uneven } from './solids/polytope.ts';
import { anyRotation, lyingOn } from './solids/rotation.ts';
import { ball, ellipsoid } from './solids/round.ts';
import { moved, type Solid, union } from './solids/solid.ts';

// Particles of two materials. The outer body's weight is 1; the inner one's comes on top of it.

/** A dense core in a lighter shell, of one or two shapes; the core may sit off the centre. */
export const coreShell: Family = (dice) => {
  const inner =
    families[
      pick(dice, ['sphere', 'sphere', 'sphere', 'cube', 'rod', 'octahedron', 'triangular prism', 'spheroid'] as const)
    ](dice);
  const share = dice.uniform(0.3, 0.85);
  const weight = dice.uniform(1, 6);
  const rough = chance(dice, 0.3) ? dice.uniform(0.005, 0.05) : 0;
  const spread = dice.uniform(0, 0.12);
  const off = chance(dice, 0.3) ? dice.uniform(0, 0.6) : 0.05;
  return (radius, own) => {
    const size = radius * Math.min(0.92, Math.max(0.15, share * own.normal(1, spread)));
    const core = inner(size, own);
    const room = (radius - size) * off;
    const at = own.uniform(0, 2 * Math.PI);
    const solid = moved(core.solid, room * Math.cos(at), room * Math.sin(at), 0);
    return { ...plain('core-shell', ball(radius), rough), inner: { solid, weight, core: true } };
  };
};

/** A shell around nothing: vesicles, hollow spheres, capsules. */
export const hollowSphere: Family = (dice) => {
  const wall = dice.uniform(0.05, 0.45);
  const oval = dice.uniform(0.8, 1);
  const filling = dice.uniform(-1, -0.55);
  const rough = chance(dice, 0.4) ? dice.uniform(0.004, 0.04) : 0;
  return (radius, own) => {
    const turn = anyRotation(own);
    const b = own.uniform(oval, 1);
    const solid = ellipsoid([radius, radius * b, radius * b], turn);
    const inner = radius - Math.max(1, wall * radius * own.uniform(0.85, 1.15));
    const within = ellipsoid([inner, inner * b, inner * b], turn);
    return { ...plain('hollow sphere', solid, rough), inner: { solid: within, weight: filling, core: false } };
  };
};

/** A gold triangular prism whose tips carry patches of a light polymer (Yao et al. 2022). The patches may miss, or spread along a side. */
export const patchyPrism: Family = (dice) => {
  const crystal = prism(3, dice.uniform(0.2, 0.6), dice.uniform(0.02, 0.35));
  const share = dice.uniform(0.55, 0.85);
  const cover = dice.uniform(0.2, 0.6);
  const missing = dice.uniform(0, 0.4);
  const skew = dice.uniform(0, 0.8);
  const weight = dice.uniform(3, 14);
  return (radius, own): Body => {
    const size = radius * share;
    const turn = lyingOn([0, 0, -1], 0.04, own);
    const core = polytope(uneven(crystal, 0.05, own), size, turn, own.uniform(0.78, 1));
    const parts: Solid[] = [core];
    // corners of the prism stand opposite its sides; the turn spins them about z
    const spin = Math.atan2(turn[3], turn[0]);
    for (let tip = 0; tip < 3; tip++) {
      if (chance(own, missing)) continue;
      const angle = spin + Math.PI / 3 + (2 * Math.PI * tip) / 3;
      const side = chance(own, skew) ? own.uniform(-1, 1) : 0;
      const width = size * cover * own.uniform(0.7, 1.3);
      for (let k = 0; k < 3; k++) {
        const along = angle + side * 0.35 * k;
        const r = size * (0.82 - 0.2 * Math.abs(side) * k) * own.uniform(0.92, 1.04);
        const lobe = Math.min(width * own.uniform(0.75, 1), radius - r);
        parts.push(moved(ball(lobe), r * Math.cos(along), r * Math.sin(along), own.uniform(-0.1, 0.1) * size));
      }
    }
    return { ...plain('patchy prism', union(parts)), inner: { solid: core, weight, core: true } };
  };
};

/** Many dense grains in a light matrix. */
export const loaded: Family = (dice) => {
  const grain = dice.uniform(0.06, 0.22);
  const count = dice.integer(3, 30);
  const weight = dice.uniform(2, 9);
  return (radius, own) => {
    const grains = Array.from({ length: count }, () => {
      const r = radius * (1 - grain) * Math.sqrt(own.next());
      const at = own.uniform(0, 2 * Math.PI);
      return moved(ball(Math.max(0.8, radius * grain * own.uniform(0.6, 1.1))), r * Math.cos(at), r * Math.sin(at), 0);
    });
    return { ...plain('loaded sphere', ball(radius), 0.01), inner: { solid: union(grains), weight, core: true } };
  };
};
