import type { Metadata } from '../../domain/acquisition.ts';
import { latin1 } from '../byte-reader.ts';

/** Bytes of the main header. */
export const headerBytes = 1024;

/** The main header of an MRC2014 file, in native numbers. Lengths in Ångström. Reference: Cheng et al. 2015, 10.1016/j.jsb.2015.04.002. */
export interface MrcHeader {
  readonly littleEndian: boolean;
  /** "MAP " stands at byte 208; older files lack it. */
  readonly stamped: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly sections: number;
  readonly mode: number;
  /** Intervals of the cell along X, Y, Z. */
  readonly grid: readonly [number, number, number];
  /** Cell lengths along X, Y, Z, Å. */
  readonly cell: readonly [number, number, number];
  /** Which of X, Y, Z (0, 1, 2) runs along columns, rows, sections. */
  readonly order: readonly [number, number, number];
  readonly start: readonly [number, number, number];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly spaceGroup: number;
  readonly extendedBytes: number;
  readonly extendedType: string;
  /** IMOD's flags, or null without IMOD's stamp. Bit 0: bytes are signed. */
  readonly imodFlags: number | null;
  /** SerialEM: bytes a section and bits of what they hold. */
  readonly serialEm: { readonly bytes: number; readonly bits: number };
  readonly labels: readonly string[];
}

const knownModes = new Set([0, 1, 2, 3, 4, 6, 12, 16, 101]);
const imodStamp = 1_146_047_817;

/** The header of `head` (at least 1024 bytes), in the byte order that makes sense; null when none does. */
export function readHeader(head: Uint8Array): MrcHeader | null {
  if (head.length < headerBytes) return null;
  const stamp = head[212];
  const orders = stamp === 0x11 ? [false, true] : [true, false];
  for (const littleEndian of orders) {
    const header = parse(head, littleEndian);
    if (plausible(header)) return header;
  }
  return null;
}

function plausible(h: MrcHeader): boolean {
  const sides = [h.columns, h.rows, h.sections];
  return knownModes.has(h.mode) && sides.every((n) => n > 0 && n < 2 ** 24) && h.extendedBytes >= 0;
}

function parse(head: Uint8Array, littleEndian: boolean): MrcHeader {
  const view = new DataView(head.buffer, head.byteOffset, headerBytes);
  const int = (offset: number) => view.getInt32(offset, littleEndian);
  const float = (offset: number) => view.getFloat32(offset, littleEndian);
  const three = (read: (offset: number) => number, offset: number) =>
    [read(offset), read(offset + 4), read(offset + 8)] as const;
  const map = three(int, 64).map((axis) => axis - 1);
  const permutation = [0, 1, 2].every((axis) => map.includes(axis));
  const text = (offset: number, length: number) => latin1(head.subarray(offset, offset + length)).trim();
  const labelCount = Math.min(10, Math.max(0, int(220)));
  return {
    littleEndian,
    stamped: latin1(head.subarray(208, 211)) === 'MAP',
    columns: int(0),
    rows: int(4),
    sections: int(8),
    mode: int(12),
    start: three(int, 16),
    grid: three(int, 28),
    cell: three(float, 40),
    order: permutation ? [map[0], map[1], map[2]] : [0, 1, 2],
    min: float(76),
    max: float(80),
    mean: float(84),
    spaceGroup: int(88),
    extendedBytes: int(92),
    extendedType: text(104, 4),
    imodFlags: int(152) === imodStamp ? int(156) : null,
    serialEm: { bytes: view.getInt16(128, littleEndian), bits: view.getInt16(130, littleEndian) },
    labels: Array.from({ length: labelCount }, (_, i) => text(224 + 80 * i, 80)),
  };
}

/** Å from one sample to the next along columns, rows, sections; null where the file leaves it open (0 or negative). */
export function spacings(h: MrcHeader): readonly (number | null)[] {
  return h.order.map((axis) => {
    const spacing = h.cell[axis] / h.grid[axis];
    return h.cell[axis] > 0 && h.grid[axis] > 0 && Number.isFinite(spacing) ? spacing : null;
  });
}

/** Mode 0 holds signed bytes, unless IMOD says otherwise or the stated maximum does not fit. */
export function bytesAreSigned(h: MrcHeader): boolean {
  if (h.imodFlags !== null) return (h.imodFlags & 1) === 1;
  return !(h.min >= 0 && h.max > 127 && h.max <= 255);
}

/** The header as metadata, under the names of the standard. */
export function headerMetadata(h: MrcHeader): Metadata {
  return {
    mode: h.mode,
    'nx, ny, nz': [h.columns, h.rows, h.sections],
    'nxstart, nystart, nzstart': [...h.start],
    'mx, my, mz': [...h.grid],
    'cella (Å)': [...h.cell],
    'mapc, mapr, maps': h.order.map((axis) => axis + 1),
    'dmin, dmax, dmean': [h.min, h.max, h.mean],
    ispg: h.spaceGroup,
    nsymbt: h.extendedBytes,
    exttyp: h.extendedType,
    'byte order': h.littleEndian ? 'little' : 'big',
    labels: h.labels,
  };
}
