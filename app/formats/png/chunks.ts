import type { ByteSource } from '../../ports/byte-source.ts';
import { latin1, malformed, readBytes, truncated } from '../byte-reader.ts';
import { crc32 } from './crc32.ts';

/** What the chunks of a PNG say; the packed pixels are not yet inflated. */
export interface PngContent {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly colourType: number;
  readonly interlaced: boolean;
  /** Red, green, blue of each palette entry. */
  readonly palette: Uint8Array | null;
  /** Pixels a metre across and down, or null. */
  readonly density: { readonly x: number; readonly y: number } | null;
  readonly texts: Readonly<Record<string, string>>;
  /** The zlib stream, in one piece. */
  readonly packed: Uint8Array;
}

export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const mostTexts = 64;
const mostText = 100_000;

/** Reads a PNG's chunks up to its end mark and checks their sums. Throws `truncated` or `malformed`. */
export function readChunks(source: ByteSource): PngContent {
  const bytes = readBytes(source, 0, source.size, 'picture');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const pieces: Uint8Array[] = [];
  const texts: Record<string, string> = {};
  let header: Uint8Array | null = null;
  let palette: Uint8Array | null = null;
  let density: PngContent['density'] = null;
  for (let at: number = pngSignature.length; ; ) {
    if (at + 12 > bytes.length) throw truncated(source, 'end mark');
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw truncated(source, 'picture');
    const kind = latin1(bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (isCritical(kind) && crc32(bytes, at + 4, at + 8 + length) !== view.getUint32(at + 8 + length))
      throw malformed(source, `its part ${kind} fails its checksum`);
    at += 12 + length;
    if (kind === 'IEND') break;
    if (kind === 'IHDR') header ??= content;
    else if (kind === 'PLTE') palette = content;
    else if (kind === 'IDAT') pieces.push(content);
    else if (kind === 'pHYs' && length === 9 && content[8] === 1)
      density = { x: view.getUint32(at - 4 - length), y: view.getUint32(at - length) };
    else if (kind === 'tEXt' && Object.keys(texts).length < mostTexts) addText(texts, content);
  }
  if (header === null || header.length !== 13) throw malformed(source, 'it has no picture header');
  const start = new DataView(header.buffer, header.byteOffset, 13);
  return {
    width: start.getUint32(0),
    height: start.getUint32(4),
    bits: header[8],
    colourType: header[9],
    interlaced: header[12] === 1,
    palette,
    density,
    texts,
    packed: joined(pieces),
  };
}

/** Chunks that a reader must understand have a capital first letter. */
function isCritical(kind: string): boolean {
  return kind.charCodeAt(0) < 0x60;
}

function addText(texts: Record<string, string>, content: Uint8Array): void {
  const key = latin1(content.subarray(0, 80));
  texts[key] = latin1(content.subarray(key.length + 1, key.length + 1 + mostText));
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const whole = new Uint8Array(pieces.reduce((n, piece) => n + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
