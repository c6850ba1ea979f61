import type { Scaling } from '../domain/grouping.ts';
import { quantilesInPlace } from '../math/select.ts';
import type { Threads } from '../ports/work.ts';
import type { Points } from './points.ts';

/** What was taken off each column, and what the rest was divided by. */
export interface Scale {
  readonly scaling: Scaling;
  readonly centre: Float64Array;
  readonly spread: Float64Array;
}

/** Quartiles of a normal distribution lie that many standard deviations apart. */
const normalQuartiles = 1.3489795003921634;

/** How columns are scaled. A column without spread is only centred. */
export function scaleOf({ rows, dims, data }: Points, scaling: Scaling): Scale {
  const centre = new Float64Array(dims);
  const spread = new Float64Array(dims).fill(1);
  const column = new Float64Array(rows);
  for (let c = 0; c < dims && scaling !== 'none' && rows > 0; c++) {
    for (let i = 0, at = c; i < rows; i++, at += dims) column[i] = data[at];
    if (scaling === 'zscore') {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += column[i];
      const mean = sum / rows;
      let squares = 0;
      for (let i = 0; i < rows; i++) squares += (column[i] - mean) ** 2;
      centre[c] = mean;
      spread[c] = Math.sqrt(squares / rows);
    } else {
      const [low, middle, high] = quantilesInPlace(column, scaling === 'robust' ? [0.25, 0.5, 0.75] : [0, 0, 1]);
      centre[c] = middle;
      spread[c] = scaling === 'robust' ? (high - low) / normalQuartiles : high - low;
    }
    // What is left of a constant column is rounding.
    if (!(spread[c] > 1e-12 * Math.abs(centre[c])) || spread[c] === 0) spread[c] = 1;
  }
  return { scaling, centre, spread };
}

export function scaled({ rows, dims, data }: Points, { centre, spread }: Scale, threads: Threads): Points {
  const out = threads.allocate('float64', data.length, 'any');
  const factor = spread.map((s) => 1 / s);
  for (let i = 0, at = 0; i < rows; i++)
    for (let c = 0; c < dims; c++, at++) out[at] = (data[at] - centre[c]) * factor[c];
  return { rows, dims, data: out };
}
