import type { Random } from '../../math/random.ts';
import { unit, type Vector } from './rotation.ts';
import type { Solid } from './solid.ts';

export interface Sphere {
  readonly at: Vector;
  readonly radius: number;
}

/**
 * The union of balls. Along a ray the material is from the highest to the lowest point, but never more than the balls' chords
 * together: exact where the balls overlap in one chain and where they are apart; between, a slight overcount.
 */
export function spheres(list: readonly Sphere[]): Solid {
  const reach = list.reduce((most, s) => Math.max(most, Math.hypot(s.at[0], s.at[1]) + s.radius), 0);
  return {
    reach,
    probe: (x, y, n, { top, bottom, thickness }) => {
      thickness.fill(0, 0, n);
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = 0; i < n; i++) {
        least = Math.min(least, y[i]);
        most = Math.max(most, y[i]);
      }
      for (const { at, radius } of list) {
        if (at[1] + radius < least || at[1] - radius > most) continue;
        const square = radius * radius;
        for (let i = 0; i < n; i++) {
          const dx = x[i] - at[0];
          const dy = y[i] - at[1];
          const rest = square - dx * dx - dy * dy;
          if (rest <= 0) continue;
          const h = Math.sqrt(rest);
          if (thickness[i] === 0) {
            top[i] = at[2] + h;
            bottom[i] = at[2] - h;
          } else {
            if (at[2] + h > top[i]) top[i] = at[2] + h;
            if (at[2] - h < bottom[i]) bottom[i] = at[2] - h;
          }
          thickness[i] += 2 * h;
        }
      }
      for (let i = 0; i < n; i++) if (thickness[i] > 0) thickness[i] = Math.min(thickness[i], top[i] - bottom[i]);
    },
  };
}

const anywhere = (dice: Random): Vector => unit([dice.normal(0, 1), dice.normal(0, 1), dice.normal(0, 1)]);

/** Arms from a core outwards: each a row of shrinking balls. `reach` px; `core` and `tip` as shares of it. */
export function star(reach: number, arms: number, core: number, tip: number, dice: Random): Solid {
  const list: Sphere[] = [{ at: [0, 0, 0], radius: core * reach }];
  for (let a = 0; a < arms; a++) {
    const [x, y, z] = anywhere(dice);
    const length = reach * dice.uniform(0.75, 1);
    const base = core * reach * dice.uniform(0.5, 0.8);
    const beads = Math.max(4, Math.min(14, Math.ceil((2 * length) / Math.max(1.5, base))));
    for (let b = 1; b <= beads; b++) {
      const t = b / beads;
      const radius = base * (1 - t) + tip * reach * t;
      const r = t * (length - tip * reach);
      list.push({ at: [x * r, y * r, z * r], radius });
    }
  }
  return spheres(list);
}

/** A ball studded with smaller ones: raspberries, cauliflowers. `grain` = their radius over the whole's. */
export function raspberry(reach: number, grain: number, dice: Random): Solid {
  const count = Math.min(140, Math.round(2.6 / (grain * grain)));
  const shell = 1 - grain;
  const list: Sphere[] = [{ at: [0, 0, 0], radius: reach * shell }];
  for (let k = 0; k < count; k++) {
    // Fibonacci directions, shaken
    const z = 1 - (2 * (k + 0.5)) / count + dice.normal(0, 0.25 * grain);
    const angle = k * 2.399963 + dice.normal(0, 0.4 * grain);
    const side = Math.sqrt(Math.max(0, 1 - z * z));
    const r = reach * shell * dice.uniform(0.9, 1);
    list.push({
      at: [r * side * Math.cos(angle), r * side * Math.sin(angle), r * Math.max(-1, Math.min(1, z))],
      radius: reach * grain * dice.uniform(0.75, 1.05),
    });
  }
  return spheres(list);
}

/** A few balls grown together: dumbbells, necklaces, lumps. */
export function fused(reach: number, count: number, dice: Random): Solid {
  const list: { at: Vector; radius: number }[] = [{ at: [0, 0, 0], radius: dice.uniform(0.7, 1) }];
  while (list.length < count) {
    const to = list[dice.integer(0, list.length - 1)];
    const radius = to.radius * dice.uniform(0.6, 1.1);
    const [x, y, z] = anywhere(dice);
    const r = (to.radius + radius) * dice.uniform(0.4, 0.7);
    list.push({ at: [to.at[0] + r * x, to.at[1] + r * y, to.at[2] + 0.4 * r * z], radius });
  }
  const [cx, cy] = [0, 1].map((i) => list.reduce((sum, s) => sum + s.at[i], 0) / count);
  const most = list.reduce((m, s) => Math.max(m, Math.hypot(s.at[0] - cx, s.at[1] - cy) + s.radius), 0);
  const scale = reach / most;
  return spheres(
    list.map(({ at, radius }) => ({
      at: [(at[0] - cx) * scale, (at[1] - cy) * scale, at[2] * scale],
      radius: radius * scale,
    })),
  );
}
