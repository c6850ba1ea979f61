import type { ByteSource } from '../../ports/byte-source.ts';
import { readBytes } from '../byte-reader.ts';
import { headerBytes, type MrcHeader } from './header.ts';

/**
 * Tilt angles (degrees) from an extended header as SerialEM and IMOD write it: for every section a record of `bytes`
 * bytes, whose first two are 100 times the angle when bit 0 of `bits` is set. An extended header of 131,072 bytes
 * without these numbers is the older FEI one: 1024 records of 32 floats, the first the alpha tilt. Null when there are none.
 */
export function serialEmTilts(source: ByteSource, h: MrcHeader): number[] | null {
  const { bytes, bits } = h.serialEm;
  const length = h.extendedBytes;
  if (bytes >= 2 && (bits & 1) === 1 && bits < 64 && bytes * h.sections <= length)
    return angles(source, h, bytes, (view, at) => view.getInt16(at, h.littleEndian) / 100);
  if (length === 131_072 && bytes === 0 && h.sections <= 1024 && h.extendedType === '')
    return angles(source, h, 128, (view, at) => view.getFloat32(at, h.littleEndian));
  return null;
}

function angles(
  source: ByteSource,
  h: MrcHeader,
  step: number,
  read: (view: DataView, at: number) => number,
): number[] | null {
  const view = new DataView(readBytes(source, headerBytes, h.sections * step, 'extended header').buffer);
  const found = Array.from({ length: h.sections }, (_, i) => read(view, i * step));
  const sensible = found.every((angle) => Math.abs(angle) <= 180) && found.some((angle) => angle !== 0);
  return sensible ? found : null;
}
