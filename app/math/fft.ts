/**
 * Discrete Fourier transforms of one length, on split complex arrays, in place and in double precision:
 * X[k] = sum over j of x[j] exp(-2 pi i j k / n); the inverse has +i and the factor 1 / n (as NumPy).
 * Any length: products of 2, 3 and 5 by mixed-radix Stockham steps, other lengths as a convolution (Bluestein 1970).
 * Not for use by two callers at once (shared scratch); each thread has its own module.
 */
export interface Fft {
  readonly size: number;
  forward(re: Float64Array, im: Float64Array): void;
  inverse(re: Float64Array, im: Float64Array): void;
}

/** Factors of n as steps 4, 2, 3, 5 in order of use, or null when n has another prime factor. */
export function smoothFactors(n: number): number[] | null {
  const factors: number[] = [];
  let rest = n;
  for (const radix of [4, 2, 3, 5]) {
    while (rest % radix === 0) {
      factors.push(radix);
      rest /= radix;
    }
  }
  return rest === 1 ? factors : null;
}

/** The smallest power of two that is at least n. */
export const powerOfTwoFrom = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, n)));

const tables = new Map<number, Float64Array>();

/** cos and sin of -2 pi k / n for k in [0, n), interleaved. Each is computed from an angle of at most pi / 4. */
export function rootsOfUnity(n: number): Float64Array {
  const known = tables.get(n);
  if (known !== undefined) return known;
  const roots = new Float64Array(2 * n);
  tables.set(n, roots);
  for (let k = 0; k < n; k++) {
    // eighth: which eighth of the circle; rest: 8 k / n within it, exact in integers before the division
    const eighth = Math.floor((8 * k) / n);
    const odd = eighth % 2 === 1;
    const rest = odd ? (eighth + 1) * n - 8 * k : 8 * k - eighth * n;
    const angle = (Math.PI * rest) / (4 * n);
    const [near, far] = [Math.cos(angle), Math.sin(angle)];
    const quarter = Math.floor((eighth + 1) / 2) % 4;
    const [c, s] = [near, odd ? -far : far];
    roots[2 * k] = [c, -s, -c, s][quarter];
    roots[2 * k + 1] = -[s, c, -s, -c][quarter];
  }
  return roots;
}

type Parts = readonly [re: Float64Array, im: Float64Array];

/**
 * One Stockham step of radix r (4, 2, 3 or 5): n = length still to transform, s = stride (product of earlier radices).
 * y[q + s (r p + k)] = w^(p k) sum over i of x[q + s (p + i n / r)] e^(-2 pi i i k / r), w = e^(-2 pi i / n).
 */
function stockham([xr, xi]: Parts, [yr, yi]: Parts, radix: number, n: number, s: number, roots: Float64Array): void {
  const m = n / radix;
  const total = roots.length / 2;
  for (let p = 0; p < m; p++) {
    for (let q = 0; q < s; q++) {
      for (let k = 0; k < radix; k++) {
        let re = 0;
        let im = 0;
        for (let i = 0; i < radix; i++) {
          const root = 2 * (((i * k) % radix) * (total / radix));
          const from = q + s * (p + i * m);
          re += xr[from] * roots[root] - xi[from] * roots[root + 1];
          im += xr[from] * roots[root + 1] + xi[from] * roots[root];
        }
        const twiddle = 2 * (p * k * s);
        const to = q + s * (radix * p + k);
        yr[to] = re * roots[twiddle] - im * roots[twiddle + 1];
        yi[to] = re * roots[twiddle + 1] + im * roots[twiddle];
      }
    }
  }
}

function stockham2([xr, xi]: Parts, [yr, yi]: Parts, n: number, s: number, roots: Float64Array): void {
  const m = n / 2;
  for (let p = 0; p < m; p++) {
    const c = roots[2 * p * s];
    const d = roots[2 * p * s + 1];
    for (let q = 0; q < s; q++) {
      const a = q + s * p;
      const b = a + s * m;
      const to = q + s * 2 * p;
      const re = xr[a] - xr[b];
      const im = xi[a] - xi[b];
      yr[to] = xr[a] + xr[b];
      yi[to] = xi[a] + xi[b];
      yr[to + s] = re * c - im * d;
      yi[to + s] = re * d + im * c;
    }
  }
}

function stockham4([xr, xi]: Parts, [yr, yi]: Parts, n: number, s: number, roots: Float64Array): void {
  const m = n / 4;
  for (let p = 0; p < m; p++) {
    const [c1, d1] = [roots[2 * p * s], roots[2 * p * s + 1]];
    const [c2, d2] = [roots[4 * p * s], roots[4 * p * s + 1]];
    const [c3, d3] = [roots[6 * p * s], roots[6 * p * s + 1]];
    for (let q = 0; q < s; q++) {
      const a = q + s * p;
      const b = a + s * m;
      const c = b + s * m;
      const d = c + s * m;
      const to = q + s * 4 * p;
      const sumRe = xr[a] + xr[c];
      const sumIm = xi[a] + xi[c];
      const difRe = xr[a] - xr[c];
      const difIm = xi[a] - xi[c];
      const oddRe = xr[b] + xr[d];
      const oddIm = xi[b] + xi[d];
      // -i (b - d)
      const turnRe = xi[b] - xi[d];
      const turnIm = xr[d] - xr[b];
      yr[to] = sumRe + oddRe;
      yi[to] = sumIm + oddIm;
      const r1 = difRe + turnRe;
      const i1 = difIm + turnIm;
      yr[to + s] = r1 * c1 - i1 * d1;
      yi[to + s] = r1 * d1 + i1 * c1;
      const r2 = sumRe - oddRe;
      const i2 = sumIm - oddIm;
      yr[to + 2 * s] = r2 * c2 - i2 * d2;
      yi[to + 2 * s] = r2 * d2 + i2 * c2;
      const r3 = difRe - turnRe;
      const i3 = difIm - turnIm;
      yr[to + 3 * s] = r3 * c3 - i3 * d3;
      yi[to + 3 * s] = r3 * d3 + i3 * c3;
    }
  }
}

