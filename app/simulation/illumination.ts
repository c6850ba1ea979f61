import type { Random } from '../math/random.ts';
import type { Frame } from './scene.ts';
import { texture } from './texture.ts';

/** Uneven light, mean about 1: a tilt, a bowl around a point and slow clouds, together about `strength` from peak to peak. */
export function illumination(frame: Frame, strength: number, dice: Random): Float32Array {
  const { width, height } = frame;
  const out = new Float32Array(width * height).fill(1);
  if (strength <= 0) return out;
  const angle = dice.uniform(0, 2 * Math.PI);
  const tilt = strength * dice.uniform(0, 0.7);
  const bowl = strength * dice.uniform(-0.3, 1);
  const [cx, cy] = [dice.uniform(0.2, 0.8), dice.uniform(0.2, 0.8)];
  const clouds = texture(width, height, Math.max(width, height) * dice.uniform(0.25, 0.6), 1, 0.5, dice);
  const cloud = strength * dice.uniform(0, 0.15);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const [u, v] = [x / width - 0.5, y / height - 0.5];
      const away = (u + 0.5 - cx) ** 2 + (v + 0.5 - cy) ** 2;
      out[i] = Math.max(0.15, 1 + tilt * (c * u + s * v) + bowl * (0.2 - away) + cloud * clouds[i]);
    }
  return out;
}
