import type { PixelBox } from '../domain/run-mask.ts';
import type { Random } from '../math/random.ts';
import { newSurface, type Solid, type Surface } from './solids/solid.ts';
import { texture } from './texture.ts';

/**
 * A body drawn into a frame: the part of its box inside the frame. `thickness` is the mean over each pixel's area, px; `top` the
 * highest point met, px above the body's own origin; `inside` 1 where the body covers at least half of the pixel.
 */
export interface Stamp extends PixelBox {
  readonly thickness: Float32Array;
  readonly top: Float32Array;
  readonly inside: Uint8Array;
}

/** Points are shifted by these before the body is asked: a rough outline. Waves of about `scale` px, `height` px strong. */
export interface Roughness {
  readonly scale: number;
  readonly height: number;
  readonly dice: Random;
}

/** Points on each side of a pixel: small bodies need them, large ones do not. */
const finenessOf = (reach: number): number => (reach < 6 ? 4 : reach < 16 ? 3 : reach < 60 ? 2 : 1);

/**
 * Draws a body with its origin at (x, y), px, where pixel (i, j) spans i..i+1, j..j+1. Null when its box is outside the frame. With
 * `roughness` the box is drawn in whole, so that the outline does not depend on the frame's border.
 */
export function stampOf(
  solid: Solid,
  x: number,
  y: number,
  frame: { readonly width: number; readonly height: number },
  roughness: Roughness | null = null,
): Stamp | null {
  const reach = solid.reach + (roughness === null ? 0 : 3 * roughness.height);
  const x0 = Math.max(0, Math.floor(x - reach));
  const y0 = Math.max(0, Math.floor(y - reach));
  const width = Math.min(frame.width, Math.ceil(x + reach)) - x0;
  const height = Math.min(frame.height, Math.ceil(y + reach)) - y0;
  if (width <= 0 || height <= 0) return null;
  const size = width * height;
  const [thickness, top] = [new Float32Array(size), new Float32Array(size)];
  const inside = new Uint8Array(size);
  const fine = finenessOf(solid.reach);
  const n = width * fine;
  const [px, py] = [new Float32Array(n), new Float32Array(n)];
  const surface: Surface = newSurface(n);
  const shift = roughness === null ? null : shifts(roughness, reach, x0 - x, y0 - y, width, height);
  const need = (fine * fine) / 2;
  const covered = new Uint8Array(width);
  for (let row = 0; row < height; row++) {
    covered.fill(0);
    const at = row * width;
    top.fill(Number.NEGATIVE_INFINITY, at, at + width);
    for (let sub = 0; sub < fine; sub++) {
      const v = y0 + row + (sub + 0.5) / fine - y;
      for (let i = 0; i < n; i++) {
        px[i] = x0 + (i + 0.5) / fine - x;
        py[i] = v;
      }
      if (shift !== null)
        for (let i = 0; i < n; i++) {
          const k = at + Math.floor(i / fine);
          px[i] += shift[0][k];
          py[i] += shift[1][k];
        }
      solid.probe(px, py, n, surface);
      for (let i = 0, k = 0; k < width; k++)
        for (let s = 0; s < fine; s++, i++) {
          const t = surface.thickness[i];
          if (t <= 0) continue;
          covered[k]++;
          thickness[at + k] += t;
          if (surface.top[i] > top[at + k]) top[at + k] = surface.top[i];
        }
    }
    for (let k = 0; k < width; k++) if (covered[k] >= need) inside[at + k] = 1;
  }
  if (fine > 1) for (let i = 0; i < size; i++) thickness[i] /= fine * fine;
  return { x: x0, y: y0, width, height, thickness, top, inside };
}

function shifts(
  { scale, height, dice }: Roughness,
  reach: number,
  left: number,
  up: number,
  width: number,
  rows: number,
): [Float32Array, Float32Array] {
  const whole = Math.ceil(2 * reach) + 2;
  const fields = [0, 1].map(() => texture(whole, whole, Math.max(2, scale), 3, 0.6, dice));
  const [dx, dy] = [Math.max(0, Math.floor(left + reach)), Math.max(0, Math.floor(up + reach))];
  return fields.map((field) => {
    const out = new Float32Array(width * rows);
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < width; x++)
        out[y * width + x] = height * field[Math.min(whole - 1, y + dy) * whole + Math.min(whole - 1, x + dx)];
    return out;
  }) as [Float32Array, Float32Array];
}
