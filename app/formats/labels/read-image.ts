import type { AcquiredImage, Metadata } from '../../domain/acquisition.ts';
import { pixelSizeOf } from '../../domain/calibration.ts';
import { samplesPerPixel } from '../../domain/element-type.ts';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { calibrationOf } from '../calibration.ts';
import { unpacked } from '../compressed/unpack.ts';
import { headBytes } from '../format.ts';
import { expectSound } from '../image.ts';
import { openAcquisition } from '../open.ts';
import { readChunks } from '../png/chunks.ts';
import { decodePng, expectKnownKind } from '../png/decode.ts';
import { png } from '../png/png.ts';
import { isTiff, readDirectories } from '../tiff/directory.ts';
import { readPage, tags } from '../tiff/page.ts';
import { readPagePlane } from '../tiff/plane.ts';

/** A label image as it is stored, all pages of it. */
export interface LabelImage {
  /** index: whole numbers; rgb: colours. */
  readonly kind: 'index' | 'rgb';
  readonly width: number;
  readonly height: number;
  /** Row-major: values, or colours as 0xrrggbb. */
  readonly pages: readonly Uint32Array[];
  /** `#rrggbb` of each value, where the file has a colour table. */
  readonly palette: readonly string[] | null;
  /** Bits of a value as it is stored. */
  readonly bits: number;
  /** nm, or null. */
  readonly pixelSize: number | null;
  readonly metadata: Metadata;
}

export const hexOf = (colour: number): string => `#${colour.toString(16).padStart(6, '0')}`;
export const colourOf = (hex: string): number => Number.parseInt(hex.slice(1), 16);

/**
 * Reads an image of labels in any format that holds images. Indices of a colour table stay indices; whole numbers stored
 * as floats are taken. Throws `Failure` invalid-input for fractions, negative or complex values, and what the formats throw.
 */
export async function readLabelImage(source: ByteSource): Promise<LabelImage> {
  const inner = unpacked(source);
  const head = inner.read(0, headBytes);
  if (png.matches(head, inner)) {
    const known = colouredPng(inner);
    if (known !== null) return known;
  } else if (isTiff(head)) {
    const indexed = indexedTiff(inner);
    if (indexed !== null) return indexed;
  }
  const { images, metadata } = await openAcquisition(source);
  const [image] = images;
  if (image === undefined) throw noLabels(source.name, 'it holds no image');
  return plainImage(source, image, metadata);
}

function noLabels(name: string, what: string): Failure {
  return new Failure(
    'invalid-input',
    `${name} is no label image: ${what}.`,
    'Labels are whole numbers from 0 or colours, one a class. Choose the label image, not the micrograph.',
    name,
  );
}

async function plainImage(source: ByteSource, image: AcquiredImage, metadata: Metadata): Promise<LabelImage> {
  const { elementType, shape, frameCount } = image;
  if (elementType.startsWith('complex')) throw noLabels(source.name, 'its values are complex');
  const [height, width] = shape.slice(-2);
  const stride = samplesPerPixel(elementType);
  const pages: Uint32Array[] = [];
  for (let frame = 0; frame < frameCount; frame++) {
    const pixels = await image.readFrame(frame);
    if (stride >= 3) {
      pages.push(joinedParts(pixels as Uint8Array, stride));
      continue;
    }
    if (pixels instanceof Uint8Array || pixels instanceof Uint16Array || pixels instanceof Uint32Array) {
      pages.push(new Uint32Array(pixels));
      continue;
    }
    const page = new Uint32Array(width * height);
    for (let i = 0; i < page.length; i++) {
      const value = Number(pixels[i]);
      if (!(Number.isInteger(value) && value >= 0 && value < 2 ** 32))
        throw noLabels(source.name, `it holds the value ${value}`);
      page[i] = value;
    }
    pages.push(page);
  }
  const calibration = calibrationOf(image);
  const bits = { uint8: 8, int8: 8, bool: 1, uint16: 16, int16: 16 }[elementType as 'uint8'] ?? 32;
  return {
    kind: stride >= 3 ? 'rgb' : 'index',
    width,
    height,
    pages,
    palette: null,
    bits,
    pixelSize: pixelSizeOf(calibration),
    metadata,
  };
}

/** A PNG with a colour table, as its indices, or of colours, also where all are grey; null for a grey PNG. */
function colouredPng(source: ByteSource): LabelImage | null {
  const content = readChunks(source);
  expectKnownKind(source, content);
  const { width, height, palette } = content;
  expectSound(source, [height, width]);
  const described = { width, height, pixelSize: null, metadata: { ...content.texts } };
  if (content.colourType === 2 || content.colourType === 6) {
    const { data } = decodePng(source, content);
    return { ...described, kind: 'rgb', pages: [joinedParts(data as Uint8Array, 3)], palette: null, bits: 8 };
  }
  if (content.colourType !== 3 || palette === null) return null;
  // As grey of the same depth; less than 8 bits were spread over 0 .. 255.
  const { data } = decodePng(source, { ...content, colourType: 0, palette: null });
  const step = content.bits < 8 ? 255 / ((1 << content.bits) - 1) : 1;
  return {
    ...described,
    kind: 'index',
    pages: [Uint32Array.from(data as Uint8Array, (v) => v / step)],
    palette: Array.from({ length: Math.floor(palette.length / 3) }, (_, i) =>
      hexOf((palette[3 * i] << 16) | (palette[3 * i + 1] << 8) | palette[3 * i + 2]),
    ),
    bits: content.bits,
  };
}

/** Red, green and blue of each pixel as one number; further parts are left out. */
function joinedParts(parts: Uint8Array, stride: number): Uint32Array {
  const page = new Uint32Array(parts.length / stride);
  for (let i = 0, at = 0; i < page.length; i++, at += stride)
    page[i] = (parts[at] << 16) | (parts[at + 1] << 8) | parts[at + 2];
  return page;
}

/** A TIFF whose pages have a colour table, as their indices; null for another TIFF. */
function indexedTiff(source: ByteSource): LabelImage | null {
  const directories = readDirectories(source);
  const first = readPage(source, directories[0]);
  if (first.colour !== 'palette') return null;
  const pages = directories.map((directory) => readPage(source, directory));
  const equal = pages.every((p) => p.colour === 'palette' && p.width === first.width && p.height === first.height);
  if (!equal) throw noLabels(source.name, 'its pages are of different kinds');
  const table = directories[0].list(tags.colourMap);
  const size = Math.floor(table.length / 3);
  // some programs write 8-bit entries
  const scale = table.some((entry) => entry > 255) ? 256 : 1;
  const part = (i: number, k: number) => Math.floor(table[i + k * size] / scale);
  return {
    kind: 'index',
    width: first.width,
    height: first.height,
    pages: pages.map((page) =>
      Uint32Array.from(readPagePlane(source, { ...page, colour: 'grey', elementType: 'uint8' }, 0) as Uint8Array),
    ),
    palette: Array.from({ length: size }, (_, i) => hexOf((part(i, 0) << 16) | (part(i, 1) << 8) | part(i, 2))),
    bits: first.bits,
    pixelSize: null,
    metadata: {},
  };
}
