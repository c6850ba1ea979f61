import type { Grid } from '../../../app/math/raster/grid.ts';
import { channelsOf } from '../../scene/frame/pixels.ts';
import type { Frame } from '../../scene/frame/plane.ts';

const known = new WeakMap<Frame, Grid>();

/** Weights of red, green and blue in a pixel's brightness (Rec. 601), as histograms count it. */
const luminance = [0.299, 0.587, 0.114] as const;

/** One number a pixel of a frame: its value, or the brightness of its colour. Row-major (y, x); kept with the frame. */
export function greyOf(frame: Frame): Grid {
  const there = known.get(frame);
  if (there !== undefined) return there;
  const { width, height } = frame;
  const made: Grid = { width, height, data: numbersOf(frame) };
  known.set(frame, made);
  return made;
}

function numbersOf({ pixels, elementType, width, height }: Frame): Grid['data'] {
  const channels = channelsOf(elementType);
  if (channels === 1) {
    if (pixels instanceof BigInt64Array || pixels instanceof BigUint64Array) return Float64Array.from(pixels, Number);
    if (pixels instanceof Int8Array) return Int16Array.from(pixels);
    return pixels;
  }
  const out = new Float32Array(width * height);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let c = 0; c < 3; c++) sum += luminance[c] * Number(pixels[i * channels + c]);
    out[i] = sum;
  }
  return out;
}
