import type { Acquisition, Metadata } from '../../domain/acquisition.ts';
import type { Axis } from '../../domain/calibration.ts';
import { type ElementType, elementBytes, type PixelArray } from '../../domain/element-type.ts';
import { fromHalf } from '../../math/half.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { expectBytes, malformed, readBytes } from '../byte-reader.ts';
import { extensionOf, type Format, stemOf } from '../format.ts';
import { acquiredImage, axis, expectSound } from '../image.ts';
import { readPlane } from '../pixels.ts';
import { readFei } from './fei.ts';
import { bytesAreSigned, headerBytes, headerMetadata, type MrcHeader, readHeader, spacings } from './header.ts';
import { serialEmTilts } from './serial-em.ts';

/** Modes that need no conversion. */
const plain: Readonly<Record<number, ElementType>> = {
  1: 'int16',
  2: 'float32',
  4: 'complex64',
  6: 'uint16',
  16: 'rgb8',
};

/** MRC2014 maps, volumes, stacks and tilt series; also files without the MAP stamp. */
export const mrc: Format = {
  id: 'mrc',
  title: 'MRC',
  extensions: ['mrc', 'mrcs', 'map', 'rec', 'ali', 'st', 'preali'],
  matches: (head, source) => {
    const header = readHeader(head);
    if (header === null) return false;
    if (header.stamped) return true;
    const size = pixelStart(header) + header.sections * planeBytes(header);
    return size === source.size || (size < source.size && mrc.extensions.includes(extensionOf(source.name)));
  },
  open: async (source) => openMrc(source),
};

function openMrc(source: ByteSource): Acquisition {
  expectBytes(source, 0, headerBytes, 'header');
  const header = readHeader(source.read(0, headerBytes));
  if (header === null) throw malformed(source, 'its header gives no size or number type that MRC knows');
  const shape = shapeOf(header);
  expectSound(source, shape);
  const start = pixelStart(header);
  expectBytes(source, headerBytes, header.extendedBytes, 'extended header');
  expectBytes(source, start, header.sections * planeBytes(header), 'pixels');
  const extended = readExtended(source, header);
  const axes = axesOf(header, shape, extended.pixelSize);
  const metadata = { ...headerMetadata(header), ...extended.metadata };
  const { type, read } = planeReader(source, header, start);
  const described = {
    name: stemOf(source.name),
    shape,
    elementType: type,
    ...(header.mode === 12 ? { storedAs: 'float16' as const } : {}),
    axes,
    calibrationSource: axes.slice(-2).some((a) => a.scale !== null) ? ('file tag' as const) : ('none' as const),
    metadata,
  };
  return { format: 'mrc', images: [acquiredImage(source, described, read)], metadata, companions: [] };
}

function pixelStart(h: MrcHeader): number {
  return headerBytes + h.extendedBytes;
}

function planeBytes(h: MrcHeader): number {
  const pixels = h.columns * h.rows;
  if (h.mode === 0) return pixels;
  if (h.mode === 3) return 4 * pixels;
  if (h.mode === 12) return 2 * pixels;
  // 4-bit pixels, two a byte; every row starts on a byte
  if (h.mode === 101) return Math.ceil(h.columns / 2) * h.rows;
  return pixels * elementBytes[plain[h.mode]];
}

/** (sections, rows, columns); a stack of volumes (space group 401 and up) is (volumes, sections, rows, columns). */
function shapeOf(h: MrcHeader): number[] {
  const depth = h.grid[2];
  if (h.spaceGroup >= 401 && depth > 0 && h.sections % depth === 0)
    return [h.sections / depth, depth, h.rows, h.columns];
  return [h.sections, h.rows, h.columns];
}

const axisNames = ['x', 'y', 'z'];

/** Axes in Å, the unit of the header. Lengths the main header leaves open come from an FEI extended header. */
function axesOf(h: MrcHeader, shape: readonly number[], fei: { x: number; y: number } | null): Axis[] {
  const [columns, rows, sections] = spacings(h);
  const stated = columns !== null && rows !== null;
  const steps = stated || fei === null ? [columns, rows, sections] : [fei.x * 10, fei.y * 10, sections];
  return shape.map((size, i) => {
    const fromFastest = shape.length - 1 - i;
    if (fromFastest > 2) return axis('volume', size, 0, 0, '');
    const name = axisNames[h.order[fromFastest]];
    return axis(name, size, steps[fromFastest] ?? 0, 0, 'Å');
  });
}

function readExtended(
  source: ByteSource,
  h: MrcHeader,
): { pixelSize: { x: number; y: number } | null; metadata: Metadata } {
  if (h.extendedType === 'FEI1' || h.extendedType === 'FEI2') {
    const fei = readFei(source, headerBytes, h.extendedBytes, h.sections);
    if (fei === null) return { pixelSize: null, metadata: {} };
    const tilts = fei.tilts.length > 1 ? { 'tilt angles (°)': fei.tilts } : {};
    return { pixelSize: fei.pixelSize, metadata: { 'FEI extended header': fei.record, ...tilts } };
  }
  const tilts = serialEmTilts(source, h);
  return { pixelSize: null, metadata: tilts === null ? {} : { 'tilt angles (°)': tilts } };
}

/** The element type of decoded planes, and how to read one. */
function planeReader(
  source: ByteSource,
  h: MrcHeader,
  start: number,
): { type: ElementType; read: (frame: number) => PixelArray } {
  const { littleEndian } = h;
  const count = h.columns * h.rows;
  const bytes = planeBytes(h);
  const stored = (frame: number, type: ElementType, samples = 1) =>
    readPlane(source, { offset: start + frame * bytes, count: count * samples, type, littleEndian });
  switch (h.mode) {
    case 0: {
      const type = bytesAreSigned(h) ? 'int8' : 'uint8';
      return { type, read: (frame) => stored(frame, type) };
    }
    case 3:
      return { type: 'complex64', read: (frame) => Float32Array.from(stored(frame, 'int16', 2) as Int16Array) };
    case 12:
      return { type: 'float32', read: (frame) => fromHalf(stored(frame, 'uint16') as Uint16Array) };
    case 101:
      return {
        type: 'uint8',
        read: (frame) => unpackNibbles(readBytes(source, start + frame * bytes, bytes, 'pixels'), h.rows, h.columns),
      };
    default: {
      const type = plain[h.mode];
      return { type, read: (frame) => stored(frame, type) };
    }
  }
}

/** Two pixels a byte, the first in the low four bits. */
function unpackNibbles(packed: Uint8Array, rows: number, columns: number): Uint8Array {
  const out = new Uint8Array(rows * columns);
  const rowBytes = Math.ceil(columns / 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const byte = packed[row * rowBytes + (column >> 1)];
      out[row * columns + column] = column & 1 ? byte >> 4 : byte & 15;
    }
  }
  return out;
}
