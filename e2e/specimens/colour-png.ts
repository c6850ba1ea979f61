import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture of three bytes a pixel, row-major (y, x). */
export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

function chunk(kind: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Writes an 8-bit RGB PNG with plain rows. */
export function writeColourPng(file: string, { width, height, rgb }: ColourPicture): void {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) rows.set(rgb.subarray(y * width * 3, (y + 1) * width * 3), y * (1 + width * 3) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  writeFileSync(
    file,
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', new Uint8Array(0)),
    ]),
  );
}

/** Paeth's predictor of the PNG standard. */
function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Reads an 8-bit PNG of a palette or of RGB, not interlaced, as colours. */
export function readColourPng(file: string): ColourPicture {
  const bytes = readFileSync(file);
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    parts.set(kind, Buffer.concat([parts.get(kind) ?? Buffer.alloc(0), body]));
    at += 12 + length;
  }
  const header = parts.get('IHDR') ?? Buffer.alloc(13);
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const channels = header[9] === 2 ? 3 : 1;
  const rows = inflateSync(parts.get('IDAT') ?? Buffer.alloc(0));
  const wide = width * channels;
  const plain = new Uint8Array(wide * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (wide + 1)];
    for (let x = 0; x < wide; x++) {
      const left = x >= channels ? plain[y * wide + x - channels] : 0;
      const up = y > 0 ? plain[(y - 1) * wide + x] : 0;
      const corner = x >= channels && y > 0 ? plain[(y - 1) * wide + x - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      plain[y * wide + x] = rows[y * (wide + 1) + 1 + x] + guess;
    }
  }
  if (channels === 3) return { width, height, rgb: plain };
  const palette = parts.get('PLTE') ?? Buffer.alloc(768);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < plain.length; i++) rgb.set(palette.subarray(plain[i] * 3, plain[i] * 3 + 3), i * 3);
  return { width, height, rgb };
}
