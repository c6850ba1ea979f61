import { quantiles } from '../math/summary.ts';

/** How far each row lies from the rest, and in which column. */
export interface Outlying {
  /** Largest distance over the columns, in robust standard deviations. */
  readonly distance: Float64Array;
  /** Index of the column where it is largest; -1 without any value. */
  readonly column: Int32Array;
  readonly medians: readonly number[];
}

/** Makes the median absolute deviation estimate the standard deviation of normal data. */
const madToDeviation = 1.4826;

/**
 * How far rows lie from the median of each column in units of 1.4826 x the median absolute deviation (Iglewicz and Hoaglin 1993),
 * the largest over all columns. Columns that hardly vary and values that are not finite say nothing.
 */
export function outlying(columns: readonly Float64Array[]): Outlying {
  const rows = columns[0]?.length ?? 0;
  const distance = new Float64Array(rows);
  const column = new Int32Array(rows).fill(-1);
  const medians = columns.map((values) => quantiles(values, [0.5])[0]);
  columns.forEach((values, c) => {
    const median = medians[c];
    const deviation =
      madToDeviation *
      quantiles(
        Float64Array.from(values, (v) => Math.abs(v - median)),
        [0.5],
      )[0];
    if (!(deviation > 1e-12 * Math.abs(median)) || !Number.isFinite(deviation)) return;
    for (let i = 0; i < rows; i++) {
      const away = Math.abs(values[i] - median) / deviation;
      if (!(away >= distance[i]) || !Number.isFinite(away)) continue;
      distance[i] = away;
      column[i] = c;
    }
  });
  return { distance, column, medians };
}
