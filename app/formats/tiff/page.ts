import type { ElementType } from '../../domain/element-type.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, unsupported } from '../byte-reader.ts';
import { expectSound } from '../image.ts';
import type { Directory } from './directory.ts';
import { predictor } from './predictor.ts';

/** Tags of the baseline (TIFF 6.0). */
export const tags = {
  subfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  make: 271,
  model: 272,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  software: 305,
  dateTime: 306,
  artist: 315,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
} as const;

export const compression = { none: 1, lzw: 5, jpeg: 7, deflate: 8, packBits: 32773, oldDeflate: 32946 } as const;
const compressionNames: Readonly<Record<number, string>> = {
  2: 'CCITT fax',
  3: 'CCITT fax',
  4: 'CCITT fax',
  6: 'old-style JPEG',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34925: 'LZMA',
  50000: 'Zstandard',
  50001: 'WebP',
  50002: 'JPEG XL',
};

/** What the samples of a page mean: one value a pixel, an index into a table, or a colour. */
export type Colour = 'grey' | 'palette' | 'rgb' | 'rgba' | 'ycbcr';

/** A page of a TIFF: its geometry and how its pixels are stored. */
export interface Page {
  readonly directory: Directory;
  readonly width: number;
  readonly height: number;
  /** Bits of one sample, equal for all samples. */
  readonly bits: number;
  /** Stored samples a pixel, extra ones included. */
  readonly samples: number;
  /** Grey values a pixel (several detectors in one page), 1 for colours. */
  readonly channels: number;
  readonly sampleFormat: number;
  readonly colour: Colour;
  readonly elementType: ElementType;
  readonly half: boolean;
  readonly compression: number;
  readonly predictor: number;
  readonly planar: boolean;
  readonly tiled: boolean;
  /** Pixels of one strip or tile. The last strip may be lower; tiles never are. */
  readonly segmentWidth: number;
  readonly segmentHeight: number;
  /** A smaller copy of another page. */
  readonly reduced: boolean;
}

/** Describes a page. Throws `malformed` and, naming what it is, `unsupported`. */
export function readPage(source: ByteSource, directory: Directory): Page {
  const width = directory.number(tags.width, 0);
  const height = directory.number(tags.height, 0);
  expectSound(source, [height, width]);
  const stored = samplesOf(source, directory);
  const packing = packingOf(source, directory, stored.bits);
  const colour = colourOf(source, directory, stored, packing.compression);
  const channels = colour === 'grey' ? greyChannels(directory, stored.samples) : 1;
  const tiled = directory.has(tags.tileOffsets);
  const rows = directory.number(tags.rowsPerStrip, height);
  const segmentWidth = tiled ? directory.number(tags.tileWidth, 0) : width;
  const segmentHeight = tiled ? directory.number(tags.tileHeight, 0) : Math.min(rows, height);
  if (!(segmentWidth > 0 && segmentHeight > 0)) throw malformed(source, 'its tiles have no size');
  if (tiled) expectSound(source, [segmentHeight, segmentWidth]);
  return {
    directory,
    width,
    height,
    ...stored,
    channels,
    colour,
    elementType: elementTypeOf(source, colour, stored, directory),
    half: stored.sampleFormat === 3 && stored.bits === 16,
    ...packing,
    planar: stored.samples > 1 && directory.number(tags.planarConfiguration, 1) === 2,
    tiled,
    segmentWidth,
    segmentHeight,
    reduced: (directory.number(tags.subfileType, 0) & 1) === 1,
  };
}

interface Stored {
  readonly bits: number;
  readonly samples: number;
  readonly sampleFormat: number;
}

const mostSamples = 64;

function samplesOf(source: ByteSource, directory: Directory): Stored {
  const samples = directory.number(tags.samplesPerPixel, 1);
  if (!(samples >= 1 && samples <= mostSamples)) throw malformed(source, `it has ${samples} samples a pixel`);
  const bits = directory.list(tags.bitsPerSample, mostSamples);
  const formats = directory.list(tags.sampleFormat, mostSamples);
  const [first = 1] = bits;
  const [format = 1] = formats;
  if (bits.some((b) => b !== first) || formats.some((f) => f !== format))
    throw unsupported(source, 'its samples are of different types', 'Save it with one number type.');
  return { bits: first, samples, sampleFormat: format === 4 ? 1 : format };
}

