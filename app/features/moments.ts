import type { ParticlePixels } from './pixels.ts';

/**
 * Moments up to third order of one particle. p counts powers of y (rows), q powers of x (columns), as in scikit-image.
 * Central moments refer to the centroid and are in columns of the image (y times the pixel's aspect).
 */
export class Moments {
  /** Sum of the weights. */
  m00 = 0;
  /** Centroid in image px (column, row), pixel centres at whole numbers. */
  x = 0;
  y = 0;
  mu20 = 0;
  mu11 = 0;
  mu02 = 0;
  mu30 = 0;
  mu21 = 0;
  mu12 = 0;
  mu03 = 0;

  /** From sums about the lattice point (x0, y0): s[p, q] = sum of weight * y^p * x^q. */
  centre(s: Float64Array, x0: number, y0: number, aspect: number): void {
    const [s00, s01, s02, s03, s10, s11, s12, s20, s21, s30] = s;
    const x = s01 / s00;
    const y = s10 / s00;
    this.m00 = s00 * aspect;
    this.x = x0 + x;
    this.y = y0 + y;
    const a1 = aspect;
    const a2 = aspect * a1;
    const a3 = aspect * a2;
    this.mu02 = (s02 - x * s01) * a1;
    this.mu11 = (s11 - x * s10) * a2;
    this.mu20 = (s20 - y * s10) * a3;
    this.mu03 = (s03 - 3 * x * s02 + 2 * x * x * s01) * a1;
    this.mu12 = (s12 - 2 * x * s11 - y * s02 + 2 * x * x * s10) * a2;
    this.mu21 = (s21 - 2 * y * s11 - x * s20 + 2 * y * y * s01) * a3;
    this.mu30 = (s30 - 3 * y * s20 + 2 * y * y * s10) * a3 * aspect;
  }

  /** mu[p, q] / m00^(1 + (p + q) / 2), in the order 2-0, 1-1, 0-2, 3-0, 2-1, 1-2, 0-3. */
  normalised(values: Float64Array): void {
    const second = this.m00 * this.m00;
    const third = this.m00 ** 2.5;
    values[0] = this.mu20 / second;
    values[1] = this.mu11 / second;
    values[2] = this.mu02 / second;
    values[3] = this.mu30 / third;
    values[4] = this.mu21 / third;
    values[5] = this.mu12 / third;
    values[6] = this.mu03 / third;
  }
}

/** Sums of x^q over x = 0 .. n - 1. */
const sum2 = (n: number) => ((n - 1) * n * (2 * n - 1)) / 6;
const sum3 = (n: number) => ((n - 1) * n * (n - 1) * n) / 4;

const sums = new Float64Array(10);

function addRow(y: number, t0: number, t1: number, t2: number, t3: number): void {
  sums[0] += t0;
  sums[1] += t1;
  sums[2] += t2;
  sums[3] += t3;
  sums[4] += y * t0;
  sums[5] += y * t1;
  sums[6] += y * t2;
  sums[7] += y * y * t0;
  sums[8] += y * y * t1;
  sums[9] += y * y * y * t0;
}

/** Moments of the pixels of a particle, each with weight 1. A run is summed in closed form. */
export function shapeMoments(particle: ParticlePixels, into: Moments): Moments {
  const { rows, centreX, centreY } = particle;
  sums.fill(0);
  for (let row = 0; row < rows.height; row++) {
    const y = rows.top + row - centreY;
    for (let k = rows.start[row]; k < rows.start[row + 1]; k++) {
      const a = rows.from[k] - centreX;
      const b = rows.to[k] - centreX;
      addRow(y, b - a, ((b - a) * (a + b - 1)) / 2, sum2(b) - sum2(a), sum3(b) - sum3(a));
    }
  }
  into.centre(sums, centreX, centreY, particle.aspect);
  return into;
}

/** Moments of a particle with the image's value as weight. */
export function weightedMoments(particle: ParticlePixels, into: Moments): Moments {
  const { rows, centreX, centreY, image, imageWidth } = particle;
  sums.fill(0);
  for (let row = 0; row < rows.height; row++) {
    const line = (rows.top + row) * imageWidth;
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    for (let k = rows.start[row]; k < rows.start[row + 1]; k++) {
      const stop = rows.to[k];
      for (let column = rows.from[k]; column < stop; column++) {
        const x = column - centreX;
        const value = image[line + column];
        const first = value * x;
        const second = first * x;
        t0 += value;
        t1 += first;
        t2 += second;
        t3 += second * x;
      }
    }
    addRow(rows.top + row - centreY, t0, t1, t2, t3);
  }
  into.centre(sums, centreX, centreY, particle.aspect);
  return into;
}

/** Hu's seven invariants (IRE Trans. Inf. Theory 8, 179, 1962) from normalised moments in the order of `normalised`. */
export function huInvariants(normalised: Float64Array, values: Float64Array): void {
  const [n20, n11, n02, n30, n21, n12, n03] = normalised;
  const a = n30 + n12;
  const b = n21 + n03;
  const c = n30 - 3 * n12;
  const d = 3 * n21 - n03;
  const u = a * (a * a - 3 * b * b);
  const v = b * (3 * a * a - b * b);
  values[0] = n20 + n02;
  values[1] = (n20 - n02) ** 2 + 4 * n11 * n11;
  values[2] = c * c + d * d;
  values[3] = a * a + b * b;
  values[4] = c * u + d * v;
  values[5] = (n20 - n02) * (a * a - b * b) + 4 * n11 * a * b;
  values[6] = d * u - c * v;
}
