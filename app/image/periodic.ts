import { fft, rootsOfUnity } from '../math/fft.ts';
import type { HalfSpectrum } from '../math/fft-2d.ts';

/**
 * Takes the cross out of an image's spectrum, in place: what the jumps between opposite borders add (Moisan 2011, periodic
 * plus smooth decomposition). The spectrum that is left belongs to an image with the same detail and no such jumps.
 */
export function removeBorderCross(image: Float32Array, spectrum: HalfSpectrum): void {
  const { width, height, columns, re, im } = spectrum;
  // The border image is the jump from top to bottom in the first and last row and from left to right in the first and
  // last column; its spectrum is two 1-D spectra, each times (1 - e^(+2 pi i f)), f the frequency across the border.
  const acrossRe = new Float64Array(width);
  const acrossIm = new Float64Array(width);
  for (let x = 0; x < width; x++) acrossRe[x] = image[(height - 1) * width + x] - image[x];
  fft(width).forward(acrossRe, acrossIm);
  const downRe = new Float64Array(height);
  const downIm = new Float64Array(height);
  for (let y = 0; y < height; y++) downRe[y] = image[y * width + width - 1] - image[y * width];
  fft(height).forward(downRe, downIm);
  const rootsX = rootsOfUnity(width);
  const rootsY = rootsOfUnity(height);
  for (let v = 0; v < height; v++) {
    const [cy, sy] = [1 - rootsY[2 * v], rootsY[2 * v + 1]];
    for (let u = 0; u < columns; u++) {
      if (u === 0 && v === 0) continue;
      const [cx, sx] = [1 - rootsX[2 * u], rootsX[2 * u + 1]];
      const borderRe = acrossRe[u] * cy - acrossIm[u] * sy + downRe[v] * cx - downIm[v] * sx;
      const borderIm = acrossRe[u] * sy + acrossIm[u] * cy + downRe[v] * sx + downIm[v] * cx;
      // 2 cos(2 pi u / w) + 2 cos(2 pi v / h) - 4
      const laplacian = -2 * (cx + cy);
      const i = v * columns + u;
      re[i] -= borderRe / laplacian;
      im[i] -= borderIm / laplacian;
    }
  }
}
