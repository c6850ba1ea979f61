import type { ByteSource } from '../../ports/byte-source.ts';
import type { Unzstd } from '../../ports/unpack.ts';
import { malformed, truncated, unsupported } from '../byte-reader.ts';
import { unpackLz4 } from './lz4.ts';
import { inflate } from './zlib.ts';
import { unzstdInto } from './zstd.ts';

const headBytes = 16;
const codecs = ['blosclz', 'lz4', 'snappy', 'zlib', 'zstd'] as const;
/** A block is split by the bytes of its values only up to so many bytes a value, and from so many values on. */
const mostSplits = 16;
const leastSplit = 128;

/**
 * Exactly `length` bytes of a Blosc 1 buffer (c-blosc, README_CHUNK_FORMAT): LZ4, zlib, stored or (with `unzstd`) Zstandard, with byte
 * or bit shuffle. The header must promise `length` bytes, so that no buffer costs more than its caller expects. Throws
 * `truncated`, `malformed`, or `unsupported` for the other codecs.
 */
export function unpackBlosc(
  source: ByteSource,
  packed: Uint8Array,
  length: number,
  what: string,
  unzstd?: Unzstd,
): Uint8Array<ArrayBuffer> {
  if (packed.length < headBytes) throw truncated(source, what);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const [version, , flags, width] = packed;
  const [unpacked, blockBytes, stored] = [4, 8, 12].map((at) => view.getUint32(at, true));
  if (version < 1 || version > 2 || width === 0 || (flags & 8) !== 0)
    throw malformed(source, `its packed ${what} is no Blosc buffer of version 1`);
  if (unpacked !== length) throw malformed(source, `its ${what} unpacks to ${unpacked} bytes where ${length} belong`);
  if (stored > packed.length) throw truncated(source, what);
  const out = new Uint8Array(length);
  if (length === 0) return out;
  if ((flags & 2) !== 0) {
    if (packed.length < headBytes + length) throw truncated(source, what);
    out.set(packed.subarray(headBytes, headBytes + length));
    return out;
  }
  const codec = codecs[flags >> 5];
  if (codec !== 'lz4' && codec !== 'zlib' && (codec !== 'zstd' || unzstd === undefined))
    throw unsupported(source, `its ${what} is packed with Blosc's ${codec ?? 'codec of a later version'}`, otherCodec);
  if (blockBytes === 0 || blockBytes > length)
    throw malformed(source, `its packed ${what} has blocks of ${blockBytes} bytes`);
  const blocks = Math.ceil(length / blockBytes);
  if (headBytes + 4 * blocks > stored) throw truncated(source, what);
  const scratch = new Uint8Array(blockBytes);
  for (let block = 0; block < blocks; block++) {
    const target = out.subarray(block * blockBytes, Math.min(length, (block + 1) * blockBytes));
    const whole = target.length === blockBytes;
    const isSplit = (flags & 16) === 0 && whole && width <= mostSplits && blockBytes / width >= leastSplit;
    const shuffled = scratch.subarray(0, target.length);
    unpackBlock(view.getUint32(headBytes + 4 * block, true), shuffled, isSplit ? width : 1);
    if ((flags & 1) !== 0 && width > 1) joinBytes(shuffled, target, width);
    else if ((flags & 4) !== 0) joinBits(shuffled, target, width);
    else target.set(shuffled);
  }
  return out;

  /** Pieces of equal size, each after its packed size; one of the unpacked size is stored as it is. */
  function unpackBlock(start: number, block: Uint8Array, pieces: number): void {
    let at = start;
    const size = Math.floor(block.length / pieces);
    if (size * pieces !== block.length) throw malformed(source, `its packed ${what} has blocks of ${blockBytes} bytes`);
    for (let piece = 0; piece < pieces; piece++) {
      if (at < headBytes + 4 * blocks || at + 4 > stored) throw malformed(source, `its packed ${what} is damaged`);
      const bytes = view.getUint32(at, true);
      at += 4;
      if (bytes > stored - at) throw truncated(source, what);
      const given = packed.subarray(at, at + bytes);
      const taker = block.subarray(piece * size, (piece + 1) * size);
      if (bytes === size) taker.set(given);
      else if (codec === 'zlib') taker.set(inflate(source, given, size, what));
      else if (codec === 'zstd' && unzstd !== undefined) unzstdInto(source, unzstd, given, taker, what);
      else if (!unpackLz4(given, taker)) throw malformed(source, `its packed ${what} is damaged`);
      at += bytes;
    }
  }
}

const otherCodec = "Save it with Blosc's lz4, zlib or zstd (cname='lz4'), with zlib, or without compression.";

/** Undoes the byte shuffle: all first bytes of the values, then all second ones; what is no whole value stays behind. */
function joinBytes(from: Uint8Array, to: Uint8Array, width: number): void {
  const values = Math.floor(from.length / width);
  for (let byte = 0; byte < width; byte++)
    for (let i = 0, at = byte * values; i < values; i++) to[i * width + byte] = from[at + i];
  to.set(from.subarray(values * width), values * width);
}

/** Undoes the bit shuffle: all lowest bits of the first bytes, and so on. Blocks of no multiple of 8 values have none. */
function joinBits(from: Uint8Array, to: Uint8Array, width: number): void {
  const values = Math.floor(from.length / width);
  if (values % 8 !== 0) {
    to.set(from);
    return;
  }
  const row = values / 8;
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < values; i++) {
      let value = 0;
      for (let bit = 0; bit < 8; bit++) value |= ((from[(byte * 8 + bit) * row + (i >> 3)] >> (i & 7)) & 1) << bit;
      to[i * width + byte] = value;
    }
  }
  to.set(from.subarray(values * width), values * width);
}
