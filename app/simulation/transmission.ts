import type { Random } from '../math/random.ts';
import { chance, logUniform, pick } from './draw.ts';
import type { Drawn } from './population.ts';
import type { Frame } from './scene.ts';
import type { Stamp } from './stamp.ts';
import { texture } from './texture.ts';

/**
 * Adds a particle's projected mass to a plane: strength times (thickness + weight of the inner body times its thickness). Beams
 * add up along the ray, so particles over each other simply sum. `modulation` multiplies the crystalline part
 * (the core, or a particle of one piece) pixel by pixel of the stamp.
 */
export function addMass(
  plane: Float32Array,
  frame: Frame,
  drawn: Drawn,
  strength: number,
  modulation: Float32Array | null,
): void {
  const { stamp, inner, body } = drawn;
  // shells, fillings and walls are amorphous
  addStamp(plane, frame, stamp, strength, body.inner === null ? modulation : null, stamp);
  if (inner !== null && body.inner !== null)
    addStamp(plane, frame, inner, strength * body.inner.weight, body.inner.core ? modulation : null, stamp);
}

function addStamp(
  plane: Float32Array,
  frame: Frame,
  stamp: Stamp,
  strength: number,
  modulation: Float32Array | null,
  of: Stamp,
): void {
  for (let row = 0; row < stamp.height; row++) {
    const to = (stamp.y + row) * frame.width + stamp.x;
    const from = row * stamp.width;
    const mod = (stamp.y + row - of.y) * of.width + stamp.x - of.x;
    const known = modulation !== null && stamp.y + row >= of.y && stamp.y + row < of.y + of.height;
    for (let k = 0; k < stamp.width; k++) {
      const t = stamp.thickness[from + k];
      if (t === 0) continue;
      const within = known && stamp.x + k >= of.x && stamp.x + k < of.x + of.width;
      plane[to + k] += strength * t * (within ? modulation[mod + k] : 1);
    }
  }
}

/** How crystals of one kind differ in a bright-field image: by their orientation, bends, twins and thickness. */
export type Diffraction = 'level' | 'bend' | 'twin' | 'sector' | 'thickness';

/**
 * Factor on the absorption of one crystal, pixel by pixel of its stamp. `level`: the whole crystal darker or lighter. `bend`: dark
 * contours where a bent lattice meets the Bragg condition. `twin`: lamellae between parallel planes. `sector`: domains around an
 * axis. `thickness`: fringes of equal thickness, 1 + a cos(2 pi t / xi).
 */
export function diffraction(drawn: Drawn, kind: Diffraction, strength: number, dice: Random): Float32Array {
  const { stamp, x, y, radius } = drawn;
  const out = new Float32Array(stamp.width * stamp.height);
  const level = Math.exp(dice.normal(0, 0.45 * strength));
  const angle = dice.uniform(0, 2 * Math.PI);
  const [c, s] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
  const bend = {
    b: dice.uniform(-2, 2),
    d: dice.uniform(-1.5, 1.5),
    o: dice.uniform(-1, 1),
    w: dice.uniform(0.08, 0.35),
  };
  const bands = [0, 1, 2].map(() => dice.uniform(-0.9, 0.9)).sort((a, b) => a - b);
  const steps = [0, 1, 2, 3, 4, 5].map(() => 1 + strength * dice.uniform(-0.6, 0.9));
  const parts = pick(dice, [2, 3, 5, 5]);
  const period = radius * dice.uniform(0.15, 0.5);
  for (let row = 0, i = 0; row < stamp.height; row++)
    for (let k = 0; k < stamp.width; k++, i++) {
      const [px, py] = [stamp.x + k + 0.5 - x, stamp.y + row + 0.5 - y];
      const [u, v] = [c * px + s * py, c * py - s * px];
      let f = 1;
      if (kind === 'bend') {
        const phase = (u + bend.b * v * v + bend.d * u * v - 0.5 * bend.o) / bend.w;
        f = 1 + 1.2 * strength * (Math.exp(-phase * phase) + 0.6 * Math.exp(-((phase - 2.6) ** 2))) - 0.25 * strength;
      } else if (kind === 'twin') f = steps[u < bands[0] ? 0 : u < bands[1] ? 1 : u < bands[2] ? 2 : 3];
      else if (kind === 'sector') f = steps[Math.floor(((Math.atan2(v, u) / (2 * Math.PI) + 1) * parts) % parts)];
      else if (kind === 'thickness') f = 1 + 0.5 * strength * Math.cos((2 * Math.PI * stamp.thickness[i]) / period);
      out[i] = Math.max(0.1, level * f);
    }
  return out;
}

/** Draws what the insides of a scene's particles look like: crystals (where `diffracts`), porous or fine-grained bodies, or even ones (null). */
export function drawInside(diffracts: boolean, dice: Random): ((drawn: Drawn) => Float32Array | null) | null {
  if (chance(dice, 0.18)) {
    const [scale, depth] = [logUniform(dice, 0.05, 0.3), dice.uniform(0.08, 0.4)];
    return (drawn) => (drawn.radius < 6 ? null : mottle(drawn, Math.max(2, scale * drawn.radius), depth, drawn.dice));
  }
  if (!diffracts || chance(dice, 0.4)) return null;
  const strength = dice.uniform(0.25, 1);
  const kinds = pick(dice, [
    ['level'],
    ['level', 'bend'],
    ['level', 'bend', 'twin'],
    ['level', 'sector'],
    ['bend', 'thickness'],
    ['level', 'bend', 'twin', 'sector', 'thickness'],
  ] as const);
  return (drawn) => (drawn.radius < 2.5 ? null : diffraction(drawn, pick(drawn.dice, kinds), strength, drawn.dice));
}

/** Factor on the mass of a porous or fine-grained body: grains of about `scale` px that leave `strength` of the mass out between them. */
export function mottle(drawn: Drawn, scale: number, strength: number, dice: Random): Float32Array {
  const { width, height } = drawn.stamp;
  const grains = texture(width, height, scale, 2, 0.6, dice);
  return grains.map((g) => Math.max(0.15, 1 + strength * g));
}

/** Transmitted share of a beam, Beer-Lambert: exp(-depth). */
export function transmitted(depth: Float32Array): Float32Array {
  const out = new Float32Array(depth.length);
  for (let i = 0; i < depth.length; i++) out[i] = Math.exp(-depth[i]);
  return out;
}

/** Signal of a high-angle dark-field detector a thickness of 1: Z^1.7, in units of carbon's. */
export const haadfWeight = (atomicNumber: number): number => (atomicNumber / 6) ** 1.7;
