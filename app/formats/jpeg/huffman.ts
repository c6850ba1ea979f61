import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, truncated } from '../byte-reader.ts';

const quickBits = 9;
const longestCode = 16;

/** A Huffman code of a JPEG (DHT segment): symbols are found by one look-up, or bit by bit for the rare long codes. */
export class HuffmanCode {
  /** By the next 9 bits: symbol * 32 + length, 0 where the code is longer. */
  readonly quick = new Uint16Array(1 << quickBits);
  private readonly symbols: Uint8Array;
  /** By length: largest code (-1 without one) and what to add to a code to get its symbol's place. */
  private readonly largest = new Int32Array(longestCode + 2).fill(-1);
  private readonly shift = new Int32Array(longestCode + 2);

  /** `counts[i]` codes have i + 1 bits; `symbols` in code order. */
  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.symbols = symbols;
    let code = 0;
    let index = 0;
    for (let length = 1; length <= longestCode; length++) {
      const count = counts[length - 1];
      this.shift[length] = index - code;
      for (let i = 0; i < count; i++, code++, index++) {
        if (length > quickBits) continue;
        const from = code << (quickBits - length);
        this.quick.fill(symbols[index] * 32 + length, from, from + (1 << (quickBits - length)));
      }
      if (count > 0) this.largest[length] = code - 1;
      code <<= 1;
    }
  }

  /** The symbol of a code of `length` bits or more, found bit by bit; -1 for none. `next` gives a bit. */
  slow(code: number, length: number, next: () => number): number {
    let value = code;
    let bits = length;
    while (bits <= longestCode) {
      if (value <= this.largest[bits]) return this.symbols[value + this.shift[bits]] ?? -1;
      value = (value << 1) | next();
      bits++;
    }
    return -1;
  }
}

/** The entropy-coded bits of one scan: highest first, without the zero bytes that follow each 0xff. */
export class ScanBits {
  private readonly source: ByteSource;
  private readonly bytes: Uint8Array;
  private at: number;
  private held = 0;
  private heldBits = 0;
  /** Zero bits handed out past the scan's end. */
  private missing = 0;

  constructor(source: ByteSource, bytes: Uint8Array, start: number) {
    this.source = source;
    this.bytes = bytes;
    this.at = start;
  }

  /** Where the marker after the scan stands. */
  get position(): number {
    return this.at;
  }

  bit(): number {
    if (this.heldBits < 1) this.fill(1);
    this.heldBits--;
    return (this.held >>> this.heldBits) & 1;
  }

  /** The next `count` bits (0 to 16) as a number. */
  bits(count: number): number {
    if (this.heldBits < count) this.fill(count);
    this.heldBits -= count;
    return (this.held >>> this.heldBits) & ((1 << count) - 1);
  }

  /** `count` bits as a signed number: those that start with 0 are negative (ITU T.81, F.2.2.1). */
  signed(count: number): number {
    if (count === 0) return 0;
    const value = this.bits(count);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  symbol(code: HuffmanCode): number {
    if (this.heldBits < quickBits) this.fill(quickBits);
    const entry = code.quick[(this.held >>> (this.heldBits - quickBits)) & ((1 << quickBits) - 1)];
    if (entry !== 0) {
      this.heldBits -= entry & 31;
      return entry >> 5;
    }
    const start = this.bits(quickBits);
    const symbol = code.slow(start, quickBits, () => this.bit());
    if (symbol < 0) throw malformed(this.source, 'a code in its picture is none');
    return symbol;
  }

  /** Goes on after a restart marker; its absence is damage. */
  restart(): void {
    this.expectAll();
    this.held = 0;
    this.heldBits = 0;
    this.missing = 0;
    while (this.at + 1 < this.bytes.length && !(this.bytes[this.at] === 0xff && isRestart(this.bytes[this.at + 1])))
      this.at++;
    if (this.at + 1 >= this.bytes.length) throw truncated(this.source, 'picture');
    this.at += 2;
  }

  /** Throws `truncated` when more bits were asked for than the scan has. */
  expectAll(): void {
    if (this.missing > this.heldBits) throw truncated(this.source, 'picture');
  }

  private fill(count: number): void {
    while (this.heldBits < count || this.heldBits <= 16) {
      const byte = this.bytes[this.at];
      if (byte === undefined || (byte === 0xff && this.bytes[this.at + 1] !== 0)) {
        this.missing += 8;
        // a scan may look ahead a little, but not live on nothing
        if (this.missing > 4096) throw truncated(this.source, 'picture');
        this.held <<= 8;
      } else {
        this.held = (this.held << 8) | byte;
        this.at += byte === 0xff ? 2 : 1;
      }
      this.heldBits += 8;
    }
  }
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}
