import { forwardFft2, inverseFft2 } from '../math/fft-2d.ts';
import { oneThread } from '../ports/work.ts';
import type { Frame } from './scene.ts';

/** What a lens does to the waves of an object. */
export interface Lens {
  /** kV */
  readonly voltage: number;
  /** nm; positive = underfocus. */
  readonly defocus: number;
  /** Spherical aberration, mm. */
  readonly cs: number;
  /** Standard deviation of the defocus within an exposure, nm. */
  readonly focalSpread: number;
  /** Half angle of the illumination, mrad. */
  readonly convergence: number;
  /** Share of amplitude contrast, 0..1. */
  readonly amplitude: number;
}

/** Relativistic wavelength of electrons, nm. */
export function wavelength(kilovolts: number): number {
  const volts = kilovolts * 1e3;
  return 1.226426 / Math.sqrt(volts * (1 + 0.97847538e-6 * volts));
}

/** Phase shift of the lens at spatial frequency k (1/nm), radians: chi = pi lambda df k^2 - pi/2 Cs lambda^3 k^4; positive defocus = underfocus. */
export function aberration(lens: Lens, k: number): number {
  const lambda = wavelength(lens.voltage);
  const k2 = k * k;
  return Math.PI * lambda * lens.defocus * k2 - 0.5 * Math.PI * lens.cs * 1e6 * lambda ** 3 * k2 * k2;
}

/** Damping by focal spread and finite source (Frank 1973), 0..1. */
export function envelope(lens: Lens, k: number): number {
  const lambda = wavelength(lens.voltage);
  const temporal = Math.PI * lambda * lens.focalSpread * k * k;
  const slope = lens.cs * 1e6 * lambda ** 3 * k ** 3 - lens.defocus * lambda * k;
  const spatial = (Math.PI * lens.convergence * 1e-3 * slope) / lambda;
  return Math.exp(-0.5 * temporal * temporal - spatial * spatial);
}

/** Contrast transfer of a weak phase object: the factor from phase to intensity, -2..2. Underfocused dense matter is dark. */
export function contrastTransfer(lens: Lens, k: number): number {
  const chi = aberration(lens, k);
  const w = lens.amplitude;
  return -2 * envelope(lens, k) * (Math.sqrt(1 - w * w) * Math.sin(chi) + w * Math.cos(chi));
}

const samples = 4096;

/**
 * Change of the intensity by weak-phase imaging: the phase (radians, row-major) through the contrast transfer. `pixelSize` nm. The frame is
 * periodic after it was continued by its mirror image over `margin` px, which are cut off again.
 */
export function imaged(phase: Float32Array, frame: Frame, pixelSize: number, lens: Lens, margin = 0): Float32Array {
  if (margin > 0) {
    const wide = { width: frame.width + 2 * margin, height: frame.height + 2 * margin };
    return cropped(imaged(continued(phase, frame, margin, wide), wide, pixelSize, lens), wide, margin, frame);
  }
  const { width, height } = frame;
  const spectrum = forwardFft2(phase, width, height, oneThread);
  const most = Math.SQRT1_2 / pixelSize;
  const table = Float32Array.from({ length: samples + 2 }, (_, i) => contrastTransfer(lens, (most * i) / samples));
  const [du, dv] = [1 / (width * pixelSize), 1 / (height * pixelSize)];
  for (let v = 0, i = 0; v < height; v++) {
    const ky = (v <= height / 2 ? v : v - height) * dv;
    for (let u = 0; u < spectrum.columns; u++, i++) {
      const at = (Math.sqrt(u * du * (u * du) + ky * ky) / most) * samples;
      const k = Math.floor(at);
      const factor = table[k] + (table[k + 1] - table[k]) * (at - k);
      spectrum.re[i] *= factor;
      spectrum.im[i] *= factor;
    }
  }
  return inverseFft2(spectrum, oneThread);
}

const mirrored = (i: number, n: number): number => {
  const k = ((i % (2 * n)) + 2 * n) % (2 * n);
  return k < n ? k : 2 * n - 1 - k;
};

function continued(data: Float32Array, { width, height }: Frame, margin: number, wide: Frame): Float32Array {
  const out = new Float32Array(wide.width * wide.height);
  for (let y = 0; y < wide.height; y++) {
    const from = mirrored(y - margin, height) * width;
    const to = y * wide.width;
    for (let x = 0; x < wide.width; x++) out[to + x] = data[from + mirrored(x - margin, width)];
  }
  return out;
}

function cropped(data: Float32Array, wide: Frame, margin: number, { width, height }: Frame): Float32Array {
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (y + margin) * wide.width + margin;
    out.set(data.subarray(from, from + width), y * width);
  }
  return out;
}
