/**
 * Unpacks the Fourier transform of a real image that DigitalMicrograph stored by half (data type 5, "packed complex").
 * `packed` holds the `size` x `size` numbers of the file; the result is interleaved (re, im), row-major (y, x), with the
 * zero frequency at row and column size / 2.
 *
 * With n = size / 2 the file has 2n rows of n complex values: row i, column j is F(i, n + j), except in column 0, where
 * row 0 holds the two real values F(n, 0) and F(0, 0), row i < n holds F(n + i, 0), and row n holds the real values
 * F(n, n) and F(0, n). The other half follows from F(-i, -j) = conj F(i, j).
 */
export function unpackSquare(packed: Float32Array, size: number): Float32Array {
  const n = size / 2;
  const out = new Float32Array(2 * size * size);
  const put = (row: number, column: number, re: number, im: number): void => {
    const at = 2 * (row * size + column);
    out[at] = re;
    out[at + 1] = im;
    const mirror = 2 * (((size - row) % size) * size + ((size - column) % size));
    if (mirror === at) return;
    out[mirror] = re;
    out[mirror + 1] = -im;
  };
  for (let row = 0; row < size; row++) {
    for (let j = 1; j < n; j++) {
      const at = 2 * (row * n + j);
      put(row, n + j, packed[at], packed[at + 1]);
    }
  }
  put(n, 0, packed[0], 0);
  put(0, 0, packed[1], 0);
  put(n, n, packed[2 * n * n], 0);
  put(0, n, packed[2 * n * n + 1], 0);
  for (let i = 1; i < n; i++) {
    put(n + i, 0, packed[2 * i * n], packed[2 * i * n + 1]);
    const at = 2 * (n + i) * n;
    put(n + i, n, packed[at], packed[at + 1]);
  }
  return out;
}

/**
 * Unpacks data types 27 and 28: `rows` rows of columns / 2 + 1 complex values, column k of the file being column
 * columns / 2 - k of the transform. Result as of `unpackSquare`, in the type of `packed`.
 */
export function unpackHalfPlane<A extends Float32Array | Float64Array>(packed: A, rows: number, columns: number): A {
  const half = columns / 2;
  const stored = half + 1;
  const out = new (packed.constructor as new (length: number) => A)(2 * rows * columns);
  for (let row = 0; row < rows; row++) {
    const mirrorRow = (rows - row) % rows;
    for (let k = 0; k < stored; k++) {
      const from = 2 * (row * stored + k);
      const to = 2 * (row * columns + half - k);
      out[to] = packed[from];
      out[to + 1] = packed[from + 1];
      if (k === 0 || k === half) continue;
      const mirror = 2 * (mirrorRow * columns + half + k);
      out[mirror] = packed[from];
      out[mirror + 1] = -packed[from + 1];
    }
  }
  return out;
}
