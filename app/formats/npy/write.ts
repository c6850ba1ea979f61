/** float32 numbers as a NumPy file (format 1.0), C order. */
export function writeNpy(shape: readonly number[], data: Float32Array): Uint8Array<ArrayBuffer> {
  const list = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${list}), }`;
  // magic, version and length take 10 bytes; numbers begin at a multiple of 64
  const header = 64 * Math.ceil((10 + text.length + 1) / 64);
  const bytes = new Uint8Array(header + 4 * data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, header - 10, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(header - 11)}\n`), 10);
  for (let i = 0; i < data.length; i++) view.setFloat32(header + 4 * i, data[i], true);
  return bytes;
}
