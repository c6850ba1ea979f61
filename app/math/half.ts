/** The float32 value of every half float (IEEE 754 binary16), by its 16 bits. */
const values = Float32Array.from({ length: 65_536 }, (_, bits) => halfValue(bits));

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Half floats, given by their bits, as float32. Exact. */
export function fromHalf(bits: Uint16Array): Float32Array {
  const out = new Float32Array(bits.length);
  for (let i = 0; i < out.length; i++) out[i] = values[bits[i]];
  return out;
}

/**
 * The bits of the half floats that `values` hold. Exact for values that came from half floats (a NaN becomes the quiet
 * NaN 0x7e00); others are rounded towards zero.
 */
export function toHalf(numbers: Float32Array): Uint16Array {
  const out = new Uint16Array(numbers.length);
  const raw = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  for (let i = 0; i < out.length; i++) {
    const bits = raw[i];
    const sign = (bits >>> 16) & 0x8000;
    const exponent = ((bits >>> 23) & 255) - 112;
    const fraction = (bits >>> 13) & 1023;
    if (exponent >= 31) out[i] = sign | ((bits & 0x7fff_ffff) > 0x7f80_0000 ? 0x7e00 : 0x7c00);
    else if (exponent > 0) out[i] = sign | (exponent << 10) | fraction;
    else if (exponent > -10) out[i] = sign | ((fraction | 1024) >> (1 - exponent));
    else out[i] = sign;
  }
  return out;
}
