import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed } from '../byte-reader.ts';
import { inflate } from '../compressed/zlib.ts';
import type { DecodedPicture } from '../picture.ts';
import { deflateRatio, expectUnpacks } from '../unpacked.ts';
import type { PngContent } from './chunks.ts';
import { unfilter } from './unfilter.ts';

/** Samples a pixel of each colour type: grey, RGB, palette, grey and opacity, RGB and opacity. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const bitsOf: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** The rectangle of pixels that one pass of a PNG holds: every `dx`-th from `x`, every `dy`-th from `y`. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}
const whole: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];
/** Adam7 (PNG specification, 8.2). */
const interlaced: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/** Throws `malformed` unless the header names a kind of picture that exists. */
export function expectKnownKind(source: ByteSource, png: PngContent): void {
  if (bitsOf[png.colourType]?.includes(png.bits) !== true)
    throw malformed(source, `its header says colour type ${png.colourType} with ${png.bits} bits`);
  if (png.colourType === 3 && png.palette === null) throw malformed(source, 'its palette is missing');
}

/**
 * The pixels of a PNG. Grey: 8 bits (fewer are spread over 0 .. 255) or 16; colour: red, green, blue in 8 bits, the
 * upper ones of 16. Opacity is left out. Throws `truncated`, `malformed`, `too-large`.
 */
export function decodePng(source: ByteSource, png: PngContent): DecodedPicture {
  const samples = samplesOf[png.colourType];
  const passes = (png.interlaced ? interlaced : whole).map((pass) => ({
    ...pass,
    columns: Math.ceil((png.width - pass.x) / pass.dx),
    rows: Math.ceil((png.height - pass.y) / pass.dy),
  }));
  const filled = passes.filter((pass) => pass.columns > 0 && pass.rows > 0);
  const rowBytes = (columns: number): number => Math.ceil((columns * samples * png.bits) / 8);
  const length = filled.reduce((n, pass) => n + pass.rows * (1 + rowBytes(pass.columns)), 0);
  expectUnpacks(source, png.packed.length, length, deflateRatio);
  const bytes = inflate(source, png.packed, length, 'pixels');
  const raster = new Raster(png, samples);
  let at = 0;
  for (const pass of filled) {
    const row = rowBytes(pass.columns);
    const part = bytes.subarray(at, at + pass.rows * (1 + row));
    at += part.length;
    if (!unfilter(part, pass.rows, row, Math.max(1, (samples * png.bits) >> 3)))
      throw malformed(source, 'a row is filtered in an unknown way');
    raster.add(part, pass, pass.columns, pass.rows, row);
  }
  return raster.picture();
}

/** Puts the rows of all passes together. */
class Raster {
  private readonly png: PngContent;
  /** Samples a stored pixel, and those that are kept. */
  private readonly stored: number;
  private readonly kept: number;
  private readonly out: Uint8Array | Uint16Array;

  constructor(png: PngContent, samples: number) {
    this.png = png;
    this.stored = samples;
    this.kept = samples < 3 ? 1 : 3;
    const size = png.width * png.height * (png.colourType === 3 ? 1 : this.kept);
    this.out = png.bits === 16 && this.kept === 1 ? new Uint16Array(size) : new Uint8Array(size);
  }

  add(bytes: Uint8Array, pass: Pass, columns: number, rows: number, rowBytes: number): void {
    const { bits, width } = this.png;
    for (let row = 0; row < rows; row++) {
      const from = row * (rowBytes + 1) + 1;
      const to = (pass.y + row * pass.dy) * width + pass.x;
      if (bits < 8) this.addPacked(bytes, from, to, pass.dx, columns);
      else if (bits === 8 && this.stored === this.kept && pass.dx === 1)
        this.out.set(bytes.subarray(from, from + rowBytes), to * this.kept);
      else this.addSamples(bytes, from, to, pass.dx, columns);
    }
  }

  picture(): DecodedPicture {
    const { palette, colourType } = this.png;
    if (colourType !== 3 || palette === null) return { channels: this.kept === 1 ? 1 : 3, data: this.out };
    const data = new Uint8Array(this.out.length * 3);
    for (let i = 0, to = 0; i < this.out.length; i++)
      for (let part = 0; part < 3; part++) data[to++] = palette[this.out[i] * 3 + part] ?? 0;
    return { channels: 3, data };
  }

  private addPacked(bytes: Uint8Array, from: number, to: number, step: number, columns: number): void {
    const { bits, colourType } = this.png;
    const mask = (1 << bits) - 1;
    const scale = colourType === 3 ? 1 : 255 / mask;
    for (let i = 0; i < columns; i++) {
      const bit = i * bits;
      const value = (bytes[from + (bit >> 3)] >> (8 - bits - (bit & 7))) & mask;
      this.out[to + i * step] = value * scale;
    }
  }

  private addSamples(bytes: Uint8Array, from: number, to: number, step: number, columns: number): void {
    const { out, stored, kept } = this;
    const width = this.png.bits / 8;
    for (let i = 0; i < columns; i++) {
      for (let part = 0; part < kept; part++) {
        const at = from + (i * stored + part) * width;
        out[(to + i * step) * kept + part] = out instanceof Uint16Array ? (bytes[at] << 8) | bytes[at + 1] : bytes[at];
      }
    }
  }
}
