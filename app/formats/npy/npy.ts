import type { Acquisition } from '../../domain/acquisition.ts';
import { type ElementType, elementBytes, samplesPerPixel } from '../../domain/element-type.ts';
import { fromHalf } from '../../math/half.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { expectBytes, notAnImage, readBytes } from '../byte-reader.ts';
import { type Format, stemOf } from '../format.ts';
import { acquiredImage, bareAxis, expectSound } from '../image.ts';
import { pixelsOf } from '../pixels.ts';
import { type NpyHeader, readNpyHeader, valueBytes } from './header.ts';

/** NumPy arrays: an image, or a stack when they have more than two axes; (rows, columns, 3 or 4) of bytes is a colour image. */
export const npy: Format = {
  id: 'npy',
  title: 'NumPy',
  extensions: ['npy'],
  matches: (head) => head[0] === 0x93 && String.fromCharCode(...head.subarray(1, 6)) === 'NUMPY',
  open: async (source) => openNpy(source),
};

function openNpy(source: ByteSource): Acquisition {
  const header = readNpyHeader(source);
  if (header.shape.length === 0) throw notAnImage(source, 'a single number');
  if (header.shape.length === 1) throw notAnImage(source, `a list of ${header.shape[0]} numbers`);
  const colour = colourType(header);
  const shape = colour === null ? header.shape : header.shape.slice(0, 2);
  expectSound(source, shape);
  const pixels = shape.reduce((product, n) => product * n, 1);
  const bytes = colour === null ? valueBytes(header) : elementBytes[colour];
  expectBytes(source, header.start, pixels * bytes, 'pixels');
  const stored: ElementType = colour ?? (header.type === 'float16' ? 'uint16' : header.type);
  const half = header.type === 'float16';
  const described = {
    name: stemOf(source.name),
    shape,
    elementType: half ? 'float32' : stored,
    ...(half ? { storedAs: 'float16' as const } : {}),
    axes: shape.map((size, i) => bareAxis(['x', 'y', 'z'][shape.length - 1 - i] ?? `axis ${shape.length - i}`, size)),
    calibrationSource: 'none' as const,
    metadata: { order: header.fortranOrder ? 'Fortran' : 'C' },
  };
  const image = acquiredImage(source, described, (frame) => {
    const bytes = header.fortranOrder
      ? gatherPlane(source, header, colour, frame)
      : contiguousPlane(source, header.start, shape, elementBytes[stored], frame);
    const plane = pixelsOf(bytes, stored, header.littleEndian);
    return half ? fromHalf(plane as Uint16Array) : plane;
  });
  return { format: 'npy', images: [image], metadata: described.metadata, companions: [] };
}

function colourType(header: NpyHeader): 'rgb8' | 'rgba8' | null {
  if (header.type !== 'uint8' || header.shape.length !== 3) return null;
  if (header.shape[2] === 3) return 'rgb8';
  return header.shape[2] === 4 ? 'rgba8' : null;
}

function contiguousPlane(
  source: ByteSource,
  start: number,
  shape: readonly number[],
  bytes: number,
  frame: number,
): Uint8Array<ArrayBuffer> {
  const [rows, columns] = shape.slice(-2);
  const planeBytes = rows * columns * bytes;
  return readBytes(source, start + frame * planeBytes, planeBytes, 'pixels');
}

/**
 * Bytes of a plane of a Fortran-ordered array, in C order. With P planes the value (frame, row, column) stands at
 * f + P (row + rows * column), f being the frame counted first index fastest; a colour adds P rows columns a channel.
 * One column is read at a time, so that memory stays flat.
 */
function gatherPlane(
  source: ByteSource,
  header: NpyHeader,
  colour: 'rgb8' | 'rgba8' | null,
  frame: number,
): Uint8Array<ArrayBuffer> {
  const channels = colour === null ? 1 : samplesPerPixel(colour);
  const sides = colour === null ? header.shape : header.shape.slice(0, 2);
  const [rows, columns] = sides.slice(-2);
  const lead = sides.slice(0, -2);
  const planes = lead.reduce((product, n) => product * n, 1);
  const first = fortranIndex(lead, frame);
  const width = valueBytes(header);
  const out = new Uint8Array(rows * columns * channels * width);
  const columnBytes = planes * rows * width;
  for (let channel = 0; channel < channels; channel++) {
    for (let column = 0; column < columns; column++) {
      const at = header.start + (channel * columns + column) * columnBytes;
      const values = readBytes(source, at, columnBytes, 'pixels');
      for (let row = 0; row < rows; row++) {
        const from = (row * planes + first) * width;
        const to = ((row * columns + column) * channels + channel) * width;
        for (let i = 0; i < width; i++) out[to + i] = values[from + i];
      }
    }
  }
  return out;
}

/** Index, first axis fastest, of what stands at `index` with the last axis fastest. */
function fortranIndex(sides: readonly number[], index: number): number {
  const places: number[] = [];
  let rest = index;
  for (let i = sides.length - 1; i >= 0; i--) {
    places[i] = rest % sides[i];
    rest = Math.floor(rest / sides[i]);
  }
  let step = 1;
  let sum = 0;
  for (let i = 0; i < sides.length; i++) {
    sum += places[i] * step;
    step *= sides[i];
  }
  return sum;
}
