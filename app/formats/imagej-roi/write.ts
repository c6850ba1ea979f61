import { Failure } from '../../domain/failure.ts';
import { writeZip } from '../compressed/zip.ts';
import { at, at2, headerBytes, kinds, magic, segment } from './layout.ts';

/** An area to write. Rings are on pixel corners, [x0, y0, x1, y1, ...], outer ones and holes; even-odd. */
export interface RoiToWrite {
  readonly name: string;
  readonly rings: readonly Int32Array[];
  /** 1..255, 0 for none. */
  readonly group: number;
  /** `#rrggbb` */
  readonly strokeColour: string;
  /** Slice of a stack from 1, 0 for all. */
  readonly position: number;
}

/** Version that knows groups (ImageJ 1.52t). */
const version = 228;
/** Coordinates up to here are told by 16 bits in a way that no ImageJ mistakes. */
const farthest = 60_000;
const mostCorners = 65_535;

/**
 * A ROI file. One ring without holes is a traced ROI with whole coordinates; several are a composite one. ImageJ
 * takes exactly the pixels inside the rings for the ROI's. Throws `Failure` invalid-input for no ring.
 */
export function writeRoi({ name, rings, group, strokeColour, position }: RoiToWrite): Uint8Array<ArrayBuffer> {
  if (rings.length === 0)
    throw new Failure('invalid-input', `${name} has no pixel.`, 'Remove the particle or paint it.');
  const box = boxOf(rings);
  const traced =
    rings.length === 1 && box.right < farthest && box.bottom < farthest && rings[0].length <= 2 * mostCorners;
  const corners = traced ? rings[0].length / 2 : 0;
  const floats = traced ? 0 : rings.reduce((sum, ring) => sum + (ring.length / 2) * 3 + 1, 0);
  const second = headerBytes + corners * 4 + floats * 4;
  const view = new DataView(new ArrayBuffer(second + headerBytes + 2 * name.length));
  view.setUint32(0, magic);
  view.setUint16(at.version, version);
  view.setUint8(at.kind, kinds.indexOf(traced ? 'traced' : 'rectangle'));
  view.setUint16(at.top, box.top);
  view.setUint16(at.left, box.left);
  view.setUint16(at.bottom, box.bottom);
  view.setUint16(at.right, box.right);
  view.setUint16(at.corners, corners);
  view.setUint32(at.segments, floats);
  view.setUint32(at.strokeColour, 0xff000000 + Number.parseInt(strokeColour.slice(1), 16));
  view.setUint32(at.position, position);
  view.setUint32(at.header2, second);
  if (traced) putTraced(view, rings[0], box.left, box.top);
  else putSegments(view, rings);
  view.setUint32(second + at2.name, second + headerBytes);
  view.setUint32(second + at2.nameLength, name.length);
  view.setUint8(second + at2.group, group);
  for (let i = 0; i < name.length; i++) view.setUint16(second + headerBytes + 2 * i, name.charCodeAt(i));
  return new Uint8Array(view.buffer);
}

function putTraced(view: DataView, ring: Int32Array, left: number, top: number): void {
  const corners = ring.length / 2;
  for (let i = 0; i < corners; i++) {
    view.setInt16(headerBytes + 2 * i, ring[2 * i] - left);
    view.setInt16(headerBytes + 2 * (corners + i), ring[2 * i + 1] - top);
  }
}

function putSegments(view: DataView, rings: readonly Int32Array[]): void {
  let to = headerBytes;
  const put = (value: number) => {
    view.setFloat32(to, value);
    to += 4;
  };
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      put(i === 0 ? segment.move : segment.line);
      put(ring[i]);
      put(ring[i + 1]);
    }
    put(segment.close);
  }
}

function boxOf(rings: readonly Int32Array[]): { left: number; top: number; right: number; bottom: number } {
  const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 };
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      box.left = Math.min(box.left, ring[i]);
      box.right = Math.max(box.right, ring[i]);
      box.top = Math.min(box.top, ring[i + 1]);
      box.bottom = Math.max(box.bottom, ring[i + 1]);
    }
  }
  return box;
}

/** ROIs as the ZIP archive of ImageJ's ROI Manager; names are made different. The same ROIs give the same bytes. */
export function writeRoiZip(rois: readonly RoiToWrite[]): Uint8Array<ArrayBuffer> {
  const used = new Set<string>();
  return writeZip(
    rois.map((roi) => {
      const base = roi.name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_') || 'particle';
      let name = base;
      for (let n = 2; used.has(name); n++) name = `${base}-${n}`;
      used.add(name);
      return { name: `${name}.roi`, bytes: writeRoi({ ...roi, name }) };
    }),
  );
}
