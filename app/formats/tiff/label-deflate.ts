/**
 * A zlib stream (RFC 1950, 1951) of 32-bit values that mostly repeat their left neighbour, as in a label map. A run of
 * equal values is its first four bytes and copies of what stands four bytes back, in fixed Huffman codes. Half a
 * general deflater's time at nearly its size, and the same bytes for the same values everywhere.
 */
export class LabelDeflater {
  private out: Uint8Array<ArrayBuffer>;
  private at = 0;
  private bits = 0;
  private filled = 0;

  /** `most` values are compressed in one call. */
  constructor(most: number) {
    // a literal takes 9 bits at most
    this.out = new Uint8Array(Math.ceil((most * 4 * 9) / 8) + 64);
  }

  /** Values [start, end) as a zlib stream of their little-endian bytes. The result is a copy. */
  deflate(values: Uint32Array | Int32Array, start: number, end: number): Uint8Array<ArrayBuffer> {
    this.at = 0;
    this.bits = 0;
    this.filled = 0;
    this.out[this.at++] = 0x78;
    this.out[this.at++] = 0x01;
    // last block, fixed codes
    this.put(0b011, 3);
    let i = start;
    while (i < end) {
      const value = values[i] as number;
      let next = i + 1;
      while (next < end && values[next] === value) next++;
      this.literal(value & 255);
      this.literal((value >>> 8) & 255);
      this.literal((value >>> 16) & 255);
      this.literal(value >>> 24);
      this.copies((next - i - 1) * 4);
      i = next;
    }
    // end of block
    this.put(0, 7);
    this.flush();
    const check = adler32(new Uint8Array(values.buffer, values.byteOffset + start * 4, (end - start) * 4));
    for (let shift = 24; shift >= 0; shift -= 8) this.out[this.at++] = check >>> shift;
    return this.out.slice(0, this.at);
  }

  /** `bytes` (a multiple of 4) that repeat those four back: pieces of 258, the last two so that none is under 3. */
  private copies(bytes: number): void {
    let left = bytes;
    while (left >= 258 + 4) {
      this.put(longest, 13);
      left -= 258;
    }
    if (left === 0) return;
    if (left > 258) {
      this.put(copyCode[left - 4] as number, copyBits[left - 4] as number);
      left = 4;
    }
    this.put(copyCode[left] as number, copyBits[left] as number);
  }

  private literal(byte: number): void {
    this.put(literalCode[byte] as number, byte < 144 ? 8 : 9);
  }

  /** Appends `count` (up to 20) bits, lowest first. */
  private put(value: number, count: number): void {
    this.bits |= value << this.filled;
    this.filled += count;
    while (this.filled >= 8) {
      this.out[this.at++] = this.bits;
      this.bits >>>= 8;
      this.filled -= 8;
    }
  }

  private flush(): void {
    if (this.filled > 0) this.out[this.at++] = this.bits;
    this.bits = 0;
    this.filled = 0;
  }
}

/** Huffman codes are sent highest bit first. */
function reversed(code: number, count: number): number {
  let result = 0;
  for (let i = 0; i < count; i++) result |= ((code >> i) & 1) << (count - 1 - i);
  return result;
}

/** RFC 1951, 3.2.6: literals 0 .. 143 are 8 bits from 0x30, 144 .. 255 are 9 bits from 0x190. */
const literalCode = Uint16Array.from({ length: 256 }, (_, byte) =>
  byte < 144 ? reversed(0x30 + byte, 8) : reversed(0x190 + byte - 144, 9),
);

/** Smallest length of each of the length symbols 257 .. 285 and its extra bits (RFC 1951, 3.2.5). */
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
/** Distance 4 is distance symbol 3, five bits. */
const distanceFour = reversed(3, 5);

const copyCode = new Uint32Array(259);
const copyBits = new Uint8Array(259);
for (let length = 3; length <= 258; length++) {
  let symbol = lengthBase.length - 1;
  while ((lengthBase[symbol] as number) > length) symbol--;
  const extra = lengthExtra[symbol] as number;
  // symbols 257 .. 279 are 7 bits from 0, 280 .. 287 are 8 bits from 0xC0
  const short = symbol < 23;
  const codeBits = short ? 7 : 8;
  const code = short ? reversed(symbol + 1, 7) : reversed(0xc0 + symbol - 23, 8);
  copyCode[length] =
    code | ((length - (lengthBase[symbol] as number)) << codeBits) | (distanceFour << (codeBits + extra));
  copyBits[length] = codeBits + extra + 5;
}
const longest = copyCode[258] as number;

const adlerModulus = 65_521;
/** Bytes whose sums stay below 2^32. */
const adlerBlock = 5552;

/** Adler-32 (RFC 1950), started at 1. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  let i = 0;
  while (i < bytes.length) {
    const end = Math.min(bytes.length, i + adlerBlock);
    for (; i < end; i++) {
      a += bytes[i] as number;
      b += a;
    }
    a %= adlerModulus;
    b %= adlerModulus;
  }
  return ((b << 16) | a) >>> 0;
}
