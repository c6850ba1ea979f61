import type { Acquisition, Metadata } from '../../domain/acquisition.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { ByteReader, expectBytes, latin1, malformed } from '../byte-reader.ts';
import { type Format, stemOf } from '../format.ts';
import { acquiredImage, axis, expectSound } from '../image.ts';
import { readPlane } from '../pixels.ts';

/** Bytes before each pattern: mark 0xAA55 and index. */
const patternHead = 6;

/** NanoMEGAS blockfile: a scan of small diffraction patterns, 8 bits, one after the other. */
export const blo: Format = {
  id: 'blo',
  title: 'NanoMEGAS blockfile',
  extensions: ['blo'],
  matches: (head) => latin1(head.subarray(0, 6)) === 'IMGBLO',
  open: async (source) => openBlo(source),
};

function openBlo(source: ByteSource): Acquisition {
  const reader = new ByteReader(source, true);
  if (reader.latin1(6) !== 'IMGBLO') throw malformed(source, 'it does not start as a blockfile');
  reader.skip(6);
  const start = reader.u32();
  reader.skip(4);
  const side = reader.u16();
  const patternRotation = reader.u16();
  const columns = reader.u16();
  const rows = reader.u16();
  const scanRotation = reader.u16();
  const stepX = reader.f64();
  const stepY = reader.f64();
  const beamEnergy = reader.u32();
  // hundredths of a pixel a centimetre on the camera
  const pixelsPerCentimetre = reader.u16() / 100;
  const cameraLength = reader.u32();
  const shape = [rows, columns, side, side];
  expectSound(source, shape);
  const stride = patternHead + side * side;
  expectBytes(source, start, rows * columns * stride, 'pixels');
  const metadata: Metadata = {
    'pattern rotation': patternRotation / 100,
    'scan rotation': scanRotation / 100,
    'beam energy (V)': beamEnergy,
    'camera length (mm)': cameraLength / 10,
  };
  const axes = [
    axis('y', rows, stepY, 0, 'nm'),
    axis('x', columns, stepX, 0, 'nm'),
    axis('dy', side, 1 / pixelsPerCentimetre, 0, 'cm'),
    axis('dx', side, 1 / pixelsPerCentimetre, 0, 'cm'),
  ];
  const calibrationSource = pixelsPerCentimetre > 0 ? 'file tag' : 'none';
  const described = {
    name: stemOf(source.name),
    shape,
    elementType: 'uint8',
    axes,
    calibrationSource,
    metadata,
  } as const;
  const image = acquiredImage(source, described, (frame) =>
    readPlane(source, {
      offset: start + frame * stride + patternHead,
      count: side * side,
      type: 'uint8',
      littleEndian: true,
    }),
  );
  return { format: 'blo', images: [image], metadata, companions: [] };
}
