import type { Random } from '../math/random.ts';
import { chance } from './draw.ts';
import { blobOutline } from './outline.ts';
import type { Frame } from './scene.ts';
import { plate } from './solids/plate.ts';
import { type Stamp, stampOf } from './stamp.ts';

/** Something that is no particle: a speck or a dried film. `weight`: mass of its thickest point, where a particle's is 1. */
export interface Dirt {
  readonly stamp: Stamp;
  readonly weight: number;
}

/** Specks far smaller or far fainter than particles of that mean radius (px), and residues of solvent: wide, thin, with soft borders. */
export function drawDirt(frame: Frame, radius: number, dice: Random): Dirt[] {
  const found: Dirt[] = [];
  const size = Math.max(frame.width, frame.height);
  const add = (reach: number, roughness: number, profile: 'dome' | 'lens' | 'flat', weight: number) => {
    const [x, y] = [dice.uniform(0, frame.width), dice.uniform(0, frame.height)];
    const body = plate(blobOutline(dice, roughness, 7), reach, 1, 0, profile, reach * 0.3);
    const stamp = stampOf(body, x, y, frame);
    if (stamp !== null) found.push({ stamp, weight });
  };
  if (chance(dice, 0.3) && radius > 5)
    for (let k = dice.integer(1, 40); k > 0; k--)
      add(Math.min(3.5, Math.max(0.7, radius * dice.uniform(0.03, 0.14))), 0.1, 'dome', dice.uniform(0.05, 0.35));
  if (chance(dice, 0.2))
    for (let k = dice.integer(1, 4); k > 0; k--)
      add(size * dice.uniform(0.05, 0.35), 0.25, dice.next() < 0.7 ? 'lens' : 'flat', dice.uniform(0.015, 0.1));
  return found;
}

/** Visits the pixels of a piece of dirt with its mass there. */
export function forEachDirt({ stamp, weight }: Dirt, frame: Frame, visit: (at: number, mass: number) => void): void {
  for (let row = 0; row < stamp.height; row++) {
    const to = (stamp.y + row) * frame.width + stamp.x;
    for (let k = 0; k < stamp.width; k++) {
      const t = stamp.thickness[row * stamp.width + k];
      if (t > 0) visit(to + k, weight * t);
    }
  }
}
