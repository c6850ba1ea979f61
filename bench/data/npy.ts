import { readFileSync } from 'node:fs';

const kinds = { '<u2': Uint16Array, '<i4': Int32Array, '<f4': Float32Array, '<f8': Float64Array } as const;

/** A little-endian C-order array of a NumPy file. */
export function readNpy(path: string): {
  shape: number[];
  data: Uint16Array | Int32Array | Float32Array | Float64Array;
} {
  const bytes = readFileSync(path);
  const headerLength = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + headerLength);
  const kind = /'descr': '([^']+)'/.exec(header)?.[1] as keyof typeof kinds;
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '').split(',').filter(Boolean).map(Number);
  const start = bytes.byteOffset + 10 + headerLength;
  return { shape, data: new kinds[kind](bytes.buffer.slice(start, bytes.byteOffset + bytes.length)) };
}
