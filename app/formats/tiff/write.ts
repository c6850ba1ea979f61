import { zlibSync } from 'fflate';
import { Failure } from '../../domain/failure.ts';
import { LabelDeflater } from './label-deflate.ts';
import { rational } from './rational.ts';

/** A plane to write, C order (y, x). */
export interface TiffPage<Data> {
  readonly width: number;
  readonly height: number;
  readonly data: Data;
}
export type TiffPixels = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array;

export interface TiffOptions {
  /** Pack the pixels without loss. Label maps: on unless said otherwise. */
  readonly deflate?: boolean;
  /** nm a pixel; ImageJ, tifffile and HyperSpy show it. */
  readonly pixelSizeNm?: number | null;
  /** One line of free text for ImageDescription. */
  readonly description?: string;
  /**
   * Pages as a stack of two axes, page by page: `frames` times `slices`. Not packed then, whatever `deflate` says, so
   * that ImageJ shows both axes as well.
   */
  readonly stack?: { readonly frames: number; readonly slices: number };
}

/**
 * Label maps (0 background, 1.. particles; overlapping particles on further pages) as a 32-bit TIFF that ImageJ and
 * tifffile read with its pixel size. The same pages give the same bytes.
 */
export function writeLabelTiff(
  pages: readonly TiffPage<Uint32Array | Int32Array>[],
  options: TiffOptions = {},
): Uint8Array<ArrayBuffer> {
  const unsigned = pages.map((page) => ({
    ...page,
    data: new Uint32Array(page.data.buffer, page.data.byteOffset, page.data.length),
  }));
  return writeTiff(unsigned, { deflate: true, ...options });
}

/** Pages of equal size and type as one TIFF, little endian. Throws `Failure` invalid-input or too-large. */
export function writeTiff(pages: readonly TiffPage<TiffPixels>[], options: TiffOptions = {}): Uint8Array<ArrayBuffer> {
  expectEqualPages(pages);
  const deflate = options.deflate === true && options.stack === undefined;
  const description = descriptionOf(pages.length, options, deflate);
  const packed = pages.map((page) => (deflate ? deflatedStrips(page) : plainStrip(page)));
  const file = new TiffFile(packed.flatMap((strips) => strips.bytes));
  pages.forEach((page, i) => {
    file.addPage(tagsOf(page, packed[i] as Strips, options, i === 0 ? description : null));
  });
  return file.finish();
}

function expectEqualPages(pages: readonly TiffPage<TiffPixels>[]): void {
  const first = pages[0];
  const equal =
    first !== undefined &&
    pages.every(
      (p) =>
        p.width === first.width &&
        p.height === first.height &&
        p.data.constructor === first.data.constructor &&
        p.data.length === p.width * p.height &&
        p.data.length > 0,
    );
  if (!equal)
    throw new Failure(
      'invalid-input',
      'The pages of a TIFF must be of one size and type, and at least one.',
      'Export images of different sizes into files of their own.',
    );
}

/** ImageJ takes its stack and unit from here. It expects `images` planes one after the other, so not when packed. */
function descriptionOf(pages: number, options: TiffOptions, deflate: boolean): string {
  const size = options.pixelSizeNm ?? null;
  const lines = ['ImageJ=1.54f'];
  const { stack } = options;
  if (stack !== undefined)
    lines.push(`images=${pages}`, `slices=${stack.slices}`, `frames=${stack.frames}`, 'hyperstack=true');
  else if (pages > 1 && !deflate) lines.push(`images=${pages}`, `slices=${pages}`);
  if (size !== null) lines.push('unit=nm');
  lines.push('loop=false');
  if (options.description) lines.push(`description=${options.description.replace(/[^\x20-\x7e]+/g, ' ')}`);
  return `${lines.join('\n')}\n`;
}

interface Strips {
  readonly bytes: readonly Uint8Array[];
  readonly rows: number;
  readonly compression: number;
}
const uncompressed = 1;
const adobeDeflate = 8;
/** Bytes of pixels in a packed strip: readers can skip to the rows they need. */
const stripBytes = 1 << 20;

function plainStrip(page: TiffPage<TiffPixels>): Strips {
  return { bytes: [bytesOf(page.data)], rows: page.height, compression: uncompressed };
}

function deflatedStrips(page: TiffPage<TiffPixels>): Strips {
  const { width, height, data } = page;
  const rows = Math.max(1, Math.min(height, Math.floor(stripBytes / (width * data.BYTES_PER_ELEMENT))));
  const labels = data instanceof Uint32Array ? new LabelDeflater(rows * width) : null;
  const bytes: Uint8Array[] = [];
  for (let top = 0; top < height; top += rows) {
    const [start, end] = [top * width, Math.min(height, top + rows) * width];
    const strip =
      labels?.deflate(data as Uint32Array, start, end) ?? zlibSync(bytesOf(data.subarray(start, end)), { level: 3 });
    bytes.push(strip);
  }
  return { bytes, rows, compression: adobeDeflate };
}

function bytesOf(data: TiffPixels): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

