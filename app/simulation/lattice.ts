import type { Random } from '../math/random.ts';
import { chance, pickWeighted } from './draw.ts';
import type { Drawn } from './population.ts';
import type { Frame } from './scene.ts';

/** One set of lattice planes as it shows: spatial frequency (1/nm), direction (radians), strength. */
export interface Reflection {
  readonly k: number;
  readonly angle: number;
  readonly strength: number;
}

export type Zone = '110' | '100' | '111' | 'one set' | 'none';

/**
 * Reflections of a face-centred cubic crystal of lattice constant `a` (nm) seen along a zone axis, turned by `turn`. [110]: two {111} at
 * 70.53 degrees and {200} between; [100]: two {200} and two {220}; [111]: three {220}. `one set`: {111} only, as off-axis crystals show.
 */
export function reflections(a: number, zone: Zone, turn: number): Reflection[] {
  const k = (h: number, l: number, m: number) => Math.sqrt(h * h + l * l + m * m) / a;
  const degree = Math.PI / 180;
  const at = (length: number, angle: number, strength: number): Reflection => ({
    k: length,
    angle: turn + angle * degree,
    strength,
  });
  switch (zone) {
    case '110':
      return [at(k(1, 1, 1), 35.264, 1), at(k(1, 1, 1), -35.264, 1), at(k(2, 0, 0), 90, 0.6), at(k(2, 2, 0), 0, 0.25)];
    case '100':
      return [at(k(2, 0, 0), 0, 1), at(k(2, 0, 0), 90, 1), at(k(2, 2, 0), 45, 0.4), at(k(2, 2, 0), -45, 0.4)];
    case '111':
      return [at(k(2, 2, 0), 0, 0.8), at(k(2, 2, 0), 60, 0.8), at(k(2, 2, 0), 120, 0.8)];
    case 'one set':
      return [at(k(1, 1, 1), 0, 1)];
    case 'none':
      return [];
  }
}

/** How often particles show each zone. */
export const drawZone = (dice: Random, onAxis: number): Zone =>
  chance(dice, onAxis)
    ? pickWeighted(dice, [
        ['110', 4],
        ['100', 2],
        ['111', 1],
        ['one set', 5],
      ] as const)
    : 'none';

/**
 * Adds the lattice of one particle to the phase: the sum of its plane waves times thickness over radius times `strength`, radians. With `twins`
 * the crystal is cut into parallel lamellae whose lattices mirror each other.
 */
export function addLattice(
  phase: Float32Array,
  frame: Frame,
  drawn: Drawn,
  waves: readonly Reflection[],
  pixelSize: number,
  strength: number,
  twins: number,
  dice: Random,
): void {
  const { stamp, x, y, radius } = drawn;
  if (waves.length === 0) return;
  const mirror = dice.uniform(0, Math.PI);
  const [mc, ms] = [Math.cos(mirror), Math.sin(mirror)];
  const cuts = Array.from({ length: twins }, () => dice.uniform(-0.8, 0.8) * radius).sort((a, b) => a - b);
  const phases = waves.map(() => dice.uniform(0, 2 * Math.PI));
  for (const [w, wave] of waves.entries()) {
    const f = 2 * Math.PI * wave.k * pixelSize;
    const direct = [f * Math.cos(wave.angle), f * Math.sin(wave.angle)];
    const mirrored = [f * Math.cos(2 * mirror - wave.angle), f * Math.sin(2 * mirror - wave.angle)];
    for (let row = 0; row < stamp.height; row++)
      for (let c = 0, i = row * stamp.width; c < stamp.width; c++, i++) {
        const t = stamp.thickness[i];
        if (t === 0) continue;
        const [px, py] = [stamp.x + c + 0.5 - x, stamp.y + row + 0.5 - y];
        let [gx, gy] = direct;
        if (twins > 0) {
          const across = mc * py - ms * px;
          let side = 0;
          for (const cut of cuts) if (across > cut) side++;
          if (side % 2 === 1) [gx, gy] = mirrored;
        }
        phase[(stamp.y + row) * frame.width + stamp.x + c] +=
          ((strength * wave.strength * t) / radius) * Math.cos(gx * px + gy * py + phases[w]);
      }
  }
}
