import { Failure } from '../../domain/failure.ts';
import type { RunMask } from '../../domain/instance.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { ByteReader, malformed } from '../byte-reader.ts';
import { isZip, zipEntries } from '../compressed/zip.ts';
import { stemOf } from '../format.ts';
import { memorySource } from '../memory-source.ts';
import { flattenCubic, flattenQuadratic } from './curves.ts';
import { fillOval, fillRings } from './fill.ts';
import { at, at2, headerBytes, kinds, magic, options, segment, segmentCoordinates, subtypes } from './layout.ts';

/** An area that somebody outlined in ImageJ, as pixels of the image. */
export interface ImageJRoi {
  readonly name: string;
  readonly mask: RunMask;
  /** 1..255, 0 for none. */
  readonly group: number;
  /** `#rrggbb`, or null. */
  readonly strokeColour: string | null;
  /** Slice or frame of a stack from 1, 0 for all. */
  readonly position: number;
}

export interface ImageJRois {
  readonly rois: readonly ImageJRoi[];
  /** What has no area, or one that is not read, with the reason. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** ImageJ draws curves of composite ROIs within this distance, px. */
const flatness = 0.1;

/**
 * The areas of a ROI file or of a ROI Manager's ZIP archive in an image of `width` x `height`, with the pixels that ImageJ
 * itself takes for inside; parts outside the image are cut off. Throws `Failure` truncated, malformed, unsupported.
 */
export function readImageJRois(source: ByteSource, width: number, height: number): ImageJRois {
  const rois: ImageJRoi[] = [];
  const skipped: { name: string; reason: string }[] = [];
  const take = (roi: ByteSource) => {
    const found = readRoi(roi, width, height);
    if ('reason' in found) skipped.push(found);
    else rois.push(found);
  };
  if (!isZip(source.read(0, 4))) take(source);
  else {
    for (const entry of zipEntries(source)) {
      if (entry.name.toLowerCase().endsWith('.roi')) take(memorySource(entry.name, entry.read()));
      else skipped.push({ name: entry.name, reason: 'it is no ROI' });
    }
  }
  return { rois, skipped };
}

function readRoi(source: ByteSource, width: number, height: number): ImageJRoi | { name: string; reason: string } {
  const reader = new ByteReader(source, false);
  if (reader.u32() !== magic) throw malformed(source, 'it is no ImageJ ROI');
  const u16 = (offset: number): number => {
    reader.seek(offset);
    return reader.u16();
  };
  const u32 = (offset: number): number => {
    reader.seek(offset);
    return reader.u32();
  };
  const version = u16(at.version);
  reader.seek(at.kind);
  const kind = kinds[reader.u8()];
  const header2 = version >= 218 ? u32(at.header2) : 0;
  const second = header2 >= headerBytes && header2 + headerBytes <= source.size ? header2 : 0;
  const name = nameOf(
    source,
    second === 0 ? 0 : u32(second + at2.name),
    second === 0 ? 0 : u32(second + at2.nameLength),
  );
  const reason = leftOut(kind, u16(at.subtype), u16(at.options), u16(at.arc), u32(at.segments) > 0);
  if (reason !== null) return { name, reason };
  const mask = maskOf(reader, kind, version, width, height);
  if (mask === null) return { name, reason: 'it has no pixel in the image' };
  const argb = version >= 218 ? u32(at.strokeColour) : 0;
  const positions = second === 0 ? 0 : Math.max(u32(second + at2.slice), u32(second + at2.frame));
  if (second > 0) reader.seek(second + at2.group);
  return {
    name,
    mask,
    group: second === 0 ? 0 : reader.u8(),
    strokeColour: argb === 0 ? null : `#${(argb & 0xffffff).toString(16).padStart(6, '0')}`,
    position: positions > 0 ? positions : version >= 221 ? u32(at.position) : 0,
  };
}

function leftOut(
  kind: (typeof kinds)[number] | undefined,
  subtype: number,
  flags: number,
  arc: number,
  composite: boolean,
) {
  if (composite) return null;
  if (subtype === subtypes.text || subtype === subtypes.image || subtype === subtypes.arrow) return 'it is no area';
  if (kind === 'rectangle') return arc > 0 ? 'it is a rectangle with round corners' : null;
  if (kind === 'oval') return null;
  if (kind !== 'polygon' && kind !== 'freehand' && kind !== 'traced')
    return `it is no area, but a ${kind ?? 'new kind'}`;
  return (flags & options.spline) === 0
    ? null
    : 'it is a spline; ImageJ can make a polygon of it (Edit > Selection > Interpolate)';
}

function nameOf(source: ByteSource, offset: number, length: number): string {
  if (length === 0 || length > 4096 || offset + 2 * length > source.size) return stemOf(source.name);
  const reader = new ByteReader(source, false, offset);
  return String.fromCharCode(...Array.from({ length }, () => reader.u16()));
}

function maskOf(
  reader: ByteReader,
  kind: (typeof kinds)[number] | undefined,
  version: number,
  width: number,
  height: number,
): RunMask | null {
  reader.seek(at.top);
  const [top, left, bottom, right] = [reader.i16(), reader.i16(), reader.i16(), reader.i16()].map(unsignedWhereLarge);
  reader.seek(at.segments);
  const floats = reader.u32();
  try {
    if (floats > 0) return fillRings(compositeRings(reader, floats), width, height);
    if (kind === 'rectangle') return fillRings([[left, top, right, top, right, bottom, left, bottom]], width, height);
    if (kind === 'oval') return fillOval({ x: left, y: top, width: right - left, height: bottom - top }, width, height);
    return fillRings([polygonOf(reader, version, left, top)], width, height);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.info.subject !== undefined) throw thrown;
    throw new Failure(
      thrown.info.tag,
      `${reader.source.name}: ${thrown.message}`,
      thrown.info.remedy,
      reader.source.name,
    );
  }
}

