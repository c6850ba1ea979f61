import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bands } from './bands.ts';
import { fft, realFft, rootsOfUnity } from './fft.ts';
import { complexFft2, forwardFft2, inverseFft2 } from './fft-2d.ts';

const bands = (band: number): Bands => ({
  allocate: (_, length, content) => new Float32Array(length).fill(content === 'any' ? 1e30 : 0),
  forBands: (kernel, total, ...args) => {
    for (let start = Math.floor((total - 1) / band) * band; start >= 0; start -= band)
      kernel.run(start, Math.min(total, start + band), ...args);
  },
});

/** The definition. */
function transform(re: Float64Array, im: Float64Array): [Float64Array, Float64Array] {
  const n = re.length;
  const out: [Float64Array, Float64Array] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      out[0][k] += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
      out[1][k] += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
    }
  }
  return out;
}

const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from({ length: a.length }, (_, i) => Math.abs(a[i] - b[i])), a.length === b.length ? 0 : 1e9);
const signal = (n: number, seed: number) =>
  Float64Array.from({ length: n }, (_, i) => Math.sin(i * i * 0.7 + seed) + 0.3);

describe('one dimension', () => {
  const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 25, 30, 31, 32, 36, 45, 60, 64, 97, 100, 101, 128, 210];

  it.each(lengths)('length %d is the definition, and comes back', (n) => {
    const [re, im] = [signal(n, 1), signal(n, 2)];
    const [a, b] = [re.slice(), im.slice()];
    fft(n).forward(a, b);
    const [x, y] = transform(re, im);
    expect(Math.max(difference(a, x), difference(b, y))).toBeLessThan(1e-11);
    fft(n).inverse(a, b);
    expect(Math.max(difference(a, re), difference(b, im))).toBeLessThan(1e-13);
    const half = realFft(re);
    const [rx, ry] = transform(re, new Float64Array(n));
    expect(difference(half.re, rx.slice(0, (n >> 1) + 1))).toBeLessThan(1e-11);
    expect(difference(half.im, ry.slice(0, (n >> 1) + 1))).toBeLessThan(1e-11);
  });

  it('keeps energy (Parseval) at any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(1000), (n, seed) => {
        const [a, b] = [signal(n, seed), signal(n, seed + 1)];
        const before = a.reduce((sum, v, i) => sum + v * v + b[i] * b[i], 0);
        fft(n).forward(a, b);
        const after = a.reduce((sum, v, i) => sum + v * v + b[i] * b[i], 0) / n;
        expect(Math.abs(after / before - 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('roots of unity are exact at quarters and accurate between', () => {
    const roots = rootsOfUnity(12);
    expect([roots[6], roots[7]].map((v) => v + 0)).toEqual([0, -1].map((v) => expect.closeTo(v, 15)));
    for (let k = 0; k < 12; k++) {
      expect(roots[2 * k]).toBeCloseTo(Math.cos((Math.PI * k) / 6), 15);
      expect(roots[2 * k + 1]).toBeCloseTo(-Math.sin((Math.PI * k) / 6), 15);
    }
  });
});

describe('two dimensions', () => {
  /** Rows, then columns, in double precision. */
  function transform2(re: Float32Array, im: Float32Array, w: number, h: number): [Float64Array, Float64Array] {
    const [a, b] = [Float64Array.from(re), Float64Array.from(im)];
    for (let y = 0; y < h; y++) fft(w).forward(a.subarray(y * w, (y + 1) * w), b.subarray(y * w, (y + 1) * w));
    for (let x = 0; x < w; x++) {
      const c = Float64Array.from({ length: h }, (_, y) => a[y * w + x]);
      const d = Float64Array.from({ length: h }, (_, y) => b[y * w + x]);
      fft(h).forward(c, d);
      for (let y = 0; y < h; y++) {
        a[y * w + x] = c[y];
        b[y * w + x] = d[y];
      }
    }
    return [a, b];
  }
  const sizes = [
    [1, 1],
    [1, 7],
    [5, 1],
    [2, 3],
    [8, 8],
    [16, 4],
    [30, 25],
    [37, 41],
    [66, 70],
    [100, 13],
    [130, 96],
  ];

  it.each(sizes)('%d x %d agrees with one dimension after the other, and comes back', (w, h) => {
    const a = Float32Array.from(signal(w * h, 3));
    const b = Float32Array.from(signal(w * h, 4));
    const scale = w * h;
    const real = forwardFft2(a, w, h, bands(3));
    const [x, y] = transform2(a, new Float32Array(w * h), w, h);
    for (let v = 0; v < h; v++) {
      for (let u = 0; u < real.columns; u++) {
        expect(Math.abs(real.re[v * real.columns + u] - x[v * w + u]) / scale).toBeLessThan(1e-6);
        expect(Math.abs(real.im[v * real.columns + u] - y[v * w + u]) / scale).toBeLessThan(1e-6);
      }
    }
    expect(difference(inverseFft2(real, bands(2)), a)).toBeLessThan(2e-6);
    const [c, d] = [a.slice(), b.slice()];
    complexFft2(c, d, w, h, 'forward', bands(5));
    const [p, q] = transform2(a, b, w, h);
    expect(Math.max(difference(c, p), difference(d, q)) / scale).toBeLessThan(1e-6);
    complexFft2(c, d, w, h, 'inverse', bands(1));
    expect(Math.max(difference(c, a), difference(d, b))).toBeLessThan(2e-6);
  });
});
