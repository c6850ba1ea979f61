import { channelsOf } from '../../scene/frame/pixels.ts';
import type { Frame } from '../../scene/frame/plane.ts';
import type { Place } from '../../state/annotations.ts';

/** Grey values along a line, one a pixel of its length, between pixel centres by distance (bilinear). NaN outside. */
export function profileAlong(frame: Frame, a: Place, b: Place): Float64Array {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const count = Math.max(2, Math.min(8192, Math.round(length) + 1));
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const t = i / (count - 1);
    out[i] = blended(frame, a.x + (b.x - a.x) * t - 0.5, a.y + (b.y - a.y) * t - 0.5);
  }
  return out;
}

function blended(frame: Frame, x: number, y: number): number {
  if (!(x >= -0.5 && y >= -0.5 && x <= frame.width - 0.5 && y <= frame.height - 0.5)) return Number.NaN;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const u = x - left;
  const v = y - top;
  const upper = grey(frame, left, top) * (1 - u) + grey(frame, left + 1, top) * u;
  const lower = grey(frame, left, top + 1) * (1 - u) + grey(frame, left + 1, top + 1) * u;
  return upper * (1 - v) + lower * v;
}

/** The value of a pixel; beyond the edge that of the nearest one; colours by their luminance. */
function grey(frame: Frame, x: number, y: number): number {
  const column = Math.min(frame.width - 1, Math.max(0, x));
  const row = Math.min(frame.height - 1, Math.max(0, y));
  const channels = channelsOf(frame.elementType);
  const at = (row * frame.width + column) * channels;
  const { pixels } = frame;
  if (channels === 1) return Number(pixels[at]);
  return 0.2126 * Number(pixels[at]) + 0.7152 * Number(pixels[at + 1]) + 0.0722 * Number(pixels[at + 2]);
}