/** forward(im, re) is the inverse without its factor. */
function withInverse(size: number, forward: (re: Float64Array, im: Float64Array) => void): Fft {
  return {
    size,
    forward,
    inverse(re, im) {
      forward(im, re);
      for (let i = 0; i < size; i++) {
        re[i] /= size;
        im[i] /= size;
      }
    },
  };
}

function smoothFft(size: number, factors: readonly number[]): Fft {
  const roots = rootsOfUnity(size);
  const spare: Parts = [new Float64Array(size), new Float64Array(size)];
  return withInverse(size, (re, im) => {
    let from: Parts = [re, im];
    let to = spare;
    let n = size;
    let s = 1;
    for (const radix of factors) {
      if (radix === 4) stockham4(from, to, n, s, roots);
      else if (radix === 2) stockham2(from, to, n, s, roots);
      else stockham(from, to, radix, n, s, roots);
      [from, to] = [to, from];
      n /= radix;
      s *= radix;
    }
    if (from === spare) {
      re.set(spare[0]);
      im.set(spare[1]);
    }
  });
}

/** exp(-i pi k^2 / n) for k in [0, n), interleaved: the chirp that turns a transform into a convolution. */
export function chirp(n: number): Float64Array {
  const roots = rootsOfUnity(2 * n);
  const out = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    // k^2 modulo 2 n stays exact: k < n < 2^26
    const at = (k * k) % (2 * n);
    out[2 * k] = roots[2 * at];
    out[2 * k + 1] = roots[2 * at + 1];
  }
  return out;
}

/** The spectrum, of length m >= 2 n - 1, of the conjugate chirp laid out as a circular filter. */
export function chirpSpectrum(n: number, m: number): Parts {
  const c = chirp(n);
  const re = new Float64Array(m);
  const im = new Float64Array(m);
  for (let k = 0; k < n; k++) {
    re[k] = c[2 * k];
    im[k] = -c[2 * k + 1];
    if (k > 0) {
      re[m - k] = re[k];
      im[m - k] = im[k];
    }
  }
  fft(m).forward(re, im);
  return [re, im];
}

function convolutionFft(size: number): Fft {
  const m = powerOfTwoFrom(2 * size - 1);
  const inner = fft(m);
  const c = chirp(size);
  const [filterRe, filterIm] = chirpSpectrum(size, m);
  const [a, b] = [new Float64Array(m), new Float64Array(m)];
  return withInverse(size, (re, im) => {
    a.fill(0);
    b.fill(0);
    for (let k = 0; k < size; k++) {
      a[k] = re[k] * c[2 * k] - im[k] * c[2 * k + 1];
      b[k] = re[k] * c[2 * k + 1] + im[k] * c[2 * k];
    }
    inner.forward(a, b);
    for (let k = 0; k < m; k++) {
      const v = a[k] * filterRe[k] - b[k] * filterIm[k];
      b[k] = a[k] * filterIm[k] + b[k] * filterRe[k];
      a[k] = v;
    }
    inner.inverse(a, b);
    for (let k = 0; k < size; k++) {
      re[k] = a[k] * c[2 * k] - b[k] * c[2 * k + 1];
      im[k] = a[k] * c[2 * k + 1] + b[k] * c[2 * k];
    }
  });
}

const plans = new Map<number, Fft>();

/** The transform of this length (>= 1), planned once a thread. */
export function fft(size: number): Fft {
  let plan = plans.get(size);
  if (plan === undefined) {
    const factors = smoothFactors(size);
    plan = factors === null ? convolutionFft(size) : smoothFft(size, factors);
    plans.set(size, plan);
  }
  return plan;
}

/**
 * Spectrum of a real signal: frequencies 0..floor(n / 2) (cycles a signal), split; the others are their conjugates.
 * An even length is transformed as a complex signal of half the length.
 */
export function realFft(signal: Float64Array | Float32Array): { readonly re: Float64Array; readonly im: Float64Array } {
  const n = signal.length;
  const half = n >> 1;
  if (n % 2 === 1 || n < 4) {
    const [re, im] = [Float64Array.from(signal), new Float64Array(n)];
    fft(n).forward(re, im);
    return { re: re.slice(0, half + 1), im: im.slice(0, half + 1) };
  }
  const a = new Float64Array(half);
  const b = new Float64Array(half);
  for (let j = 0; j < half; j++) {
    a[j] = signal[2 * j];
    b[j] = signal[2 * j + 1];
  }
  fft(half).forward(a, b);
  const roots = rootsOfUnity(n);
  const re = new Float64Array(half + 1);
  const im = new Float64Array(half + 1);
  for (let k = 0; k <= half; k++) {
    const [p, q] = [k % half, (half - k) % half];
    const evenRe = (a[p] + a[q]) / 2;
    const evenIm = (b[p] - b[q]) / 2;
    const oddRe = (b[p] + b[q]) / 2;
    const oddIm = (a[q] - a[p]) / 2;
    const [c, s] = [roots[2 * k], roots[2 * k + 1]];
    re[k] = evenRe + oddRe * c - oddIm * s;
    im[k] = evenIm + oddRe * s + oddIm * c;
  }
  return { re, im };
}
