import { describe, expect, it } from 'vitest';
import { random } from '../math/random.ts';
import { blurred } from './blur.ts';
import { plain } from './bodies.ts';
import { aberration, contrastTransfer, envelope, imaged, type Lens, wavelength } from './ctf.ts';
import { counted, drifted } from './detector.ts';
import { whiteNoise } from './draw.ts';
import { reflections } from './lattice.ts';
import type { Drawn } from './population.ts';
import { ball } from './solids/round.ts';
import { stampOf } from './stamp.ts';
import { texture } from './texture.ts';
import { addMass, haadfWeight, transmitted } from './transmission.ts';

const frame = { width: 64, height: 48 };

function drawn(x: number, y: number, radius: number): Drawn {
  const body = plain('sphere', ball(radius));
  const stamp = stampOf(body.solid, x, y, frame);
  if (stamp === null) throw new Error('outside');
  return { body, stamp, inner: null, x, y, radius, number: 1, dice: random(1) };
}

const moments = (values: Float32Array) => {
  let [sum, squares] = [0, 0];
  for (const v of values) {
    sum += v;
    squares += v * v;
  }
  const mean = sum / values.length;
  return { mean, variance: squares / values.length - mean * mean };
};

describe('transmission', () => {
  it('multiplies where particles overlap: Beer-Lambert', () => {
    const [a, b, both] = [0, 1, 2].map(() => new Float32Array(64 * 48));
    const [one, two] = [drawn(28, 24, 12), drawn(38, 22, 10)];
    addMass(a, frame, one, 0.05, null);
    addMass(b, frame, two, 0.05, null);
    addMass(both, frame, one, 0.05, null);
    addMass(both, frame, two, 0.05, null);
    const [ia, ib, ab] = [a, b, both].map(transmitted);
    for (let i = 0; i < ab.length; i++) expect(ab[i]).toBeCloseTo(ia[i] * ib[i], 5);
    expect(Math.min(...ab)).toBeLessThan(Math.min(...ia) * 0.8);
  });

  it('conserves the mass of a ball: 4/3 pi R^3', () => {
    const plane = new Float32Array(64 * 48);
    addMass(plane, frame, drawn(30.3, 22.7, 11), 1, null);
    expect(plane.reduce((s, v) => s + v, 0) / ((4 / 3) * Math.PI * 11 ** 3)).toBeCloseTo(1, 2);
  });

  it('draws half a ball when the border cuts it in two', () => {
    const plane = new Float32Array(64 * 48);
    addMass(plane, frame, drawn(0, 24, 11), 1, null);
    expect(plane.reduce((s, v) => s + v, 0) / ((2 / 3) * Math.PI * 11 ** 3)).toBeCloseTo(1, 2);
  });

  it('weighs dark-field elements by Z^1.7', () => {
    expect(haadfWeight(79) / haadfWeight(6)).toBeCloseTo((79 / 6) ** 1.7, 10);
  });
});

describe('counting noise', () => {
  it.each([0.5, 4, 25, 60, 900])('has mean and variance %d', (mean) => {
    const { mean: got, variance } = moments(counted(new Float32Array(60000).fill(mean), random(3)));
    expect(Math.abs(got / mean - 1)).toBeLessThan(0.02);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.04);
  });

  it('of the fast table is standard normal and white', () => {
    const noise = whiteNoise(200000, random(8));
    const { mean, variance } = moments(noise);
    expect(mean).toBeCloseTo(0, 1.7);
    expect(variance).toBeCloseTo(1, 1.7);
    let lag = 0;
    for (let i = 1; i < noise.length; i++) lag += noise[i] * noise[i - 1];
    expect(Math.abs(lag / noise.length)).toBeLessThan(0.01);
  });
});

describe('blur', () => {
  it.each([0.8, 1.9, 3.3, 7])('spreads a point to variance sigma^2 = %d^2 and keeps its sum', (sigma) => {
    const [width, height] = [95, 91];
    const data = new Float32Array(width * height);
    data[45 * width + 47] = 1;
    const out = blurred({ width, height, data }, sigma);
    let [sum, sx, sy] = [0, 0, 0];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const v = out[y * width + x];
        sum += v;
        sx += v * (x - 47) ** 2;
        sy += v * (y - 45) ** 2;
      }
    expect(sum).toBeCloseTo(1, 4);
    expect(Math.abs(sx / sigma ** 2 - 1)).toBeLessThan(0.1);
    expect(sy).toBeCloseTo(sx, 3);
  });

  it('leaves an even image as it is, up to its borders', () => {
    for (const sigma of [1.5, 2.5, 6]) {
      const out = blurred({ width: 40, height: 30, data: new Float32Array(1200).fill(7) }, sigma);
      for (const v of out) expect(v).toBeCloseTo(7, 4);
    }
  });
});

