/** How rows were turned into differences before packing (TIFF tag 317). */
export const predictor = { none: 1, horizontal: 2, floatingPoint: 3 } as const;

type Integers = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** Adds up differences to the pixel on the left, row by row, in place. Wraps as the stored integers do. */
export function undoHorizontal(values: Integers, rowLength: number, samples: number): void {
  if (values instanceof BigUint64Array) {
    for (let row = 0; row + rowLength <= values.length; row += rowLength)
      for (let i = row + samples; i < row + rowLength; i++) values[i] += values[i - samples];
    return;
  }
  for (let row = 0; row + rowLength <= values.length; row += rowLength)
    for (let i = row + samples; i < row + rowLength; i++) values[i] += values[i - samples];
}

/**
 * Adobe's floating-point predictor (TIFF Technical Note 3): a row is byte differences of its highest bytes, then of the
 * next, and so on. Gives the row's little-endian bytes.
 */
export function undoFloatingPoint(
  bytes: Uint8Array,
  rowBytes: number,
  samples: number,
  width: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  const values = rowBytes / width;
  for (let row = 0; row + rowBytes <= bytes.length; row += rowBytes) {
    for (let i = row + samples; i < row + rowBytes; i++) bytes[i] += bytes[i - samples];
    for (let part = 0; part < width; part++) {
      const from = row + part * values;
      for (let i = 0; i < values; i++) out[row + i * width + width - 1 - part] = bytes[from + i];
    }
  }
  return out;
}
