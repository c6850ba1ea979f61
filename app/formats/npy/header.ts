import { type ElementType, elementBytes } from '../../domain/element-type.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { ByteReader, malformed, unsupported } from '../byte-reader.ts';

/** What the header of a NumPy file says. */
export interface NpyHeader {
  readonly type: ElementType | 'float16';
  readonly littleEndian: boolean;
  /** First index fastest, as in Fortran. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the values start. */
  readonly start: number;
}

const longestHeader = 1 << 16;

const types: Readonly<Record<string, NpyHeader['type']>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  c8: 'complex64',
  c16: 'complex128',
};

/** Bytes of one value. */
export function valueBytes(header: NpyHeader): number {
  return header.type === 'float16' ? 2 : elementBytes[header.type];
}

/** Reads the header of a .npy file, versions 1 to 3. Reference: numpy.lib.format. */
export function readNpyHeader(source: ByteSource): NpyHeader {
  const reader = new ByteReader(source, true);
  reader.skip(6);
  const version = reader.u8();
  reader.skip(1);
  if (version < 1 || version > 3) throw malformed(source, `it is NumPy format version ${version}, not 1, 2 or 3`);
  const length = version === 1 ? reader.u16() : reader.u32();
  if (length > longestHeader) throw malformed(source, `its header claims ${length} bytes`);
  const text = reader.latin1(length);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sides = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined)
    throw unsupported(source, 'its values are records, not numbers', 'Save one field of it as an array of its own.');
  if (order === undefined || sides === undefined) throw malformed(source, 'its header lacks shape or order');
  const type = types[descr.replace(/^[<>|=]/, '')];
  if (type === undefined)
    throw unsupported(source, `its values have NumPy type ${descr}`, 'Save it as float32 or as integers.');
  const shape = sides
    .split(',')
    .map((side) => side.trim().replace(/L$/, ''))
    .filter((side) => side !== '')
    .map(Number);
  return { type, littleEndian: !descr.startsWith('>'), fortranOrder: order === 'True', shape, start: reader.position };
}
