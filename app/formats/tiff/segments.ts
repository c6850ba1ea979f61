import type { ElementType, PixelArray } from '../../domain/element-type.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, readBytes, truncated } from '../byte-reader.ts';
import { inflate } from '../compressed/zlib.ts';
import { decodeJpeg } from '../jpeg/decode.ts';
import { hostIsLittleEndian, pixelsOf, swapBytes } from '../pixels.ts';
import { deflateRatio, expectUnpacks } from '../unpacked.ts';
import { unpackLzw } from './lzw.ts';
import { unpackBits } from './packbits.ts';
import { compression, type Page, tags } from './page.ts';
import { predictor, undoFloatingPoint, undoHorizontal } from './predictor.ts';

/** Where the strips or tiles of a page lie, in bytes. */
export interface Segments {
  readonly offsets: readonly number[];
  readonly counts: readonly number[];
}

/** Strips or tiles of one plane: how many stand side by side, and how many there are. */
export function segmentGrid(page: Page): { readonly across: number; readonly total: number } {
  const across = Math.ceil(page.width / page.segmentWidth);
  return { across, total: across * Math.ceil(page.height / page.segmentHeight) };
}

/** Samples that lie beside each other in a segment, per pixel. */
export function samplesTogether(page: Page): number {
  return page.planar ? 1 : page.samples;
}

/** Bytes of a row of samples; a row starts on a whole byte. */
export function bytesPerRow(page: Page, width: number): number {
  return Math.ceil((width * samplesTogether(page) * page.bits) / 8);
}

/** The strips or tiles of plane `plane` (0 unless the samples are stored apart). */
export function segmentsOf(source: ByteSource, page: Page, plane: number): Segments {
  const { directory, tiled } = page;
  const needed = segmentGrid(page).total;
  const first = plane * needed;
  const offsets = directory.list(tiled ? tags.tileOffsets : tags.stripOffsets).slice(first, first + needed);
  const counts = directory.list(tiled ? tags.tileByteCounts : tags.stripByteCounts).slice(first, first + needed);
  if (offsets.length < needed) throw malformed(source, `it lists ${offsets.length} of ${needed} strips`);
  if (counts.length === needed) return { offsets, counts };
  // old programs leave the counts out
  if (page.compression === compression.none)
    return { offsets, counts: offsets.map((_, i) => rowsOf(page, i) * bytesPerRow(page, page.segmentWidth)) };
  if (needed === 1) return { offsets, counts: [Math.max(0, source.size - offsets[0])] };
  throw malformed(source, 'it does not say how long its strips are');
}

/** Rows of segment `index` of a plane: the last strip may be lower, tiles never are. */
export function rowsOf(page: Page, index: number): number {
  if (page.tiled) return page.segmentHeight;
  return Math.min(page.segmentHeight, page.height - index * page.segmentHeight);
}

/** The type in which a sample is held between file and picture. */
export function heldAs(page: Page): ElementType {
  if (page.half) return 'uint16';
  if (page.colour === 'grey' && page.bits % 8 === 0) return page.elementType;
  return page.bits <= 8 ? 'uint8' : 'uint16';
}

/** Throws unless `stored` bytes can become the `unpacked` ones of this page. */
export function expectPageUnpacks(source: ByteSource, page: Page, stored: number, unpacked: number): void {
  expectUnpacks(source, stored, unpacked, ratios[page.compression] ?? deflateRatio);
}

/** Most bytes that one packed byte can give: LZW's 12 bits stand for up to 4094 bytes, PackBits' two for 128. */
const ratios: Readonly<Record<number, number>> = {
  [compression.none]: 1,
  [compression.lzw]: 2730,
  [compression.packBits]: 64,
  [compression.jpeg]: 512 * 3,
};

/** The samples of one strip or tile, in native byte order, rows without padding. */
export function readSegment(source: ByteSource, page: Page, segments: Segments, index: number): PixelArray {
  const rows = rowsOf(page, index);
  const rowBytes = bytesPerRow(page, page.segmentWidth);
  const stored = readBytes(source, segments.offsets[index], segments.counts[index], 'pixels');
  const packed = isBackwards(page) ? stored.map((byte) => reversedByte[byte]) : stored;
  const bytes = unpack(source, page, packed, rows, rows * rowBytes);
  if (page.bits % 8 !== 0) return spreadBits(bytes, page, rows, rowBytes);
  const native = undoPredictor(page, bytes, rowBytes);
  return pixelsOf(native.bytes, heldAs(page), native.littleEndian);
}

