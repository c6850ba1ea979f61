import type { AcquiredImage, Acquisition, Metadata } from '../../domain/acquisition.ts';
import type { Axis } from '../../domain/calibration.ts';
import { type ElementType, elementBytes, samplesPerPixel } from '../../domain/element-type.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { ByteReader, expectBytes, malformed, notAnImage, unsupported } from '../byte-reader.ts';
import { type Format, stemOf } from '../format.ts';
import { acquiredImage, axis, bareAxis, expectSound } from '../image.ts';
import { flipRows, readPlane } from '../pixels.ts';
import { emiDescription } from './emi-info.ts';
import { readSerHeader, type SerHeader } from './ser-header.ts';

/** FEI / Thermo TIA series: one image, or a stack of them; the .emi file beside it describes the microscope. */
export const ser: Format = {
  id: 'ser',
  title: 'TIA SER',
  extensions: ['ser'],
  matches: (head) => head[0] === 0x49 && head[1] === 0x49 && head[2] === 0x97 && head[3] === 0x01,
  open: async (source) => openSer(source),
};

/** The .emi file of a series, and the series' number in it. */
interface Description {
  readonly file: ByteSource;
  readonly number: number;
}

/** Opens a .ser file. Its .emi file is looked for beside it unless given. */
export function openSer(source: ByteSource, emi: Description | null = emiBeside(source)): Acquisition {
  const header = readSerHeader(source);
  if (header.dataType === 'spectrum') throw notAnImage(source, spectrumName(source, header));
  const image = imageOf(source, header, emi);
  return {
    format: 'ser',
    images: [image],
    get metadata() {
      return image.metadata;
    },
    companions: emi === null ? [] : [emi.file.name],
  };
}

/** The .emi file of "scan_2.ser" is "scan.emi". */
function emiBeside(source: ByteSource): Description | null {
  const parts = /^(.+)_(\d+)\.ser$/i.exec(source.name);
  if (parts === null) return null;
  const file = source.sibling(`${parts[1]}.emi`);
  return file === null ? null : { file, number: Number(parts[2]) };
}

/** What a data element says of its plane. */
interface Element {
  readonly axes: readonly [y: Axis, x: Axis];
  readonly type: ElementType;
  readonly rows: number;
  readonly columns: number;
  /** Where its pixels start. */
  readonly pixels: number;
}

const types: readonly ElementType[] = [
  'uint8',
  'uint16',
  'uint32',
  'int8',
  'int16',
  'int32',
  'float32',
  'float64',
  'complex64',
  'complex128',
];

function readElement(source: ByteSource, offset: number): Element {
  expectBytes(source, offset, 50, 'image header');
  const reader = new ByteReader(source, true, offset);
  const calibration = () => ({ offset: reader.f64(), delta: reader.f64(), element: reader.u32() });
  const x = calibration();
  const y = calibration();
  const code = reader.u16();
  const columns = reader.u32();
  const rows = reader.u32();
  const type = types[code - 1];
  if (type === undefined)
    throw unsupported(source, `its pixels have TIA data type ${code}`, 'Save the image again from TIA.');
  expectBytes(source, reader.position, rows * columns * elementBytes[type], 'pixels');
  return {
    axes: [metricAxis('y', rows, y), metricAxis('x', columns, x)],
    type,
    rows,
    columns,
    pixels: reader.position,
  };
}

/**
 * TIA keeps metres a pixel, or 1/metre in diffraction, without saying which; no pixel is a metre wide and no
 * pattern finer than 1/m, so the number tells. Handed on in nm and 1/nm.
 */
function metricAxis(name: string, size: number, c: { offset: number; delta: number; element: number }): Axis {
  const start = c.offset - c.element * c.delta;
  if (Math.abs(c.delta) >= 1) return axis(name, size, c.delta * 1e-9, start * 1e-9, '1/nm');
  return axis(name, size, c.delta * 1e9, start * 1e9, 'nm');
}

function imageOf(source: ByteSource, header: SerHeader, emi: Description | null): AcquiredImage {
  const first = readElement(source, header.elements[0]);
  const navigation = navigationAxes(header);
  const shape = [...navigation.map((a) => a.size), first.rows, first.columns];
  expectSound(source, shape);
  const planeBytes = first.rows * first.columns * elementBytes[first.type];
  for (const offset of header.elements) expectBytes(source, offset, 50 + planeBytes, 'pixels');
  const described = {
    name: stemOf(source.name),
    shape,
    elementType: first.type,
    axes: [...navigation, ...first.axes],
    calibrationSource: first.axes.some((a) => a.scale !== null) ? ('file tag' as const) : ('none' as const),
    metadata: {},
  };
  const image = acquiredImage(source, described, (frame) => {
    const element = readElement(source, header.elements[frame]);
    if (element.rows !== first.rows || element.columns !== first.columns || element.type !== first.type)
      throw malformed(source, `frame ${frame + 1} has another size or number type than the first`);
    const pixels = readPlane(source, {
      offset: element.pixels,
      count: first.rows * first.columns,
      type: first.type,
      littleEndian: true,
    });
    flipRows(pixels, first.columns * samplesPerPixel(first.type));
    return pixels;
  });
  let metadata: Metadata | null = null;
  return {
    ...image,
    // read when asked for: an .emi file may be as large as its images
    get metadata() {
      metadata ??= metadataWith(header, emi);
      return metadata;
    },
  };
}

function metadataWith(header: SerHeader, emi: Description | null): Metadata {
  const objectInfo = emi === null ? null : emiDescription(emi.file, emi.number);
  return objectInfo === null ? { SER: header.metadata } : { SER: header.metadata, ObjectInfo: objectInfo };
}

/** Axes of a stack or a map, slowest first; none for a single image. */
function navigationAxes(header: SerHeader): Axis[] {
  const valid = header.elements.length;
  const dimensions = header.dimensions.filter((d) => d.size > 1).reverse();
  const planned = dimensions.reduce((product, d) => product * d.size, 1);
  if (planned === valid)
    return dimensions.map((d) =>
      d.units === 'meters'
        ? axis(d.description, d.size, d.delta * 1e9, (d.offset - d.element * d.delta) * 1e9, 'nm')
        : axis(d.description, d.size, d.delta, d.offset - d.element * d.delta, d.units),
    );
  // stopped before the end: what was taken, one after the other
  return valid === 1 ? [] : [bareAxis('Number', valid)];
}

function spectrumName(source: ByteSource, header: SerHeader): string {
  const reader = new ByteReader(source, true, header.elements[0]);
  reader.skip(22);
  const channels = reader.u32();
  const points = header.elements.length;
  if (points === 1) return `a spectrum, ${channels} channels`;
  const sides = header.dimensions.filter((d) => d.size > 1).map((d) => d.size);
  const grid = sides.length === 2 ? `${sides[1]} × ${sides[0]}` : String(points);
  return `${sides.length === 2 ? 'a spectrum image' : 'a series of spectra'}, ${grid} points of ${channels} channels`;
}
