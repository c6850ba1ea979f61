/** A colour part at its own resolution. */
export interface Plane {
  readonly data: Uint8Array;
  /** Bytes from row to row. */
  readonly stride: number;
  /** Samples that hold picture. */
  readonly width: number;
  readonly height: number;
}

/**
 * A part at the resolution of the picture, which has `across` and `down` times as many samples. Twofold steps are
 * filled by a triangle filter (3/4 the nearer sample, 1/4 the farther), as is customary; others by repetition.
 */
export function upsampled(plane: Plane, across: number, down: number, width: number, height: number): Plane {
  if (across === 1 && down === 1) return plane;
  if (across === 2 && down === 1 && plane.width > 2) return doubledAcross(plane, width, height);
  if (across === 2 && down === 2 && plane.width > 2) return doubled(plane, width, height);
  if (across === 1 && down === 2) return doubledDown(plane, width, height);
  return repeated(plane, across, down, width, height);
}

function blank(width: number, height: number): Plane & { readonly data: Uint8Array } {
  // an odd picture's last column has a twin that is never shown
  const stride = width + 2;
  return { data: new Uint8Array(stride * height), stride, width, height };
}

function doubledAcross(plane: Plane, width: number, height: number): Plane {
  const out = blank(width, height);
  const last = plane.width - 1;
  for (let y = 0; y < height; y++) {
    const from = y * plane.stride;
    const to = y * out.stride;
    for (let x = 0; x <= last; x++) {
      const near = 3 * plane.data[from + x];
      out.data[to + 2 * x] = x === 0 ? plane.data[from] : (near + plane.data[from + x - 1] + 1) >> 2;
      if (2 * x + 1 < out.stride)
        out.data[to + 2 * x + 1] = x === last ? plane.data[from + x] : (near + plane.data[from + x + 1] + 2) >> 2;
    }
  }
  return out;
}

function doubledDown(plane: Plane, width: number, height: number): Plane {
  const out = blank(width, height);
  for (let y = 0; y < height; y++) {
    const row = y >> 1;
    const other = Math.min(plane.height - 1, Math.max(0, row + (y % 2 === 0 ? -1 : 1)));
    const bias = y % 2 === 0 ? 1 : 2;
    for (let x = 0; x < width; x++)
      out.data[y * out.stride + x] =
        (3 * plane.data[row * plane.stride + x] + plane.data[other * plane.stride + x] + bias) >> 2;
  }
  return out;
}

function doubled(plane: Plane, width: number, height: number): Plane {
  const out = blank(width, height);
  const last = plane.width - 1;
  const sums = new Int32Array(plane.width);
  for (let y = 0; y < height; y++) {
    const row = y >> 1;
    const other = Math.min(plane.height - 1, Math.max(0, row + (y % 2 === 0 ? -1 : 1)));
    for (let x = 0; x <= last; x++)
      sums[x] = 3 * plane.data[row * plane.stride + x] + plane.data[other * plane.stride + x];
    const to = y * out.stride;
    for (let x = 0; x <= last; x++) {
      const near = 3 * sums[x];
      out.data[to + 2 * x] = x === 0 ? (4 * sums[0] + 8) >> 4 : (near + sums[x - 1] + 8) >> 4;
      if (2 * x + 1 < out.stride)
        out.data[to + 2 * x + 1] = x === last ? (4 * sums[x] + 7) >> 4 : (near + sums[x + 1] + 7) >> 4;
    }
  }
  return out;
}

function repeated(plane: Plane, across: number, down: number, width: number, height: number): Plane {
  const out = blank(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      out.data[y * out.stride + x] = plane.data[Math.floor(y / down) * plane.stride + Math.floor(x / across)];
  return out;
}

const fraction = 16;
const half = 1 << (fraction - 1);
const fixed = (x: number): number => Math.floor(x * 65_536 + 0.5);
const redOfCr = Int32Array.from({ length: 256 }, (_, i) => (fixed(1.402) * (i - 128) + half) >> fraction);
const blueOfCb = Int32Array.from({ length: 256 }, (_, i) => (fixed(1.772) * (i - 128) + half) >> fraction);
const greenOfCr = Int32Array.from({ length: 256 }, (_, i) => -fixed(0.71414) * (i - 128));
const greenOfCb = Int32Array.from({ length: 256 }, (_, i) => -fixed(0.34414) * (i - 128) + half);

/** Three parts of equal size as RGB, through ITU-R BT.601 (full range) where they are luminance and colour differences. */
export function interleave(parts: readonly Plane[], width: number, height: number, luminance: boolean): Uint8Array {
  const [a, b, c] = parts;
  // clamped: colours outside 0 .. 255 are cut off
  const out = new Uint8ClampedArray(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const first = a.data[y * a.stride + x];
      const second = b.data[y * b.stride + x];
      const third = c.data[y * c.stride + x];
      if (luminance) {
        out[to] = first + redOfCr[third];
        out[to + 1] = first + ((greenOfCb[second] + greenOfCr[third]) >> fraction);
        out[to + 2] = first + blueOfCb[second];
      } else {
        out[to] = first;
        out[to + 1] = second;
        out[to + 2] = third;
      }
      to += 3;
    }
  }
  return new Uint8Array(out.buffer);
}
