import type { ByteSource } from '../../ports/byte-source.ts';
import { truncated } from '../byte-reader.ts';

const chunkBytes = 1 << 16;

/** The bits of a file from its start, highest bit of a byte first. Reading past the end throws `truncated`. */
export class BitReader {
  private readonly source: ByteSource;
  private chunk = new Uint8Array(0);
  /** Next byte in the chunk, and where the chunk starts in the file. */
  private at = 0;
  private chunkStart = 0;
  private held = 0;
  private heldBits = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Whole bytes not yet taken. */
  get left(): number {
    return this.source.size - this.chunkStart - this.at + (this.heldBits >> 3);
  }

  /** The next `count` bits, 0 to 24 (32 in two steps), as a number. */
  take(count: number): number {
    if (count > 24) return this.take(count - 16) * 65_536 + this.take(16);
    const value = this.peek(count);
    this.heldBits -= count;
    return value;
  }

  /** The next `count` bits, 0 to 24, without taking them. */
  peek(count: number): number {
    while (this.heldBits < count) {
      this.held = (this.held << 8) | this.nextByte();
      this.heldBits += 8;
    }
    return (this.held >>> (this.heldBits - count)) & ((1 << count) - 1);
  }

  /** Takes `count` bits that were peeked at. */
  drop(count: number): void {
    this.heldBits -= count;
  }

  /** Drops the rest of a byte begun. */
  toByte(): void {
    this.heldBits -= this.heldBits & 7;
  }

  private nextByte(): number {
    if (this.at === this.chunk.length) {
      this.chunkStart += this.chunk.length;
      this.chunk = this.source.read(this.chunkStart, chunkBytes);
      this.at = 0;
      if (this.chunk.length === 0) throw truncated(this.source, 'compressed data');
    }
    return this.chunk[this.at++];
  }
}
