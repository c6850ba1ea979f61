import type { Random } from '../../math/random.ts';

/** A rotation as the rows of its matrix: rotated = M v. */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

export type Vector = readonly [number, number, number];

export const rotate = (m: Rotation, [x, y, z]: Vector): Vector => [
  m[0] * x + m[1] * y + m[2] * z,
  m[3] * x + m[4] * y + m[5] * z,
  m[6] * x + m[7] * y + m[8] * z,
];

function ofQuaternion(w: number, x: number, y: number, z: number): Rotation {
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}

/** Every orientation equally likely (Shoemake 1992). */
export function anyRotation(dice: Random): Rotation {
  const u = dice.next();
  const [a, b] = [2 * Math.PI * dice.next(), 2 * Math.PI * dice.next()];
  const [p, q] = [Math.sqrt(1 - u), Math.sqrt(u)];
  return ofQuaternion(q * Math.cos(b), p * Math.sin(a), p * Math.cos(a), q * Math.sin(b));
}

export function multiply(a: Rotation, b: Rotation): Rotation {
  const at = (r: number, c: number) => a[3 * r] * b[c] + a[3 * r + 1] * b[3 + c] + a[3 * r + 2] * b[6 + c];
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
}

/** About an axis of length 1, right-handed. */
export function aboutAxis([x, y, z]: Vector, angle: number): Rotation {
  const s = Math.sin(angle / 2);
  return ofQuaternion(Math.cos(angle / 2), x * s, y * s, z * s);
}

export const unit = ([x, y, z]: Vector): Vector => {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
};

/** Lying on the facet whose outward normal is `down`: it is turned to -z, then anyhow about z, and tilted by about `tilt` radians. */
export function lyingOn(down: Vector, tilt: number, dice: Random): Rotation {
  const [x, y, z] = unit(down);
  const angle = Math.acos(Math.min(1, Math.max(-1, -z)));
  // the axis that is square to both `down` and -z
  const axis: Vector = Math.hypot(x, y) < 1e-9 ? [1, 0, 0] : unit([-y, x, 0]);
  const flat = aboutAxis(axis, angle);
  const spin = aboutAxis([0, 0, 1], dice.uniform(0, 2 * Math.PI));
  const lean = dice.uniform(0, 2 * Math.PI);
  return multiply(aboutAxis([Math.cos(lean), Math.sin(lean), 0], dice.normal(0, tilt)), multiply(spin, flat));
}
