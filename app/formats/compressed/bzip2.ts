import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed } from '../byte-reader.ts';
import { BitReader } from './bits.ts';
import { Pages } from './pages.ts';

/** More is refused: a file of this kind is unpacked as a whole, in memory. */
const mostBytes = 128 * 2 ** 20;
const longestCode = 20;
const groupLength = 50;

/**
 * The unpacked content of a .bz2 file: blocks of Huffman-coded, move-to-front-coded, Burrows-Wheeler-sorted bytes, each with a
 * checksum. Throws `truncated`, `malformed`, `too-large`.
 */
export function bunzip2(source: ByteSource): Pages {
  const bits = new BitReader(source);
  const pages = new Pages(mostBytes, () => tooLarge(source));
  do {
    if (bits.take(24) !== 0x42_5a_68) throw malformed(source, 'its bzip2 header is not one');
    const level = bits.take(8) - 0x30;
    if (level < 1 || level > 9) throw malformed(source, 'its bzip2 header gives no block size');
    const block = new Uint32Array(level * 100_000);
    while (readMark(source, bits) === 'block') unpackBlock(source, bits, block, pages);
    bits.take(32);
    bits.toByte();
  } while (bits.left >= 4);
  return pages;
}

function tooLarge(source: ByteSource): Failure {
  return new Failure(
    'too-large',
    `${source.name} unpacks to more than ${mostBytes / 2 ** 20} MB.`,
    'Unpack it first (bunzip2) and open the result.',
    source.name,
  );
}

function readMark(source: ByteSource, bits: BitReader): 'block' | 'end' {
  const mark = bits.take(24) * 2 ** 24 + bits.take(24);
  if (mark === 0x31_41_59_26_53_59) return 'block';
  if (mark === 0x17_72_45_38_50_90) return 'end';
  throw malformed(source, 'a bzip2 block does not start as one');
}

function unpackBlock(source: ByteSource, bits: BitReader, block: Uint32Array, pages: Pages): void {
  const checksum = bits.take(32);
  if (bits.take(1) === 1) throw malformed(source, 'it was made by a bzip2 before version 1');
  const origin = bits.take(24);
  const symbols = readSymbols(source, bits);
  const tables = bits.take(3);
  const selectorCount = bits.take(15);
  if (tables < 2 || tables > 6 || selectorCount < 1) throw malformed(source, 'a bzip2 block has no code tables');
  const selectors = readSelectors(source, bits, selectorCount, tables);
  const codes = Array.from({ length: tables }, () => readCode(source, bits, symbols.length + 2));
  const counts = new Int32Array(256);
  const length = readBytesOfBlock(source, bits, block, symbols, selectors, codes, counts);
  if (origin >= length) throw malformed(source, 'a bzip2 block starts past its end');
  sortBack(block, length, counts);
  if (writeRuns(block, length, origin, pages) !== checksum) throw malformed(source, 'a bzip2 block fails its checksum');
}

/** The byte values that occur in a block, ascending. */
function readSymbols(source: ByteSource, bits: BitReader): Uint8Array {
  const used: number[] = [];
  const ranges = bits.take(16);
  for (let range = 0; range < 16; range++) {
    if (((ranges >> (15 - range)) & 1) === 0) continue;
    const values = bits.take(16);
    for (let i = 0; i < 16; i++) if ((values >> (15 - i)) & 1) used.push(16 * range + i);
  }
  if (used.length === 0) throw malformed(source, 'a bzip2 block uses no byte');
  return Uint8Array.from(used);
}

/** Which code table each group of 50 symbols uses; stored move-to-front, in unary. */
function readSelectors(source: ByteSource, bits: BitReader, count: number, tables: number): Uint8Array {
  const order = Array.from({ length: tables }, (_, i) => i);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (bits.take(1) === 1) if (++place >= tables) throw malformed(source, 'a bzip2 block picks no code table');
    const [table] = order.splice(place, 1);
    order.unshift(table);
    selectors[i] = table;
  }
  return selectors;
}

/** Bits looked up at once; nearly all codes are shorter. */
const quickBits = 10;

/** A canonical Huffman code: symbols in order of their codes, how many have each length, and a table of short codes. */
interface Code {
  readonly symbols: Uint16Array;
  readonly counts: Int32Array;
  /** By the next 10 bits: symbol * 32 + length, or 0 where the code is longer. */
  readonly quick: Uint16Array;
}

