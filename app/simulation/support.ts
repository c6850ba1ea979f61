import type { Random } from '../math/random.ts';
import { blurred } from './blur.ts';
import { chance, logUniform } from './draw.ts';
import { blobOutline } from './outline.ts';
import type { Frame } from './scene.ts';
import { plate } from './solids/plate.ts';
import { anyRotation } from './solids/rotation.ts';
import { ellipsoid } from './solids/round.ts';
import { stampOf } from './stamp.ts';
import { texture } from './texture.ts';

/** What carries the particles. */
export type Support = 'even' | 'film' | 'edge' | 'holey' | 'lacey' | 'agglomerate';

/**
 * Thickness of a support, 1 where a film has its nominal one, 0 in holes; of a porous carrier 1 where it is thickest, its grains at least
 * `grain` px in radius.
 */
export function supportThickness(kind: Support, frame: Frame, grain: number, dice: Random): Float32Array {
  const { width, height } = frame;
  const size = Math.max(width, height);
  const out = new Float32Array(width * height);
  if (kind === 'agglomerate') return agglomerate(frame, grain, dice);
  const slow = texture(width, height, logUniform(dice, 0.06, 0.5) * size, 2, 0.5, dice);
  const waviness = kind === 'even' ? 0.02 : dice.uniform(0.03, 0.3);
  for (let i = 0; i < out.length; i++) out[i] = Math.max(0.05, 1 + waviness * slow[i]);
  if (kind === 'edge') cutEdge(out, frame, dice);
  if (kind === 'holey') {
    const holes = dice.integer(1, 2);
    for (let h = 0; h < holes; h++)
      cutHole(out, frame, dice.uniform(0, width), dice.uniform(0, height), size * dice.uniform(0.2, 0.6), dice);
  }
  if (kind === 'lacey') lacey(out, frame, dice);
  return out;
}

/** The film ends along a wavy line; its rim may be thicker. */
function cutEdge(film: Float32Array, frame: Frame, dice: Random): void {
  const { width, height } = frame;
  const angle = dice.uniform(0, 2 * Math.PI);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const size = Math.max(width, height);
  const at = dice.uniform(-0.1, 0.4) * size;
  const waves = texture(width, height, size * dice.uniform(0.08, 0.4), 3, 0.5, dice);
  const wave = size * dice.uniform(0.01, 0.08);
  const soft = logUniform(dice, 1, 30);
  const rim = chance(dice, 0.5) ? dice.uniform(0, 0.8) : 0;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const inside = at - (c * (x - width / 2) + s * (y - height / 2)) + wave * waves[i];
      const share = Math.min(1, Math.max(0, inside / soft));
      film[i] *= share * (1 + rim * Math.exp(-((inside / (4 * soft + 6)) ** 2)));
    }
}

function cutHole(film: Float32Array, frame: Frame, x: number, y: number, radius: number, dice: Random): void {
  const outline = blobOutline(dice, dice.uniform(0.01, 0.08), 5);
  const stamp = stampOf(plate(outline, radius, 1, 0, 'flat', logUniform(dice, 1, 12)), x, y, frame);
  if (stamp === null) return;
  for (let row = 0; row < stamp.height; row++)
    for (let k = 0; k < stamp.width; k++) {
      const share = Math.min(1, stamp.thickness[row * stamp.width + k]);
      film[(stamp.y + row) * frame.width + stamp.x + k] *= 1 - share;
    }
}

/** A web of strands: where a smooth random field is near zero. */
function lacey(film: Float32Array, frame: Frame, dice: Random): void {
  const { width, height } = frame;
  const scale = Math.max(width, height) * dice.uniform(0.15, 0.45);
  const field = texture(width, height, scale, 2, 0.35, dice);
  const strand = dice.uniform(0.12, 0.4);
  for (let i = 0; i < film.length; i++) {
    const d = Math.abs(field[i]) / strand;
    film[i] *= d < 1 ? Math.sqrt(1 - d * d) * 1.6 : 0;
  }
}

/** A porous carrier, as of catalysts: many translucent rounded bodies heaped around a few centres. */
function agglomerate(frame: Frame, least: number, dice: Random): Float32Array {
  const { width, height } = frame;
  const size = Math.max(width, height);
  const out = new Float32Array(width * height);
  const grain = Math.max(least, size * logUniform(dice, 0.02, 0.16));
  const centres = Array.from({ length: dice.integer(1, 5) }, () => ({
    x: dice.uniform(0, width),
    y: dice.uniform(0, height),
    spread: size * dice.uniform(0.12, 0.4),
  }));
  const count = Math.min(420, Math.round((size * size * dice.uniform(0.3, 2)) / (grain * grain * 2)));
  for (let k = 0; k < count; k++) {
    const centre = centres[dice.integer(0, centres.length - 1)];
    const radius = grain * dice.uniform(0.5, 1.3);
    const [x, y] = [dice.normal(centre.x, centre.spread), dice.normal(centre.y, centre.spread)];
    const body = ellipsoid([radius, radius * dice.uniform(0.5, 1), radius * dice.uniform(0.5, 1)], anyRotation(dice));
    const stamp = stampOf(body, x, y, frame);
    if (stamp === null) continue;
    for (let row = 0; row < stamp.height; row++)
      for (let c = 0; c < stamp.width; c++)
        out[(stamp.y + row) * width + stamp.x + c] += stamp.thickness[row * stamp.width + c] / (2 * grain);
  }
  const soft = blurred({ width, height, data: out }, Math.max(0.6, grain * dice.uniform(0.02, 0.3)));
  const fine = texture(width, height, Math.max(3, grain * 0.5), 3, 0.6, dice);
  const rough = dice.uniform(0.02, 0.25);
  let most = 1e-3;
  for (let i = 0; i < soft.length; i++) {
    soft[i] *= Math.max(0.2, 1 + rough * fine[i]);
    most = Math.max(most, soft[i]);
  }
  for (let i = 0; i < soft.length; i++) soft[i] /= most;
  return soft;
}
