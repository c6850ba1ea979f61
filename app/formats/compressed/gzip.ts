import { Gunzip } from 'fflate';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, readBytes, truncated } from '../byte-reader.ts';

/** Compressed bytes inflated at a time: deflate makes at most 1032 bytes of one. */
const pieceBytes = 1 << 14;
/** Inflated bytes kept; a reader that goes back further makes the file be inflated again from its start. */
const keptBytes = 24 * 2 ** 20;
/** What a file may claim to inflate to without being suspected, and how many times its own size beyond that. */
const trustedBytes = 96 * 2 ** 20;
const trustedRatio = 30;
const greatestRatio = 1032;

/**
 * A .gz file as the file inside it. It is inflated as far as somebody reads, and only a window of it is kept, so that a
 * stack of many gigabytes is read frame by frame in flat memory. Throws `truncated`, `malformed`, and `too-large` for
 * what looks like a bomb.
 */
export function gunzipSource(source: ByteSource, name: string): ByteSource {
  const inflater = new Inflater(source);
  const size = inflatedSize(source, inflater);
  return {
    name,
    size,
    read: (offset, length) => inflater.read(Math.max(0, offset), Math.min(length, size - offset)),
    sibling: (other) => source.sibling(other),
  };
}

/** The last four bytes say it, modulo 2^32. When that can't be true (several members in one file) the file is inflated to know. */
function inflatedSize(source: ByteSource, inflater: Inflater): number {
  if (source.size < 18) throw truncated(source, 'compressed data');
  const tail = readBytes(source, source.size - 4, 4, 'compressed data');
  let size = new DataView(tail.buffer).getUint32(0, true);
  while (size < source.size && source.size > 2 ** 31) size += 2 ** 32;
  if (size < 0.9 * source.size - 64) {
    size = inflater.measure(Math.max(trustedBytes, trustedRatio * source.size));
  }
  if (size > greatestRatio * source.size) throw truncated(source, 'compressed data');
  if (size > trustedBytes && size > trustedRatio * source.size) throw tooLarge(source, size);
  return size;
}

function tooLarge(source: ByteSource, size: number): Failure {
  const megabytes = Math.round(size / 2 ** 20);
  return new Failure(
    'too-large',
    `${source.name} would inflate to ${megabytes} MB, ${Math.round(size / source.size)} times its size.`,
    'If you trust it, unpack it first (gunzip) and open the result.',
    source.name,
  );
}

interface Chunk {
  readonly start: number;
  readonly bytes: Uint8Array;
}

class Inflater {
  private readonly source: ByteSource;
  private stream: Gunzip | null = null;
  /** Next compressed byte to take, and how many bytes came out so far. */
  private taken = 0;
  private made = 0;
  private kept: Chunk[] = [];

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Bytes [offset, offset + length), fewer when the stream ends before. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const end = offset + Math.max(0, length);
    if (this.stream === null || offset < (this.kept[0]?.start ?? 0)) this.restart();
    const out = new Uint8Array(end - offset);
    let at = offset;
    for (;;) {
      at = this.collect(out, offset, at);
      if (at >= end || !this.advance()) break;
    }
    return at >= end ? out : out.slice(0, at - offset);
  }

  /** Length of everything inside; throws `too-large` past `most`. */
  measure(most: number): number {
    this.restart();
    while (this.advance()) if (this.made > most) throw tooLarge(this.source, this.made);
    return this.made;
  }

  /** Copies what is kept from `at` on into `out`, whose first byte is byte `offset`; returns how far it goes. */
  private collect(out: Uint8Array, offset: number, at: number): number {
    const end = offset + out.length;
    let reached = at;
    for (const { start, bytes } of this.kept) {
      if (start + bytes.length <= reached || start >= end) continue;
      const part = bytes.subarray(reached - start, end - start);
      out.set(part, reached - offset);
      reached += part.length;
    }
    return reached;
  }

  private restart(): void {
    this.taken = 0;
    this.made = 0;
    this.kept = [];
    this.stream = new Gunzip((bytes) => {
      if (bytes.length === 0) return;
      this.kept.push({ start: this.made, bytes });
      this.made += bytes.length;
    });
  }

  /** Inflates one more piece; false at the end. */
  private advance(): boolean {
    if (this.taken >= this.source.size) return false;
    const piece = this.source.read(this.taken, pieceBytes);
    this.taken = piece.length === 0 ? this.source.size : this.taken + piece.length;
    try {
      this.stream?.push(piece, this.taken >= this.source.size);
    } catch (thrown) {
      const text = thrown instanceof Error ? thrown.message : String(thrown);
      throw text.includes('EOF') ? truncated(this.source, 'compressed data') : malformed(this.source, `gzip: ${text}`);
    }
    while (this.kept.length > 1 && this.made - this.kept[1].start > keptBytes) this.kept.shift();
    return true;
  }
}