function unpack(
  source: ByteSource,
  page: Page,
  packed: Uint8Array<ArrayBuffer>,
  rows: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  switch (page.compression) {
    case compression.jpeg:
      return unpackJpeg(source, page, packed, rows, length);
    case compression.deflate:
    case compression.oldDeflate:
      return inflate(source, packed, length, 'pixels');
    case compression.lzw:
      if (packed[0] === 0 && (packed[1] & 1) === 1)
        throw malformed(source, 'its LZW codes run backwards, as in files from before 1990');
      return filled(source, length, (out) => unpackLzw(packed, out));
    case compression.packBits:
      return filled(source, length, (out) => unpackBits(packed, out));
    default:
      if (packed.length < length) throw truncated(source, 'pixels');
      return packed.length === length ? packed : packed.slice(0, length);
  }
}

/** A strip or tile that is a JPEG of its own, with the tables that all of them share. */
function unpackJpeg(
  source: ByteSource,
  page: Page,
  packed: Uint8Array,
  rows: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  const shared = page.directory.bytes(tags.jpegTables);
  const picture = decodeJpeg(source, packed, { tables: shared, luminance: page.colour === 'ycbcr' });
  if (picture.width !== page.segmentWidth || picture.height < rows || picture.channels !== samplesTogether(page))
    throw malformed(source, 'a strip is a JPEG of another size');
  return picture.data.length === length ? picture.data : picture.data.slice(0, length);
}

function filled(source: ByteSource, length: number, fill: (out: Uint8Array) => number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length);
  if (fill(out) < length) throw truncated(source, 'pixels');
  return out;
}

interface Bytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly littleEndian: boolean;
}

function undoPredictor(page: Page, bytes: Uint8Array<ArrayBuffer>, rowBytes: number): Bytes {
  const { littleEndian } = page.directory;
  const samples = samplesTogether(page);
  const width = page.bits / 8;
  if (page.predictor === predictor.floatingPoint)
    return { bytes: undoFloatingPoint(bytes, rowBytes, samples, width), littleEndian: true };
  if (page.predictor !== predictor.horizontal) return { bytes, littleEndian };
  if (littleEndian !== hostIsLittleEndian) swapBytes(bytes, width);
  const type = width === 1 ? 'uint8' : width === 2 ? 'uint16' : width === 4 ? 'uint32' : 'uint64';
  const values = pixelsOf(bytes, type, hostIsLittleEndian);
  undoHorizontal(values as Uint8Array | Uint16Array | Uint32Array | BigUint64Array, rowBytes / width, samples);
  return { bytes, littleEndian: hostIsLittleEndian };
}

/** FillOrder 2: the lowest bit of a byte comes first, in what is packed too; a JPEG has an order of its own. */
export const isBackwards = (page: Page): boolean =>
  page.compression !== compression.jpeg && page.directory.number(tags.fillOrder, 1) === 2;

/** Samples of 1 to 15 bits, highest bit first, one array element each. */
function spreadBits(bytes: Uint8Array, page: Page, rows: number, rowBytes: number): Uint8Array | Uint16Array {
  const { bits } = page;
  const perRow = page.segmentWidth * samplesTogether(page);
  const out = bits <= 8 ? new Uint8Array(rows * perRow) : new Uint16Array(rows * perRow);
  const mask = (1 << bits) - 1;
  for (let row = 0, to = 0; row < rows; row++) {
    let at = row * rowBytes;
    let held = 0;
    let kept = 0;
    for (let i = 0; i < perRow; i++) {
      while (held < bits) {
        kept = ((kept << 8) | bytes[at++]) & 0xff_ffff;
        held += 8;
      }
      held -= bits;
      out[to++] = (kept >> held) & mask;
    }
  }
  return out;
}

const reversedByte = Uint8Array.from({ length: 256 }, (_, byte) => {
  let value = 0;
  for (let bit = 0; bit < 8; bit++) value |= ((byte >> bit) & 1) << (7 - bit);
  return value;
});
