// 13-bit fixed-point cosines of the Loeffler, Ligtenberg and Moschytz transform (ICASSP 1989), the one that most
// decoders use, so that pixels come out equal to theirs.
const fractionBits = 13;
const passBits = 2;
const c0298 = 2446;
const c0390 = 3196;
const c0541 = 4433;
const c0765 = 6270;
const c0899 = 7373;
const c1175 = 9633;
const c1501 = 12_299;
const c1847 = 15_137;
const c1961 = 16_069;
const c2053 = 16_819;
const c2562 = 20_995;
const c3072 = 25_172;

const work = new Int32Array(64);
const part = new Int32Array(8);

/** The eight outputs of a one-dimensional transform of `part`, before scaling, left in `part`. */
function transform(): void {
  let z1 = Math.imul(part[2] + part[6], c0541);
  const even2 = z1 - Math.imul(part[6], c1847);
  const even3 = z1 + Math.imul(part[2], c0765);
  const even0 = (part[0] + part[4]) << fractionBits;
  const even1 = (part[0] - part[4]) << fractionBits;
  const a0 = even0 + even3;
  const a3 = even0 - even3;
  const a1 = even1 + even2;
  const a2 = even1 - even2;
  const [i7, i5, i3, i1] = [part[7], part[5], part[3], part[1]];
  const z5 = Math.imul(i7 + i3 + i5 + i1, c1175);
  z1 = -Math.imul(i7 + i1, c0899);
  const z2 = -Math.imul(i5 + i3, c2562);
  const z3 = z5 - Math.imul(i7 + i3, c1961);
  const z4 = z5 - Math.imul(i5 + i1, c0390);
  const odd0 = Math.imul(i7, c0298) + z1 + z3;
  const odd1 = Math.imul(i5, c2053) + z2 + z4;
  const odd2 = Math.imul(i3, c3072) + z2 + z3;
  const odd3 = Math.imul(i1, c1501) + z1 + z4;
  part[0] = a0 + odd3;
  part[7] = a0 - odd3;
  part[1] = a1 + odd2;
  part[6] = a1 - odd2;
  part[2] = a2 + odd1;
  part[5] = a2 - odd1;
  part[3] = a3 + odd0;
  part[4] = a3 - odd0;
}

/**
 * Inverse cosine transform of the 64 coefficients at `from` (row by row, not yet multiplied by `quantisation`) into an
 * 8 x 8 block of `plane` at `to`, whose rows are `stride` apart. Values are moved by 128 and held in 0 .. 255.
 */
export function inverseTransform(
  coefficients: Int16Array,
  from: number,
  quantisation: Int32Array,
  plane: Uint8Array,
  to: number,
  stride: number,
): void {
  for (let column = 0; column < 8; column++) {
    const at = from + column;
    const first = Math.imul(coefficients[at], quantisation[column]);
    let others = 0;
    for (let row = 8; row < 64; row += 8) others |= coefficients[at + row];
    if (others === 0) {
      const flat = first << passBits;
      for (let row = 0; row < 64; row += 8) work[column + row] = flat;
      continue;
    }
    for (let i = 0; i < 8; i++) part[i] = Math.imul(coefficients[at + i * 8], quantisation[column + i * 8]);
    transform();
    const shift = fractionBits - passBits;
    const half = 1 << (shift - 1);
    for (let i = 0; i < 8; i++) work[column + i * 8] = (part[i] + half) >> shift;
  }
  const shift = fractionBits + passBits + 3;
  const half = 1 << (shift - 1);
  for (let row = 0; row < 8; row++) {
    for (let i = 0; i < 8; i++) part[i] = work[row * 8 + i];
    transform();
    const start = to + row * stride;
    for (let i = 0; i < 8; i++) {
      const value = ((part[i] + half) >> shift) + 128;
      plane[start + i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}
