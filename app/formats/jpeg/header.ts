import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, truncated, unsupported } from '../byte-reader.ts';
import { HuffmanCode } from './huffman.ts';

/** One colour part of a JPEG: Y, Cb, Cr, or grey. */
export interface Component {
  readonly id: number;
  /** Samples per unit of the picture, across and down (1 .. 4). */
  readonly h: number;
  readonly v: number;
  readonly table: number;
}

export interface Frame {
  readonly progressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** What the segments before a scan have set. */
export interface Tables {
  readonly quantisation: (Int32Array | undefined)[];
  readonly dc: (HuffmanCode | undefined)[];
  readonly ac: (HuffmanCode | undefined)[];
  restartInterval: number;
  /** Adobe's colour transform (0 none, 1 YCbCr, 2 YCCK), and whether a JFIF segment was seen. */
  adobe: number | null;
  jfif: boolean;
}

/** The components of a scan with their codes, and which coefficients and bits it brings (ITU T.81, B.2.3). */
export interface Scan {
  readonly parts: readonly { readonly component: number; readonly dc: number; readonly ac: number }[];
  readonly first: number;
  readonly last: number;
  readonly highBit: number;
  readonly lowBit: number;
}

export const zigzag = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
]);

export function emptyTables(): Tables {
  return { quantisation: [], dc: [], ac: [], restartInterval: 0, adobe: null, jfif: false };
}

const remedy = 'Save it as an ordinary JPEG, or better as PNG or TIFF.';

/** A start-of-frame segment. `marker` is its second byte. */
export function readFrame(source: ByteSource, marker: number, segment: Uint8Array): Frame {
  if (marker === 0xc3) throw unsupported(source, 'it is a lossless JPEG', remedy);
  if (marker > 0xc2) throw unsupported(source, 'it is an arithmetic-coded or hierarchical JPEG', remedy);
  const [precision, heightHigh, heightLow, widthHigh, widthLow, count] = segment;
  if (segment.length < 6 + 3 * count || !(count >= 1)) throw malformed(source, 'its frame header is cut short');
  if (precision !== 8) throw unsupported(source, `it is a JPEG with ${precision} bits a sample`, remedy);
  const [height, width] = [heightHigh * 256 + heightLow, widthHigh * 256 + widthLow];
  if (width === 0 || height === 0) throw malformed(source, 'its picture has no size');
  if (count !== 1 && count !== 3) throw unsupported(source, `it is a JPEG of ${count} colours, made for print`, remedy);
  const components = Array.from({ length: count }, (_, i) => {
    const [id, sampling, table] = segment.subarray(6 + i * 3);
    return { id, h: sampling >> 4, v: sampling & 15, table };
  });
  if (components.some((c) => !(c.h >= 1 && c.h <= 4 && c.v >= 1 && c.v <= 4 && c.table < 4)))
    throw malformed(source, 'its colour parts have no sensible sampling');
  // the sampling of a single part says nothing
  const plain = count === 1 ? [{ ...components[0], h: 1, v: 1 }] : components;
  return { progressive: marker === 0xc2, width, height, components: plain };
}

/** Applies a segment that sets tables; other segments are passed over. */
export function readTables(source: ByteSource, marker: number, segment: Uint8Array, tables: Tables): void {
  if (marker === 0xdb) readQuantisation(source, segment, tables);
  else if (marker === 0xc4) readHuffman(source, segment, tables);
  else if (marker === 0xdd && segment.length >= 2) tables.restartInterval = segment[0] * 256 + segment[1];
  else if (marker === 0xe0 && startsWith(segment, 'JFIF\0')) tables.jfif = true;
  else if (marker === 0xee && startsWith(segment, 'Adobe') && segment.length >= 12) tables.adobe = segment[11];
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

function readQuantisation(source: ByteSource, segment: Uint8Array, tables: Tables): void {
  for (let at = 0; at < segment.length; ) {
    const wide = segment[at] >> 4;
    const length = wide === 0 ? 64 : 128;
    if (at + 1 + length > segment.length) throw truncated(source, 'quantisation table');
    const values = new Int32Array(64);
    for (let i = 0; i < 64; i++) {
      const from = at + 1 + i * (wide === 0 ? 1 : 2);
      values[zigzag[i]] = wide === 0 ? segment[from] : segment[from] * 256 + segment[from + 1];
    }
    tables.quantisation[segment[at] & 3] = values;
    at += 1 + length;
  }
}

function readHuffman(source: ByteSource, segment: Uint8Array, tables: Tables): void {
  for (let at = 0; at < segment.length; ) {
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((n, count) => n + count, 0);
    if (counts.length < 16 || at + 17 + total > segment.length || total > 256) throw truncated(source, 'Huffman table');
    let room = 1;
    for (const count of counts) room = room * 2 - count;
    if (room < 0 || counts.reduce((n, count, i) => n + count * 2 ** (15 - i), 0) > 65_536)
      throw malformed(source, 'its Huffman table is no code');
    const code = new HuffmanCode(counts, segment.subarray(at + 17, at + 17 + total));
    const kind = segment[at] >> 4 === 0 ? tables.dc : tables.ac;
    kind[segment[at] & 3] = code;
    at += 17 + total;
  }
}

/** A start-of-scan segment. */
export function readScan(source: ByteSource, segment: Uint8Array, frame: Frame): Scan {
  const count = segment[0];
  if (!(count >= 1 && count <= frame.components.length) || segment.length < 4 + 2 * count)
    throw malformed(source, 'its scan header makes no sense');
  const parts = Array.from({ length: count }, (_, i) => {
    const component = frame.components.findIndex((c) => c.id === segment[1 + 2 * i]);
    return { component, dc: (segment[2 + 2 * i] >> 4) & 3, ac: segment[2 + 2 * i] & 3 };
  });
  const [first, last, bits] = segment.subarray(1 + 2 * count);
  const scan = frame.progressive
    ? { parts, first, last, highBit: bits >> 4, lowBit: bits & 15 }
    : { parts, first: 0, last: 63, highBit: 0, lowBit: 0 };
  const sound =
    parts.every((p) => p.component >= 0) &&
    scan.first <= scan.last &&
    scan.last < 64 &&
    scan.lowBit <= 13 &&
    (scan.first === 0 || count === 1) &&
    !(frame.progressive && scan.first === 0 && scan.last !== 0);
  if (!sound) throw malformed(source, 'its scan header makes no sense');
  return scan;
}
