/** How an inflation ended: all well, packed bytes missing, no deflate stream, or more bytes than there is room for. */
export type InflateEnd = 'done' | 'truncated' | 'invalid' | 'longer';

const longestCode = 15;
/** Codes up to this length are found by one look-up, the rarer longer ones bit by bit. */
const quickBits = 11;
/** Smallest look-up entry that is no literal: symbol 256. */
const firstLength = 256 * 16;
/** Zero bytes put after the stream, so that looking ahead stays inside the array. */
const padding = 32;

const lengthBase = Uint16Array.from([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const lengthExtra = Uint8Array.from([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const distanceBase = Uint16Array.from([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12_289, 16_385, 24_577,
]);
const distanceExtra = Uint8Array.from([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]);
/** The order in which the lengths of the code-length code are sent. */
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A canonical Huffman code, ready to decode. */
class Code {
  /** By the next `quickBits` bits: symbol * 16 + length; 0 where the code is longer or none. */
  readonly quick = new Uint16Array(1 << quickBits);
  /** How many codes there are of each length, and the symbols in code order. */
  readonly counts = new Uint16Array(longestCode + 1);
  readonly symbols: Uint16Array;

  constructor(most: number) {
    this.symbols = new Uint16Array(most);
  }

  /** Sets the code from the lengths of its symbols [0, size); false when they are no prefix code. */
  build(lengths: Uint8Array, size: number): boolean {
    const { counts, quick, symbols } = this;
    counts.fill(0);
    quick.fill(0);
    for (let i = 0; i < size; i++) counts[lengths[i]]++;
    counts[0] = 0;
    let left = 1;
    const firstAt = new Uint16Array(longestCode + 2);
    const nextCode = new Uint32Array(longestCode + 2);
    for (let length = 1; length <= longestCode; length++) {
      left = (left << 1) - counts[length];
      if (left < 0) return false;
      firstAt[length + 1] = firstAt[length] + counts[length];
      nextCode[length + 1] = (nextCode[length] + counts[length]) << 1;
    }
    for (let symbol = 0; symbol < size; symbol++) {
      const length = lengths[symbol];
      if (length === 0) continue;
      symbols[firstAt[length]++] = symbol;
      const code = nextCode[length]++;
      if (length > quickBits) continue;
      let reversed = 0;
      for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
      for (let at = reversed; at < quick.length; at += 1 << length) quick[at] = symbol * 16 + length;
    }
    return true;
  }

  /** A code found bit by bit in `bits` (lowest first): symbol * 16 + length, or 0 for none. */
  slow(bits: number): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= longestCode; length++) {
      code |= (bits >>> (length - 1)) & 1;
      const count = this.counts[length];
      if (code - first < count) return this.symbols[index + code - first] * 16 + length;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return 0;
  }
}

const fixed = { literals: new Code(288), distances: new Code(32) };
fixed.literals.build(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
  288,
);
fixed.distances.build(new Uint8Array(32).fill(5), 32);

/**
 * Inflates a deflate stream (RFC 1951) into `out`, never past its end. About twice as fast as a general library, since
 * the room is known and nothing is kept between calls. `made` counts the bytes written.
 */
export class Inflater {
  made = 0;
  private readonly packed: Uint8Array;
  private readonly out: Uint8Array;
  private at = 0;
  private held = 0;
  private heldBits = 0;
  private readonly literals = new Code(288);
  private readonly distances = new Code(32);

  /** `packed` from byte `start` on holds the stream. */
  constructor(packed: Uint8Array, start: number, out: Uint8Array) {
    this.packed = new Uint8Array(packed.length - start + padding);
    this.packed.set(start === 0 ? packed : packed.subarray(start));
    this.out = out;
  }

  run(): InflateEnd {
    for (;;) {
      const last = this.bits(1);
      const kind = this.bits(2);
      let end: InflateEnd;
      if (kind === 0) end = this.stored();
      else if (kind === 1) end = this.block(fixed.literals, fixed.distances);
      else if (kind === 2) end = this.readCodes() ? this.block(this.literals, this.distances) : 'invalid';
      else end = 'invalid';
      // what looks wrong past the end is only missing
      if (this.overrun()) return 'truncated';
      if (end !== 'done' || last === 1) return end;
    }
  }

  private overrun(): boolean {
    return this.at - (this.heldBits >> 3) > this.packed.length - padding;
  }

  private bits(count: number): number {
    while (this.heldBits < count) {
      this.held |= this.packed[this.at++] << this.heldBits;
      this.heldBits += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.heldBits -= count;
    return value;
  }

  private stored(): InflateEnd {
    this.at -= this.heldBits >> 3;
    this.held = 0;
    this.heldBits = 0;
    const { packed, at } = this;
    const length = packed[at] | (packed[at + 1] << 8);
    if (length !== (~(packed[at + 2] | (packed[at + 3] << 8)) & 0xffff)) return 'invalid';
    if (at + 4 + length > packed.length - padding) return 'truncated';
    const bytes = packed.subarray(at + 4, at + 4 + length);
    if (this.made + length > this.out.length) return 'longer';
    this.out.set(bytes, this.made);
    this.made += length;
    this.at = at + 4 + length;
    return 'done';
  }

  /** The two codes of a dynamic block (RFC 1951, 3.2.7). */
  private readCodes(): boolean {
    const literalCount = this.bits(5) + 257;
    const distanceCount = this.bits(5) + 1;
    const count = this.bits(4) + 4;
    const lengths = new Uint8Array(320);
    for (let i = 0; i < count; i++) lengths[codeLengthOrder[i]] = this.bits(3);
    if (literalCount > 286 || !this.literals.build(lengths, 19)) return false;
    const sizes = new Uint8Array(320);
    const total = literalCount + distanceCount;
    for (let i = 0; i < total; ) {
      const symbol = this.symbol(this.literals);
      if (symbol < 0 || this.overrun()) return false;
      if (symbol < 16) {
        sizes[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) return false;
      const value = symbol === 16 ? sizes[i - 1] : 0;
      const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (i + times > total) return false;
      sizes.fill(value, i, i + times);
      i += times;
    }
    const literals = sizes.subarray(0, literalCount);
    return (
      this.literals.build(literals, literalCount) && this.distances.build(sizes.subarray(literalCount), distanceCount)
    );
  }

  private symbol(code: Code): number {
    while (this.heldBits < longestCode) {
      this.held |= this.packed[this.at++] << this.heldBits;
      this.heldBits += 8;
    }
    const entry = code.quick[this.held & (code.quick.length - 1)] || code.slow(this.held);
    if (entry === 0) return -1;
    this.held >>>= entry & 15;
    this.heldBits -= entry & 15;
    return entry >> 4;
  }

  /** Literals and copies of one block, up to its end mark. The state is kept in local variables, which is the speed. */
  private block(literals: Code, distances: Code): InflateEnd {
    const { packed, out } = this;
    const quickLiterals = literals.quick;
    const quickDistances = distances.quick;
    const mask = (1 << quickBits) - 1;
    const room = out.length;
    const packedEnd = packed.length - padding + 8;
    let { at, held, heldBits, made } = this;
    let end: InflateEnd | null = null;
    while (end === null) {
      // 16 bits or more are held before each code (15 at most) and each set of extra bits (13 at most)
      let entry = 0;
      for (;;) {
        if (heldBits < 16) {
          held |= (packed[at] | (packed[at + 1] << 8)) << heldBits;
          at += 2;
          heldBits += 16;
        }
        entry = quickLiterals[held & mask];
        if (entry === 0) entry = literals.slow(held);
        held >>>= entry & 15;
        heldBits -= entry & 15;
        if (entry >= firstLength || entry === 0 || made >= room || at > packedEnd) break;
        out[made++] = entry >> 4;
      }
      const symbol = entry >> 4;
      if (entry < firstLength) {
        end = at > packedEnd ? 'truncated' : entry === 0 ? 'invalid' : 'longer';
        break;
      }
      if (symbol === 256 || symbol > 285) {
        end = symbol === 256 ? 'done' : 'invalid';
        break;
      }
      if (heldBits < 16) {
        held |= (packed[at] | (packed[at + 1] << 8)) << heldBits;
        at += 2;
        heldBits += 16;
      }
      const lengthBits = lengthExtra[symbol - 257];
      const length = lengthBase[symbol - 257] + (held & ((1 << lengthBits) - 1));
      held >>>= lengthBits;
      heldBits -= lengthBits;
      if (heldBits < 16) {
        held |= (packed[at] | (packed[at + 1] << 8)) << heldBits;
        at += 2;
        heldBits += 16;
      }
      entry = quickDistances[held & mask];
      if (entry === 0) entry = distances.slow(held);
      held >>>= entry & 15;
      heldBits -= entry & 15;
      const slot = entry >> 4;
      if (entry === 0 || slot > 29) {
        end = 'invalid';
        break;
      }
      if (heldBits < 16) {
        held |= (packed[at] | (packed[at + 1] << 8)) << heldBits;
        at += 2;
        heldBits += 16;
      }
      const distanceBits = distanceExtra[slot];
      const distance = distanceBase[slot] + (held & ((1 << distanceBits) - 1));
      held >>>= distanceBits;
      heldBits -= distanceBits;
      if (distance > made) end = 'invalid';
      else if (made + length > room) end = 'longer';
      else {
        copyBack(out, made, length, distance);
        made += length;
      }
    }
    this.at = at;
    this.held = held;
    this.heldBits = heldBits;
    this.made = made;
    return end ?? 'truncated';
  }
}

/** Repeats `length` bytes from `distance` back; the copy may overlap what it makes. */
function copyBack(out: Uint8Array, made: number, length: number, distance: number): void {
  const stop = made + length;
  if (length > 32 && distance >= length) out.copyWithin(made, made - distance, stop - distance);
  else if (length > 32 && distance === 1) out.fill(out[made - 1], made, stop);
  else for (let i = made; i < stop; i++) out[i] = out[i - distance];
}
