import { describe, expect, it } from 'vitest';
import { forwardFft2 } from '../math/fft-2d.ts';
import { spacingAt } from '../math/spacing.ts';
import { quietWork as work } from '../ports/work.ts';
import { braggFilter, braggStep } from './bragg.ts';
import { drawn, noise, randomNumbers } from './fixtures/images.ts';
import { removeBorderCross } from './periodic.ts';
import { powerSpectrum } from './power-spectrum.ts';

/** The brightest pixel right of the centre column, away from the centre. */
function peak({ width, data }: { width: number; data: Float32Array }): [u: number, v: number] {
  let best = -1;
  for (let i = 0; i < data.length; i++) {
    const [u, v] = [i % width, Math.floor(i / width)];
    if (u < width / 2 || Math.hypot(u - width / 2, v - width / 2) < 6) continue;
    if (best < 0 || data[i] > data[best]) best = i;
  }
  return [best % width, Math.floor(best / width)];
}

const fringes = (period: number, angle: number, amplitude: number) => (x: number, y: number) =>
  amplitude * Math.cos((2 * Math.PI * (x * Math.cos(angle) + y * Math.sin(angle))) / period);

describe('power spectrum', () => {
  it.each([
    [8, 0],
    [5, 0.6],
    [11, -1.1],
  ])('shows fringes of period %d at angle %d where they belong', (period, angle) => {
    const image = drawn(300, 280, (x, y) => 500 + fringes(period, angle, 20)(x, y));
    for (const size of [256, 512]) {
      const [u, v] = peak(powerSpectrum(image, null, size, work));
      expect(Math.abs(spacingAt(u, v, size) / period - 1)).toBeLessThan(0.03);
      expect(Math.abs(Math.atan2(v - size / 2, u - size / 2) - angle)).toBeLessThan(0.05);
    }
  });

  it('is symmetric about its centre and looks only at the region', () => {
    const image = drawn(200, 200, (x, y) => (x >= 100 ? fringes(6, 0.3, 50)(x, y) : fringes(15, 1, 50)(x, y)));
    const region = { x: 104, y: 10, width: 96, height: 120 };
    const spectrum = powerSpectrum(image, region, 128, work);
    const [u, v] = peak(spectrum);
    expect(Math.abs(spacingAt(u, v, 128) / 6 - 1)).toBeLessThan(0.04);
    for (const [a, b] of [
      [70, 80],
      [100, 64],
      [65, 127],
    ])
      expect(spectrum.data[b * 128 + a]).toBeCloseTo(spectrum.data[(128 - b) * 128 + 128 - a], 3);
  });

  it('is 0 for one value, and refuses what lies outside the image', () => {
    const flat = drawn(64, 64, () => 5);
    expect(powerSpectrum(flat, null, 64, work).data.every((v) => v === 0)).toBe(true);
    expect(() => powerSpectrum(flat, { x: 60, y: 0, width: 20, height: 20 }, 64, work)).toThrow(/60/);
    expect(() => powerSpectrum(flat, null, 63, work)).toThrow(/63 px/);
  });
});

it('a ramp leaves no cross in the spectrum once the border is taken out', () => {
  const ramp = drawn(60, 50, (x, y) => 3 * x + 2 * y);
  const spectrum = forwardFft2(ramp.data, 60, 50, work.threads);
  const modulus = (i: number) => Math.hypot(spectrum.re[i], spectrum.im[i]);
  const axes = [5, 4 * spectrum.columns];
  const before = axes.map(modulus);
  removeBorderCross(ramp.data, spectrum);
  axes.forEach((at, i) => {
    expect(modulus(at)).toBeLessThan(before[i] / 30);
  });
});

describe('Bragg filter', () => {
  const random = randomNumbers(4);
  const [width, height] = [240, 200];
  const inside = (x: number, y: number, r: number) => Math.hypot(x - 90, y - 110) < r;
  const image = drawn(width, height, (x, y) => {
    const lattice = inside(x, y, 50) ? fringes(6, 0.7, 60)(x, y) : 0;
    return 1000 + 2 * x + 40 * noise(random) + lattice;
  });

  it('gives the amplitude of fringes inside a crystal and little outside', () => {
    const out = braggFilter(image, 3, 12, 2, 4, work).data;
    const sums = { in: 0, out: 0, insides: 0, outsides: 0 };
    for (let i = 0; i < out.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (inside(x, y, 40)) {
        sums.in += out[i];
        sums.insides++;
      } else if (!inside(x, y, 65)) {
        sums.out += out[i];
        sums.outsides++;
      }
    }
    expect(sums.in / sums.insides).toBeGreaterThan(45);
    expect(sums.in / sums.insides).toBeLessThan(75);
    expect(sums.out / sums.outsides).toBeLessThan(15);
  });

  it('keeps nothing when the ring leaves the lattice out', () => {
    expect(Math.max(...braggFilter(image, 13, 14, 4, 2, work).data)).toBeLessThan(15);
  });

  it('wants a calibration for nanometres and uses it', () => {
    const params = { finest: 0.3, coarsest: 1.2, unit: 'nm', cut: 2, sigma: 4 };
    const scene = { source: image, slots: { image }, work, resolve: () => undefined };
    expect(() => braggStep.run(image, params, { ...scene, pixelSize: null })).toThrow(/pixel size/);
    const out = braggStep.run(image, params, { ...scene, pixelSize: 0.1 }).data;
    expect(out).toEqual(braggFilter(image, 3, 12, 2, 4, work).data);
  });
});
