import type { PixelArray } from '../domain/element-type.ts';

/** Grey of a cell where the micrograph ends. */
const outside = 40;

/**
 * One particle as a square 8-bit cell: the square of side `side` px about (centreX, centreY), resampled to `cell` px
 * (block means when it shrinks, bilinear when it grows), stretched between `low` and `high`.
 * @param pixels row-major (y, x), `stride` values a pixel of which the first counts
 * @param out the cell's bytes go to out[offset .. offset + cell * cell)
 */
export function renderCell(
  pixels: PixelArray,
  width: number,
  height: number,
  stride: number,
  centreX: number,
  centreY: number,
  side: number,
  cell: number,
  low: number,
  high: number,
  out: Uint8Array,
  offset: number,
): void {
  const step = side / cell;
  const taps = Math.max(1, Math.min(4, Math.round(step)));
  const gain = 255 / (high - low);
  for (let j = 0; j < cell; j++) {
    for (let i = 0; i < cell; i++) {
      let sum = 0;
      let n = 0;
      for (let b = 0; b < taps; b++) {
        const y = centreY - side / 2 + (j + (b + 0.5) / taps) * step - 0.5;
        const y0 = Math.floor(y);
        const fy = y - y0;
        for (let a = 0; a < taps; a++) {
          const x = centreX - side / 2 + (i + (a + 0.5) / taps) * step - 0.5;
          const x0 = Math.floor(x);
          if (x0 < -1 || y0 < -1 || x0 >= width || y0 >= height) continue;
          const left = Math.max(0, x0);
          const right = Math.min(width - 1, x0 + 1);
          const top = Math.max(0, y0) * width;
          const bottom = Math.min(height - 1, y0 + 1) * width;
          const fx = x - x0;
          sum +=
            (Number(pixels[(top + left) * stride]) * (1 - fx) + Number(pixels[(top + right) * stride]) * fx) *
              (1 - fy) +
            (Number(pixels[(bottom + left) * stride]) * (1 - fx) + Number(pixels[(bottom + right) * stride]) * fx) * fy;
          n++;
        }
      }
      out[offset + j * cell + i] = n === 0 ? outside : Math.max(0, Math.min(255, (sum / n - low) * gain));
    }
  }
}

/** Share of its longer side that a particle's cell shows around it. */
export const cellMargin = 1.2;