describe('drift', () => {
  it('spreads a point along its way to variance length^2 / 12, and keeps its sum', () => {
    const size = { width: 41, height: 41 };
    const data = new Float32Array(41 * 41);
    data[20 * 41 + 20] = 1;
    for (const [dx, dy] of [
      [6, 0],
      [0, 5],
      [4, -3],
    ] as const) {
      const out = drifted(data, size, [dx, dy]);
      const sum = (of: (x: number, y: number) => number) =>
        out.reduce((total, v, i) => total + v * of((i % 41) - 20, Math.floor(i / 41) - 20), 0);
      expect(sum(() => 1)).toBeCloseTo(1, 5);
      // straight lines between pixels add at most 1/4 px^2
      expect(Math.abs(sum((x) => x * x) - dx ** 2 / 12)).toBeLessThan(0.3);
      expect(Math.abs(sum((_, y) => y * y) - dy ** 2 / 12)).toBeLessThan(0.3);
      expect(sum((x, y) => x * y) * dx * dy).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('texture', () => {
  it('has about unit variance at every scale', () => {
    for (const scale of [3, 8, 20]) {
      const { mean, variance } = moments(texture(400, 400, scale, 3, 0.5, random(2)));
      expect(Math.abs(mean)).toBeLessThan(0.25);
      expect(variance).toBeGreaterThan(0.7);
      expect(variance).toBeLessThan(1.3);
    }
  });
});

describe('contrast transfer', () => {
  const lens: Lens = { voltage: 300, defocus: 60, cs: 1.2, focalSpread: 0, convergence: 0, amplitude: 0 };

  it('knows the wavelength of electrons', () => {
    expect(wavelength(300)).toBeCloseTo(0.0019687, 6);
    expect(wavelength(200)).toBeCloseTo(0.0025079, 6);
    expect(wavelength(80)).toBeCloseTo(0.0041757, 6);
  });

  it('vanishes where the phase shift is a multiple of pi', () => {
    // pi lambda k^2 (df - Cs lambda^2 k^2 / 2) = n pi is a quadratic in k^2
    const lambda = wavelength(300);
    const cs = 1.2e6;
    for (const n of [1, 2]) {
      const k2 = (60 - Math.sqrt(60 * 60 - 2 * cs * lambda * n)) / (cs * lambda * lambda);
      if (!Number.isFinite(k2)) continue;
      const k = Math.sqrt(k2);
      expect(aberration(lens, k) / Math.PI).toBeCloseTo(n, 8);
      expect(contrastTransfer(lens, k)).toBeCloseTo(0, 8);
      expect(contrastTransfer(lens, k - 0.05) * contrastTransfer(lens, k + 0.05)).toBeLessThan(0);
    }
    const plain = { ...lens, cs: 0 };
    for (const n of [1, 2, 3, 7]) expect(contrastTransfer(plain, Math.sqrt(n / (lambda * 60)))).toBeCloseTo(0, 8);
  });

  it('has its widest band at Scherzer defocus 1.2 sqrt(Cs lambda): the first zero at 1.5 Cs^-1/4 lambda^-3/4', () => {
    const lambda = wavelength(300);
    const scherzer = { ...lens, defocus: 1.2 * Math.sqrt(1.2e6 * lambda) };
    let k = 0.1;
    while (contrastTransfer(scherzer, k) < 0) k += 0.005;
    expect(k / (1.5 * 1.2e6 ** -0.25 * lambda ** -0.75)).toBeCloseTo(1, 1);
  });

  it('is damped by focal spread as a Gaussian in k^2', () => {
    const spread = { ...lens, focalSpread: 4 };
    const lambda = wavelength(300);
    expect(envelope(spread, 5)).toBeCloseTo(Math.exp(-0.5 * (Math.PI * lambda * 4 * 25) ** 2), 10);
    expect(envelope(lens, 9)).toBe(1);
  });

  it('images a lattice of one frequency by exactly its transfer', () => {
    const [width, height, pixel] = [128, 96, 0.05];
    const k = 12 / (width * pixel);
    const phase = Float32Array.from(
      { length: width * height },
      (_, i) => 0.1 * Math.cos((2 * Math.PI * 12 * (i % width)) / width),
    );
    const full = { ...lens, focalSpread: 3, convergence: 0.2, amplitude: 0.1 };
    const out = imaged(phase, { width, height }, pixel, full);
    const gain = contrastTransfer(full, k);
    for (const x of [0, 5, 31])
      expect(out[7 * width + x]).toBeCloseTo(0.1 * gain * Math.cos((2 * Math.PI * 12 * x) / width), 3);
  });
});

describe('lattices', () => {
  it('of gold show 0.2355 nm {111} planes 70.53 degrees apart along [110]', () => {
    const waves = reflections(0.4079, '110', 0.3);
    const oneOneOne = waves.filter((w) => Math.abs(1 / w.k - 0.2355) < 1e-3);
    expect(oneOneOne.length).toBe(2);
    const apart = (Math.abs(oneOneOne[0].angle - oneOneOne[1].angle) * 180) / Math.PI;
    expect(apart).toBeCloseTo(70.53, 1);
    expect(reflections(0.4079, 'none', 0)).toEqual([]);
  });

  it('close: {111} waves add up to {220} and differ by {200}', () => {
    const [a, b, c, d] = reflections(0.4079, '110', 0).map((w) => [w.k * Math.cos(w.angle), w.k * Math.sin(w.angle)]);
    for (const i of [0, 1]) {
      expect(a[i] + b[i]).toBeCloseTo(d[i], 3);
      expect(a[i] - b[i]).toBeCloseTo(c[i], 3);
    }
  });
});
