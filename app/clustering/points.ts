import type { Threads } from '../ports/work.ts';

/** A table of numbers: row after row, `dims` numbers each, none of them missing; on memory that all threads see. */
export interface Points {
  readonly rows: number;
  readonly dims: number;
  readonly data: Float64Array;
}

/** Rows that one call of a kernel sums up. Sums go through chunks of this size, so that they don't depend on the number of threads. */
export const chunkRows = 2048;

export const chunksOf = (rows: number): number => Math.ceil(rows / chunkRows);

/** Columns as points; only `rows` when given. */
export function pointsOf(columns: readonly Float64Array[], rows: Int32Array | null, threads: Threads): Points {
  const dims = columns.length;
  const count = rows?.length ?? columns[0]?.length ?? 0;
  const data = threads.allocate('float64', count * dims, 'any');
  for (let c = 0; c < dims; c++) {
    const column = columns[c];
    for (let i = 0, at = c; i < count; i++, at += dims) data[at] = column[rows === null ? i : rows[i]];
  }
  return { rows: count, dims, data };
}

/** Some rows of points. */
export function someRows(points: Points, rows: Int32Array, threads: Threads): Points {
  const { dims } = points;
  const data = threads.allocate('float64', rows.length * dims, 'any');
  for (let i = 0; i < rows.length; i++)
    for (let c = 0; c < dims; c++) data[i * dims + c] = points.data[rows[i] * dims + c];
  return { rows: rows.length, dims, data };
}

/** Adds up the first `count` parts of `width` numbers each, in order. */
export function sumOfParts(parts: Float64Array, count: number, width: number): Float64Array {
  const sum = new Float64Array(width);
  for (let p = 0; p < count; p++) for (let k = 0; k < width; k++) sum[k] += parts[p * width + k];
  return sum;
}
