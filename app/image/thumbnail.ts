import type { PixelArray } from '../domain/element-type.ts';

/** An 8-bit picture, row-major; `channels` 1 grey or 3 RGB interleaved. */
export interface BytePicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Values that hold the middle 99 % of a picture, for stretching it to 8 bits. Equal values give a range of one. */
export function stretchLimits(values: Float32Array, share = 0.005): [low: number, high: number] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [0, 1];
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  const [low, high] = [at(share), at(1 - share)];
  return high > low ? [low, high] : [low, low + 1];
}

/** Mean of each block of the picture, one plane: at most `size` px on the long side, never enlarged. */
function blockMeans(
  pixels: PixelArray,
  stride: number,
  offset: number,
  width: number,
  height: number,
  w: number,
  h: number,
): Float32Array {
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    const y0 = Math.floor((y * height) / h);
    const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * height) / h));
    // A few rows and columns of a large block say as much as all of them.
    const stepY = Math.max(1, Math.floor((y1 - y0) / 4));
    for (let x = 0; x < w; x++) {
      const x0 = Math.floor((x * width) / w);
      const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * width) / w));
      const stepX = Math.max(1, Math.floor((x1 - x0) / 4));
      let sum = 0;
      let n = 0;
      for (let v = y0; v < y1; v += stepY) {
        for (let u = x0; u < x1; u += stepX) {
          sum += Number(pixels[(v * width + u) * stride + offset]);
          n++;
        }
      }
      out[y * w + x] = sum / n;
    }
  }
  return out;
}

/**
 * A small 8-bit picture of a frame, stretched between its 0.5th and 99.5th percentile.
 * @param pixels row-major (y, x), any type but complex; three or four values a pixel for colour
 * @param size longest side of the result, px
 */
export function thumbnail(pixels: PixelArray, width: number, height: number, size: number): BytePicture {
  const scale = Math.min(1, size / Math.max(width, height));
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const stride = Math.round(pixels.length / (width * height));
  if (stride >= 3) {
    const data = new Uint8Array(w * h * 3);
    for (let c = 0; c < 3; c++) {
      const plane = blockMeans(pixels, stride, c, width, height, w, h);
      for (let i = 0; i < plane.length; i++) data[i * 3 + c] = plane[i];
    }
    return { width: w, height: h, channels: 3, data };
  }
  const plane = blockMeans(pixels, stride, 0, width, height, w, h);
  const [low, high] = stretchLimits(plane);
  const data = new Uint8Array(w * h);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, Math.min(255, ((plane[i] - low) / (high - low)) * 255));
  return { width: w, height: h, channels: 1, data };
}