/** ImageJ takes what is far below zero for a number over 32,767. */
function unsignedWhereLarge(n: number): number {
  return n < -5000 ? n + 65_536 : n;
}

function polygonOf(reader: ByteReader, version: number, left: number, top: number): Float64Array {
  const { source } = reader;
  reader.seek(at.corners);
  let corners = reader.u16();
  if (corners === 0) {
    reader.seek(at.manyCorners);
    corners = reader.u32();
  }
  if (!(corners * 4 <= source.size)) throw malformed(source, `it claims ${corners} corners`);
  reader.seek(at.options);
  const fine = version >= 222 && (reader.u16() & options.subPixel) !== 0;
  const ring = new Float64Array(2 * corners);
  reader.seek(headerBytes + (fine ? 4 * corners : 0));
  for (let axis = 0; axis < 2; axis++) {
    const offset = axis === 0 ? left : top;
    for (let i = 0; i < corners; i++) {
      const value = fine ? reader.f32() : Math.max(0, unsignedWhereLarge(reader.i16())) + offset;
      if (!Number.isFinite(value)) throw malformed(source, 'a corner is no number');
      ring[2 * i + axis] = value;
    }
  }
  return ring;
}

/** The closed rings of a composite ROI, curves as straight lines. */
function compositeRings(reader: ByteReader, floats: number): number[][] {
  const { source } = reader;
  reader.seek(headerBytes);
  if (floats * 4 > reader.left) throw malformed(source, `it claims ${floats} numbers`);
  const rings: number[][] = [];
  let ring: number[] = [];
  for (let used = 0; used < floats; ) {
    const kind = reader.f32();
    const count = segmentCoordinates[kind];
    if (count === undefined) throw malformed(source, `it has a segment of kind ${kind}`);
    const values = Array.from({ length: count }, () => reader.f32());
    if (!values.every(Number.isFinite)) throw malformed(source, 'a corner is no number');
    used += 1 + count;
    if (used > floats) throw malformed(source, 'its last segment is cut off');
    if (kind === segment.move) {
      ring = values;
      rings.push(ring);
    } else if (kind === segment.line) ring.push(...values);
    else if (kind !== segment.close) {
      const curve = [...ring.slice(-2), ...values];
      if (curve.length !== count + 2) throw malformed(source, 'a curve has no start');
      if (kind === segment.cubic) flattenCubic(curve, flatness, ring);
      else flattenQuadratic(curve, flatness, ring);
    }
  }
  return rings;
}
