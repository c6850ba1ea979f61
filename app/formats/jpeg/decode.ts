import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, truncated } from '../byte-reader.ts';
import { expectUnpacks } from '../unpacked.ts';
import { interleave, type Plane, upsampled } from './colour.ts';
import { emptyTables, type Frame, readFrame, readScan, readTables, type Tables } from './header.ts';
import { inverseTransform } from './idct.ts';
import { type BlockGrid, type BlockStore, decodeScan } from './scan.ts';

/** A decoded JPEG: one sample a pixel (grey) or three (red, green, blue). */
export interface JpegPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** What stands around a JPEG inside a TIFF. */
export interface JpegContext {
  /** The tables that all strips share: a JPEG without a picture. */
  readonly tables?: Uint8Array;
  /** Whether three parts are luminance and colour differences; by default the file's own marks say it. */
  readonly luminance?: boolean;
}

/** One byte brings at most so many pixels: a block of 64 in two bits, a run of empty blocks in less. */
const mostPixelsPerByte = 512;
/** Memory for coefficients, parts and picture together that any picture may have. */
const mostWorking = 160 * 2 ** 20;
const mostScans = 128;

/** Size of a JPEG's picture and its number of colour parts, without decoding it. */
export function readJpegHeader(source: ByteSource, bytes: Uint8Array): Frame {
  const frame = readSegments(source, bytes, emptyTables(), () => 'stop');
  if (frame === null) throw truncated(source, 'picture');
  return frame;
}

/**
 * Decodes a baseline or progressive JPEG of one or three parts. Pixels equal those of the reference decoder (slow
 * integer transform, triangle upsampling). Throws `truncated`, `malformed`, `unsupported`, `too-large`.
 */
export function decodeJpeg(source: ByteSource, bytes: Uint8Array, context: JpegContext = {}): JpegPicture {
  const tables = emptyTables();
  if (context.tables !== undefined && context.tables.length > 0)
    readSegments(source, context.tables, tables, () => 'stop');
  let decoder: Decoder | null = null;
  const frame = readSegments(source, bytes, tables, (opened, segment, start) => {
    decoder ??= new Decoder(source, bytes, opened);
    return decoder.scan(segment, start, tables);
  });
  if (frame === null || decoder === null) throw truncated(source, 'picture');
  return (decoder as Decoder).finish(tables, context.luminance);
}

/** Called at each start of scan; returns where the scan's data end, or 'stop'. */
type OnScan = (frame: Frame, segment: Uint8Array, start: number) => number | 'stop';

/** Walks through a JPEG's segments, fills `tables`, and returns its frame (null when it has none). */
function readSegments(source: ByteSource, bytes: Uint8Array, tables: Tables, onScan: OnScan): Frame | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw malformed(source, 'its picture does not start as a JPEG');
  let frame: Frame | null = null;
  let at = 2;
  for (;;) {
    while (at < bytes.length && !(bytes[at] === 0xff && isMarker(bytes[at + 1]))) at++;
    const marker = bytes[at + 1];
    if (marker === undefined || marker === 0xd9) return frame;
    const length = bytes[at + 2] * 256 + bytes[at + 3];
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (!(length >= 2) || at + 2 + length > bytes.length) throw truncated(source, 'header');
    at += 2 + length;
    if (isFrame(marker)) {
      if (frame !== null) throw malformed(source, 'it has two pictures in one');
      frame = readFrame(source, marker, segment);
    } else if (marker === 0xda) {
      if (frame === null) throw malformed(source, 'its picture comes before its size');
      const end = onScan(frame, segment, at);
      if (end === 'stop') return frame;
      at = end;
    } else readTables(source, marker, segment, tables);
  }
}

/** Markers with a meaning here: no fill bytes, stuffed zeros, restarts or temporary ones. */
function isMarker(code: number | undefined): boolean {
  return code !== undefined && code > 1 && code < 0xff && !(code >= 0xd0 && code <= 0xd8);
}

/** Start of frame: 0xc0 to 0xcf without tables (0xc4), extensions (0xc8) and arithmetic conditioning (0xcc). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Collects the blocks of all scans, transforms them and puts the picture together. */
class Decoder {
  private readonly source: ByteSource;
  private readonly bytes: Uint8Array;
  private readonly frame: Frame;
  private readonly grids: readonly BlockGrid[];
  private readonly planes: readonly Plane[];
  /** All coefficients of a progressive picture; one block at a time of another. */
  private readonly coefficients: readonly Int16Array[];
  private readonly seen = new Set<number>();
  private scans = 0;

