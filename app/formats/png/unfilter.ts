/**
 * Takes the prediction out of `rows` rows of `rowBytes` bytes, each after its filter byte (PNG specification, 9.2), in
 * place. `step` bytes are one pixel (at least 1). Returns false for an unknown filter.
 */
export function unfilter(bytes: Uint8Array, rows: number, rowBytes: number, step: number): boolean {
  for (let row = 0, start = 1; row < rows; row++, start += rowBytes + 1) {
    const filter = bytes[start - 1];
    const end = start + rowBytes;
    // the first row's upper neighbours count as zero
    if (filter === 1 || (filter === 4 && row === 0)) left(bytes, start, end, step);
    else if (filter === 2) {
      if (row > 0) up(bytes, start, end, rowBytes + 1);
    } else if (filter === 3) average(bytes, start, end, step, row === 0 ? 0 : rowBytes + 1);
    else if (filter === 4) paeth(bytes, start, end, step, rowBytes + 1);
    else if (filter !== 0) return false;
  }
  return true;
}

function left(bytes: Uint8Array, start: number, end: number, step: number): void {
  for (let i = start + step; i < end; i++) bytes[i] += bytes[i - step];
}

function up(bytes: Uint8Array, start: number, end: number, above: number): void {
  for (let i = start; i < end; i++) bytes[i] += bytes[i - above];
}

/** `above` 0: there is no row above. */
function average(bytes: Uint8Array, start: number, end: number, step: number, above: number): void {
  for (let i = start; i < end; i++) {
    const before = i < start + step ? 0 : bytes[i - step];
    const over = above === 0 ? 0 : bytes[i - above];
    bytes[i] += (before + over) >> 1;
  }
}

function paeth(bytes: Uint8Array, start: number, end: number, step: number, above: number): void {
  for (let i = start; i < start + step && i < end; i++) bytes[i] += bytes[i - above];
  for (let i = start + step; i < end; i++) {
    const before = bytes[i - step];
    const over = bytes[i - above];
    const corner = bytes[i - above - step];
    // distances of before + over - corner to each of the three
    const toBefore = Math.abs(over - corner);
    const toOver = Math.abs(before - corner);
    const toCorner = Math.abs(before + over - 2 * corner);
    bytes[i] += toBefore <= toOver && toBefore <= toCorner ? before : toOver <= toCorner ? over : corner;
  }
}
