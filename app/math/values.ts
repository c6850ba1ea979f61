/**
 * The numbers of a column that count: finite ones, of rows with `pass` = 1 when it is given. A new array, in row order.
 */
export function finiteValues(column: Float64Array, pass?: Uint8Array): Float64Array<ArrayBuffer> {
  const kept = new Float64Array(column.length);
  let n = 0;
  for (let row = 0; row < column.length; row++) {
    const value = column[row];
    if (value - value === 0 && (pass === undefined || pass[row] === 1)) kept[n++] = value;
  }
  return kept.slice(0, n);
}
