import type { GreyImage } from '../domain/plane.ts';

/** Share of the mean variance that is added to the local one: where nothing is to be seen, noise is not blown up. */
const floor = 0.3;

/** Means of the pixels within `radius` px along both axes, of those that the image has. */
function boxMeans(data: Float32Array, width: number, height: number, radius: number): Float32Array {
  const rows = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    const from = y * width;
    let [sum, count] = [0, 0];
    for (let x = 0; x < Math.min(radius, width); x++, count++) sum += data[from + x];
    for (let x = 0; x < width; x++) {
      if (x + radius < width) {
        sum += data[from + x + radius];
        count++;
      }
      if (x > radius) {
        sum -= data[from + x - radius - 1];
        count--;
      }
      rows[from + x] = sum / count;
    }
  }
  const out = new Float32Array(data.length);
  const sums = new Float64Array(width);
  let count = 0;
  const add = (y: number, sign: 1 | -1) => {
    for (let x = 0; x < width; x++) sums[x] += sign * rows[y * width + x];
    count += sign;
  };
  for (let y = 0; y < Math.min(radius, height); y++) add(y, 1);
  for (let y = 0; y < height; y++) {
    if (y + radius < height) add(y + radius, 1);
    if (y > radius) add(y - radius - 1, -1);
    for (let x = 0; x < width; x++) out[y * width + x] = sums[x] / count;
  }
  return out;
}

/**
 * An image without its slow changes and with even contrast, so that small particles on thick, uneven carriers look like particles on
 * an even one: (x - m) / sqrt(v + 0.3 mean v), m a twofold mean over a square of `radius` px on each side, v the mean of (x - m)^2
 * over one of twice that. What is larger than the square fades.
 */
export function flatten({ width, height, data }: GreyImage, radius: number): GreyImage {
  const means = boxMeans(boxMeans(data, width, height, radius), width, height, radius);
  const out = data.map((v, i) => v - means[i]);
  const variances = boxMeans(
    out.map((v) => v * v),
    width,
    height,
    2 * radius,
  );
  let mean = 0;
  for (let i = 0; i < variances.length; i++) mean += variances[i] / variances.length;
  // below it an image is flat but for rounding
  const least = floor * mean + 1e-12;
  for (let i = 0; i < out.length; i++) out[i] /= Math.sqrt(Math.max(0, variances[i]) + least);
  return { width, height, data: out };
}