type TagValue = { readonly short: number } | { readonly long: readonly number[] } | Text | Fraction;
interface Text {
  readonly text: string;
}
interface Fraction {
  readonly rational: readonly [number, number];
}
/** Value of the tag that lists where the strips lie; filled in when the file is put together. */
const stripOffsets = 273;

function tagsOf(
  page: TiffPage<TiffPixels>,
  strips: Strips,
  options: TiffOptions,
  description: string | null,
): Map<number, TagValue> {
  const { data } = page;
  const format = data instanceof Float32Array ? 3 : data instanceof Int32Array || data instanceof Int16Array ? 2 : 1;
  const tags = new Map<number, TagValue>([
    [254, { long: [0] }],
    [256, { long: [page.width] }],
    [257, { long: [page.height] }],
    [258, { short: data.BYTES_PER_ELEMENT * 8 }],
    [259, { short: strips.compression }],
    [262, { short: 1 }],
  ]);
  if (description !== null) tags.set(270, { text: description });
  tags.set(stripOffsets, { long: strips.bytes.map(() => 0) });
  tags.set(277, { short: 1 });
  tags.set(278, { long: [strips.rows] });
  tags.set(279, { long: strips.bytes.map((b) => b.length) });
  const size = options.pixelSizeNm ?? null;
  if (size !== null && size > 0) {
    const perNm = rational(1 / size);
    tags.set(282, { rational: perNm });
    tags.set(283, { rational: perNm });
    tags.set(296, { short: 1 });
  }
  tags.set(305, { text: 'Morphoscope' });
  tags.set(339, { short: format });
  return tags;
}

const headerBytes = 8;
const mostBytes = 2 ** 32 - 1;

/** Puts a classic little-endian TIFF together: header, all strips one after the other, then a directory a page. */
class TiffFile {
  private readonly strips: readonly Uint8Array[];
  private readonly directories: Map<number, TagValue>[] = [];
  constructor(strips: readonly Uint8Array[]) {
    this.strips = strips;
  }

  addPage(tags: Map<number, TagValue>): void {
    this.directories.push(tags);
  }

  finish(): Uint8Array<ArrayBuffer> {
    const stripEnd = this.strips.reduce((n, strip) => n + strip.length, headerBytes);
    const start = stripEnd + (stripEnd % 2);
    const total = this.directories.reduce((n, tags) => n + directoryBytes(tags), start);
    if (total > mostBytes)
      throw new Failure(
        'too-large',
        `A TIFF of ${total} bytes is longer than the format allows.`,
        'Export fewer pages into one file, or pack them.',
      );
    const bytes = new Uint8Array(total);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x002a4949, true);
    view.setUint32(4, start, true);
    let position = headerBytes;
    const positions = this.strips.map((strip) => {
      bytes.set(strip, position);
      position += strip.length;
      return position - strip.length;
    });
    let at = start;
    let used = 0;
    this.directories.forEach((tags, i) => {
      const count = (tags.get(stripOffsets) as { long: readonly number[] }).long.length;
      tags.set(stripOffsets, { long: positions.slice(used, used + count) });
      used += count;
      const next = at + directoryBytes(tags);
      writeDirectory(view, at, tags, i + 1 < this.directories.length ? next : 0);
      at = next;
    });
    return bytes;
  }
}

const fieldTypes = { text: 2, short: 3, long: 4, rational: 5 } as const;

/** Bytes of a tag's value, and how many values it counts. */
function extentOf(value: TagValue): { readonly type: number; readonly count: number; readonly bytes: number } {
  if ('text' in value) return { type: fieldTypes.text, count: value.text.length + 1, bytes: value.text.length + 1 };
  if ('short' in value) return { type: fieldTypes.short, count: 1, bytes: 2 };
  if ('long' in value) return { type: fieldTypes.long, count: value.long.length, bytes: value.long.length * 4 };
  return { type: fieldTypes.rational, count: 1, bytes: 8 };
}

/** Room for a directory and the values that do not fit into its entries, each at an even place. */
function directoryBytes(tags: Map<number, TagValue>): number {
  let bytes = 2 + tags.size * 12 + 4;
  for (const value of tags.values()) {
    const extent = extentOf(value).bytes;
    if (extent > 4) bytes += extent + (extent % 2);
  }
  return bytes;
}

function writeDirectory(view: DataView, at: number, tags: Map<number, TagValue>, next: number): void {
  view.setUint16(at, tags.size, true);
  let entry = at + 2;
  let outside = entry + tags.size * 12 + 4;
  for (const [tag, value] of tags) {
    const { type, count, bytes } = extentOf(value);
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, count, true);
    if (bytes > 4) {
      view.setUint32(entry + 8, outside, true);
      writeValue(view, outside, value);
      outside += bytes + (bytes % 2);
    } else writeValue(view, entry + 8, value);
    entry += 12;
  }
  view.setUint32(entry, next, true);
}

function writeValue(view: DataView, at: number, value: TagValue): void {
  if ('text' in value) for (let i = 0; i < value.text.length; i++) view.setUint8(at + i, value.text.charCodeAt(i));
  else if ('short' in value) view.setUint16(at, value.short, true);
  else
    ('long' in value ? value.long : value.rational).forEach((n, i) => {
      view.setUint32(at + i * 4, n, true);
    });
}