function readCode(source: ByteSource, bits: BitReader, symbols: number): Code {
  const lengths = new Uint8Array(symbols);
  let length = bits.take(5);
  for (let i = 0; i < symbols; i++) {
    while (bits.take(1) === 1) {
      length += bits.take(1) === 1 ? -1 : 1;
      if (length < 1 || length > longestCode) break;
    }
    if (length < 1 || length > longestCode) throw malformed(source, 'a bzip2 code is longer than codes are');
    lengths[i] = length;
  }
  const counts = new Int32Array(longestCode + 1);
  for (const l of lengths) counts[l]++;
  const order = Uint16Array.from(lengths.keys()).sort((a, b) => lengths[a] - lengths[b] || a - b);
  return { symbols: order, counts, quick: quickTable(order, lengths) };
}

function quickTable(order: Uint16Array, lengths: Uint8Array): Uint16Array {
  const quick = new Uint16Array(1 << quickBits);
  let code = 0;
  let length = 0;
  for (const symbol of order) {
    code <<= lengths[symbol] - length;
    length = lengths[symbol];
    if (length > quickBits) break;
    const spread = quickBits - length;
    quick.fill(symbol * 32 + length, code << spread, (code + 1) << spread);
    code++;
  }
  return quick;
}

function readSymbol(source: ByteSource, bits: BitReader, code: Code): number {
  const quick = code.quick[bits.peek(quickBits)];
  if (quick !== 0) {
    bits.drop(quick & 31);
    return quick >> 5;
  }
  let value = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= longestCode; length++) {
    value |= bits.take(1);
    const count = code.counts[length];
    if (value - first < count) return code.symbols[index + value - first];
    index += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  throw malformed(source, 'a bzip2 block has a code that stands for nothing');
}

/** Undoes Huffman, zero-run and move-to-front coding into the low bytes of `block`; counts byte values; returns how many. */
function readBytesOfBlock(
  source: ByteSource,
  bits: BitReader,
  block: Uint32Array,
  symbols: Uint8Array,
  selectors: Uint8Array,
  codes: readonly Code[],
  counts: Int32Array,
): number {
  const order = Uint8Array.from(symbols);
  const end = symbols.length + 1;
  let length = 0;
  let run = 0;
  let runBit = 1;
  for (let group = 0; ; group++) {
    if (group >= selectors.length) throw malformed(source, 'a bzip2 block does not end');
    const code = codes[selectors[group]];
    for (let i = 0; i < groupLength; i++) {
      const symbol = readSymbol(source, bits, code);
      if (symbol <= 1) {
        run += runBit << symbol;
        runBit <<= 1;
        if (run > block.length) throw malformed(source, 'a bzip2 block is longer than its size');
        continue;
      }
      if (run > 0) {
        if (length + run > block.length) throw malformed(source, 'a bzip2 block is longer than its size');
        block.fill(order[0], length, length + run);
        counts[order[0]] += run;
        length += run;
        run = 0;
        runBit = 1;
      }
      if (symbol === end) return length;
      if (length === block.length) throw malformed(source, 'a bzip2 block is longer than its size');
      const byte = order[symbol - 1];
      order.copyWithin(1, 0, symbol - 1);
      order[0] = byte;
      block[length++] = byte;
      counts[byte]++;
    }
  }
}

/** Inverse Burrows-Wheeler transform: puts into the upper 24 bits of each entry where the next one stands. */
function sortBack(block: Uint32Array, length: number, counts: Int32Array): void {
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    const count = counts[value];
    counts[value] = sum;
    sum += count;
  }
  for (let i = 0; i < length; i++) block[counts[block[i] & 255]++] |= i << 8;
}

/** Writes the bytes of a sorted block, expanding "four equal bytes and a count"; returns the checksum of what was written. */
function writeRuns(block: Uint32Array, length: number, origin: number, pages: Pages): number {
  let crc = -1;
  let next = block[origin] >>> 8;
  let same = 0;
  let last = -1;
  for (let i = 0; i < length; i++) {
    const entry = block[next];
    const byte = entry & 255;
    next = entry >>> 8;
    if (same === 4) {
      pages.push(last, byte);
      for (let k = 0; k < byte; k++) crc = (crc << 8) ^ crcTable[(crc >>> 24) ^ last];
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    pages.push(byte, 1);
    crc = (crc << 8) ^ crcTable[(crc >>> 24) ^ byte];
  }
  return ~crc >>> 0;
}

/** CRC-32 with polynomial 0x04c11db7, highest bit first. */
const crcTable = Int32Array.from({ length: 256 }, (_, i) => {
  let crc = i << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc;
});