  constructor(source: ByteSource, bytes: Uint8Array, frame: Frame) {
    this.source = source;
    this.bytes = bytes;
    this.frame = frame;
    const mostH = Math.max(...frame.components.map((c) => c.h));
    const mostV = Math.max(...frame.components.map((c) => c.v));
    const across = Math.ceil(frame.width / (8 * mostH));
    const down = Math.ceil(frame.height / (8 * mostV));
    const samples = frame.components.reduce((n, c) => n + across * c.h * down * c.v * 64, 0);
    const packed = Math.min(bytes.length, source.size);
    expectUnpacks(source, packed, frame.width * frame.height, mostPixelsPerByte);
    const shown = frame.width * frame.height * (frame.components.length === 1 ? 1 : 5);
    const working = samples * (frame.progressive ? 3 : 1) + shown;
    expectUnpacks(source, packed, working, Number.POSITIVE_INFINITY, mostWorking);
    this.grids = frame.components.map(({ h, v }) => ({
      h,
      v,
      columns: Math.ceil((frame.width * h) / (8 * mostH)),
      rows: Math.ceil((frame.height * v) / (8 * mostV)),
      stride: across * h,
    }));
    this.planes = frame.components.map(({ h, v }) => ({
      data: new Uint8Array(across * h * 8 * down * v * 8),
      stride: across * h * 8,
      width: Math.ceil((frame.width * h) / mostH),
      height: Math.ceil((frame.height * v) / mostV),
    }));
    this.coefficients = this.planes.map((plane) => new Int16Array(frame.progressive ? plane.data.length : 64));
  }

  /** Decodes the scan whose header is `segment`; returns where its data end. */
  scan(segment: Uint8Array, start: number, tables: Tables): number {
    this.scans++;
    if (this.scans > mostScans) throw malformed(this.source, `its picture comes in more than ${mostScans} scans`);
    const scan = readScan(this.source, segment, this.frame);
    for (const { component } of scan.parts) this.seen.add(component);
    const { frame, grids, bytes } = this;
    return decodeScan(this.source, bytes, start, frame, grids, scan, tables, this.storeFor(tables));
  }

  finish(tables: Tables, luminance?: boolean): JpegPicture {
    const { frame, planes } = this;
    if (this.seen.size < planes.length) throw truncated(this.source, 'picture');
    if (frame.progressive) this.transformAll(tables);
    const { width, height } = frame;
    if (planes.length === 1) return { width, height, channels: 1, data: cropped(planes[0], width, height) };
    const mostH = Math.max(...frame.components.map((c) => c.h));
    const mostV = Math.max(...frame.components.map((c) => c.v));
    const parts = planes.map((plane, i) => {
      const { h, v } = frame.components[i];
      return upsampled(plane, mostH / h, mostV / v, width, height);
    });
    const data = interleave(parts, width, height, luminance ?? isLuminance(frame, tables));
    return { width, height, channels: 3, data: data as Uint8Array<ArrayBuffer> };
  }

  private storeFor(tables: Tables): BlockStore {
    const { coefficients, frame, grids } = this;
    if (frame.progressive)
      return {
        coefficients,
        offset: (component, column, row) => (row * grids[component].stride + column) * 64,
        done: () => undefined,
      };
    const quantisation = frame.components.map((_, i) => this.quantisation(tables, i));
    return {
      coefficients,
      offset: (component) => {
        coefficients[component].fill(0);
        return 0;
      },
      done: (component, column, row) => this.transform(component, column, row, 0, quantisation[component]),
    };
  }

  private transformAll(tables: Tables): void {
    this.grids.forEach((grid, component) => {
      const quantisation = this.quantisation(tables, component);
      for (let row = 0; row < grid.rows; row++)
        for (let column = 0; column < grid.columns; column++)
          this.transform(component, column, row, (row * grid.stride + column) * 64, quantisation);
    });
  }

  private transform(component: number, column: number, row: number, from: number, quantisation: Int32Array): void {
    const { data, stride } = this.planes[component];
    inverseTransform(this.coefficients[component], from, quantisation, data, row * 8 * stride + column * 8, stride);
  }

  private quantisation(tables: Tables, component: number): Int32Array {
    const table = tables.quantisation[this.frame.components[component].table];
    if (table === undefined) throw malformed(this.source, 'its picture has no quantisation table');
    return table;
  }
}

/** Three parts are luminance and differences unless Adobe's mark or their names say that they are red, green, blue. */
function isLuminance(frame: Frame, tables: Tables): boolean {
  if (tables.jfif) return true;
  if (tables.adobe !== null) return tables.adobe !== 0;
  return !frame.components.every((c, i) => c.id === 'RGB'.charCodeAt(i));
}

function cropped(plane: Plane, width: number, height: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) out.set(plane.data.subarray(y * plane.stride, y * plane.stride + width), y * width);
  return out;
}
