import { type PixelArray, samplesPerPixel } from '../../domain/element-type.ts';
import { fromHalf } from '../../math/half.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { readBytes } from '../byte-reader.ts';
import { pixelsOf } from '../pixels.ts';
import { isGreyPalette, type Page, tags } from './page.ts';
import {
  bytesPerRow,
  expectPageUnpacks,
  heldAs,
  isBackwards,
  readSegment,
  rowsOf,
  type Segments,
  samplesTogether,
  segmentGrid,
  segmentsOf,
} from './segments.ts';

/** One plane of a page; `channel` counts its grey values a pixel. Throws `truncated`, `malformed`, `too-large`. */
export function readPagePlane(source: ByteSource, page: Page, channel: number): PixelArray {
  if (!page.planar) return picture(page, readRaster(source, page, 0), channel);
  if (page.colour === 'grey') return picture(page, readRaster(source, page, channel), 0);
  const parts = Array.from({ length: colourParts(page) }, (_, part) => readRaster(source, page, part));
  return colours(interleaved(parts), parts.length, page);
}

/** Bytes of a plane that is stored without packing. */
export function planeBytes(page: Page): number {
  return page.height * bytesPerRow(page, page.width);
}

/** Plane `index` of planes that lie one after the other from the page's first strip on (ImageJ's big stacks). */
export function readStackedPlane(source: ByteSource, page: Page, index: number): PixelArray {
  const offset = page.directory.number(tags.stripOffsets, 0) + index * planeBytes(page);
  const bytes = readBytes(source, offset, planeBytes(page), `plane ${index + 1}`);
  return picture(page, pixelsOf(bytes, heldAs(page), page.directory.littleEndian), 0);
}

/** All samples of a plane as they are stored, rows without padding, native byte order. */
function readRaster(source: ByteSource, page: Page, plane: number): PixelArray {
  const segments = segmentsOf(source, page, plane);
  if (isOnePiece(page, segments)) {
    const bytes = readBytes(source, segments.offsets[0], planeBytes(page), 'pixels');
    return pixelsOf(bytes, heldAs(page), page.directory.littleEndian);
  }
  return assembled(source, page, segments);
}

/** The usual micrograph: strips without packing that follow each other, so that one read fetches all. */
function isOnePiece(page: Page, { offsets, counts }: Segments): boolean {
  if (page.compression !== 1 || page.tiled || page.bits % 8 !== 0 || isBackwards(page)) return false;
  for (let i = 1; i < offsets.length; i++) if (offsets[i] !== offsets[i - 1] + counts[i - 1]) return false;
  return true;
}

/** Strips or tiles, unpacked one by one and put in their places. */
function assembled(source: ByteSource, page: Page, segments: Segments): PixelArray {
  const type = heldAs(page);
  const perPixel = samplesTogether(page) * samplesPerPixel(type);
  const stored = segments.counts.reduce((n, count) => n + count, 0);
  expectPageUnpacks(source, page, stored, planeBytes(page));
  const { across, total } = segmentGrid(page);
  let raster: PixelArray | null = null;
  for (let i = 0; i < total; i++) {
    const samples = readSegment(source, page, segments, i);
    raster ??= new (samples.constructor as new (n: number) => PixelArray)(page.width * page.height * perPixel);
    const left = (i % across) * page.segmentWidth;
    const top = Math.floor(i / across) * page.segmentHeight;
    const rows = Math.min(rowsOf(page, Math.floor(i / across)), page.height - top);
    const width = Math.min(page.segmentWidth, page.width - left) * perPixel;
    const stride = page.segmentWidth * perPixel;
    for (let row = 0; row < rows; row++)
      raster.set(
        samples.subarray(row * stride, row * stride + width) as never,
        ((top + row) * page.width + left) * perPixel,
      );
  }
  return raster as PixelArray;
}

/** Interleaved samples as what the page shows. */
function picture(page: Page, raster: PixelArray, channel: number): PixelArray {
  if (page.colour === 'palette') return throughPalette(raster as Uint8Array, page);
  if (page.colour !== 'grey') return colours(raster, page.samples, page);
  const one = samplesTogether(page) === 1 ? raster : everyNth(raster, samplesTogether(page), channel);
  return page.half ? fromHalf(one as Uint16Array) : one;
}

/** One sample of each pixel. Complex samples never come several to a pixel. */
function everyNth(raster: PixelArray, step: number, first: number): PixelArray {
  const out = new (raster.constructor as new (n: number) => PixelArray)(raster.length / step);
  for (let i = 0, from = first; i < out.length; i++, from += step) out[i] = raster[from];
  return out;
}

function colourParts(page: Page): number {
  return page.elementType === 'rgba8' ? 4 : 3;
}

function interleaved(parts: readonly PixelArray[]): PixelArray {
  const first = parts[0];
  const out = new (first.constructor as new (n: number) => PixelArray)(first.length * parts.length);
  parts.forEach((part, p) => {
    for (let i = 0, to = p; i < part.length; i++, to += parts.length) out[to] = part[i];
  });
  return out;
}

/** Red, green, blue and perhaps opacity of each pixel in 8 bits; further samples are left out. */
function colours(raster: PixelArray, samples: number, page: Page): Uint8Array {
  const kept = colourParts(page);
  const shift = page.bits === 16 ? 8 : 0;
  if (samples === kept && shift === 0) return raster as Uint8Array;
  const values = raster as Uint8Array | Uint16Array;
  const out = new Uint8Array((values.length / samples) * kept);
  for (let from = 0, to = 0; from < values.length; from += samples)
    for (let part = 0; part < kept; part++) out[to++] = values[from + part] >> shift;
  return out;
}

/** Indices as what the colour table says: one byte where all its entries are grey, else red, green, blue. */
function throughPalette(indices: Uint8Array, page: Page): Uint8Array {
  const table = page.directory.list(tags.colourMap);
  if (table.length === 0) return indices;
  const size = Math.floor(table.length / 3);
  // some programs write 8-bit entries
  const scale = table.some((entry) => entry > 255) ? 256 : 1;
  const parts = isGreyPalette(table) ? 1 : 3;
  const entries = Uint8Array.from({ length: 256 * parts }, (_, i) => {
    const index = Math.floor(i / parts);
    return index < size ? Math.floor(table[index + (i % parts) * size] / scale) : 0;
  });
  const out = new Uint8Array(indices.length * parts);
  for (let i = 0, to = 0; i < indices.length; i++)
    for (let part = 0; part < parts; part++) out[to++] = entries[indices[i] * parts + part];
  return out;
}
