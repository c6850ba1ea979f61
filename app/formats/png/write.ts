import { zlibSync } from 'fflate';
import { Failure } from '../../domain/failure.ts';
import { crc32 } from './crc32.ts';

/** An 8-bit picture: grey (1), RGB (3) or RGBA (4 channels), pixels interleaved, row 0 at the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** height * width * channels bytes. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Deflate effort: 0 stores, 1 is fast, 6 packs well. */
export type PngLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const colourTypes = { 1: 0, 3: 2, 4: 6 } as const;
const paletteType = 3;
const filterUp = 2;

/**
 * A picture as a PNG file. The same picture gives the same bytes. Rows are stored as differences to the row above,
 * which packs micrographs about as well as a filter chosen row by row and costs one pass.
 */
export function writePng(picture: Picture, level: PngLevel = 3): Uint8Array<ArrayBuffer> {
  return pngFile(picture, colourTypes[picture.channels], null, level);
}

/** A picture of indices into a table of colours (red, green, blue of up to 256 entries) as a PNG file. */
export function writePalettePng(
  picture: Omit<Picture, 'channels'> & { readonly palette: Uint8Array },
): Uint8Array<ArrayBuffer> {
  return pngFile({ ...picture, channels: 1 }, paletteType, picture.palette, 6);
}

function pngFile(picture: Picture, colourType: number, palette: Uint8Array | null, level: PngLevel) {
  const { width, height, channels, data } = picture;
  if (!(width > 0 && height > 0) || data.length !== width * height * channels)
    throw new Failure(
      'invalid-input',
      `A picture of ${width} × ${height} × ${channels} needs ${width * height * channels} bytes, not ${data.length}.`,
      'Please report this with the log file (Help > Show log).',
    );
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, colourType);
  const packed = zlibSync(filteredRows(data, height, width * channels), { level });
  return join([
    Uint8Array.from(signature),
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...(palette === null ? [] : [chunk('PLTE', palette)]),
    chunk('IDAT', packed),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Every row after its filter byte, minus the row above (modulo 256). */
function filteredRows(data: Uint8Array | Uint8ClampedArray, height: number, rowBytes: number): Uint8Array {
  const rows = new Uint8Array(height * (rowBytes + 1));
  rows.set(data.subarray(0, rowBytes), 1);
  let to = rowBytes + 1;
  for (let from = rowBytes; from < data.length; from += rowBytes) {
    rows[to++] = filterUp;
    for (let i = from; i < from + rowBytes; i++) rows[to++] = (data[i] as number) - (data[i - rowBytes] as number);
  }
  return rows;
}

/** A PNG chunk: length, four letters, content, CRC of letters and content. */
function chunk(letters: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = letters.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes, 4, 8 + content.length));
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