function packingOf(
  source: ByteSource,
  directory: Directory,
  bits: number,
): { readonly compression: number; readonly predictor: number } {
  const kind = directory.number(tags.compression, compression.none);
  if (!Object.values<number>(compression).includes(kind))
    throw unsupported(
      source,
      `its pixels are packed with ${compressionNames[kind] ?? `method ${kind}`}`,
      'Save it without compression, or with LZW or deflate.',
    );
  if (kind === compression.jpeg && bits !== 8)
    throw unsupported(source, `it packs ${bits}-bit samples as JPEG`, 'Save it with LZW or deflate.');
  const packed = kind === compression.lzw || kind === compression.deflate || kind === compression.oldDeflate;
  const how = packed ? directory.number(tags.predictor, predictor.none) : predictor.none;
  const known =
    how === predictor.none ||
    (how === predictor.horizontal && [8, 16, 32, 64].includes(bits)) ||
    (how === predictor.floatingPoint && [16, 32, 64].includes(bits));
  if (!known) throw unsupported(source, `its rows are differenced by method ${how} at ${bits} bits`, 'Save it anew.');
  return { compression: kind, predictor: how };
}

const photometrics: Readonly<Record<number, string>> = {
  4: 'a transparency mask',
  5: 'CMYK colours',
  8: 'CIE L*a*b* colours',
  32803: 'raw camera colours',
};

function colourOf(source: ByteSource, directory: Directory, stored: Stored, packed: number): Colour {
  const photometric = directory.number(tags.photometric, stored.samples >= 3 ? 2 : 1);
  const whole = stored.sampleFormat === 1 && (stored.bits === 8 || stored.bits === 16);
  if (photometric === 0 || photometric === 1) return 'grey';
  if (photometric === 2) {
    if (stored.samples < 3) throw malformed(source, 'its colours have fewer than three parts');
    return whole ? (stored.samples > 3 ? 'rgba' : 'rgb') : 'grey';
  }
  if (photometric === 3 && stored.samples === 1 && stored.bits <= 8) return 'palette';
  if (photometric === 6 && packed === compression.jpeg) return 'ycbcr';
  const what = photometrics[photometric] ?? `colours of kind ${photometric}`;
  throw unsupported(source, `it holds ${what}`, 'Save it as grey or RGB.');
}

/** Samples of a grey page that are pictures of their own; transparency (extra samples 1 and 2) is left out. */
function greyChannels(directory: Directory, samples: number): number {
  const transparent = directory.list(tags.extraSamples, mostSamples).filter((kind) => kind === 1 || kind === 2);
  return Math.max(1, samples - transparent.length);
}

function elementTypeOf(source: ByteSource, colour: Colour, stored: Stored, directory: Directory): ElementType {
  const { bits, sampleFormat } = stored;
  if (colour === 'palette') return isGreyPalette(directory.list(tags.colourMap)) ? 'uint8' : 'rgb8';
  if (colour === 'rgba') return 'rgba8';
  if (colour === 'rgb' || colour === 'ycbcr') return 'rgb8';
  const type = elementTypes[sampleFormat]?.[bits];
  if (type !== undefined) return type;
  if (sampleFormat === 1 && bits > 0 && bits < 16) return bits < 8 ? 'uint8' : 'uint16';
  throw unsupported(source, `it has ${bits}-bit samples of kind ${sampleFormat}`, 'Save it with 8, 16 or 32 bits.');
}

/** By sample format (1 whole, 2 signed, 3 floating point, 6 complex) and bits. */
const elementTypes: Readonly<Record<number, Readonly<Record<number, ElementType>>>> = {
  1: { 1: 'bool', 8: 'uint8', 16: 'uint16', 32: 'uint32', 64: 'uint64' },
  2: { 8: 'int8', 16: 'int16', 32: 'int32', 64: 'int64' },
  3: { 16: 'float32', 32: 'float32', 64: 'float64' },
  6: { 64: 'complex64', 128: 'complex128' },
};

/** Whether a colour table (all reds, greens, then blues, 16 bits each) has equal parts in every entry. */
export function isGreyPalette(table: readonly number[]): boolean {
  const size = table.length / 3;
  for (let i = 0; i < size; i++) if (table[i] !== table[i + size] || table[i] !== table[i + 2 * size]) return false;
  return true;
}
