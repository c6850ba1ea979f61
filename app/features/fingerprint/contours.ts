import type { Contour } from '../../math/contour.ts';
import type { Threads } from '../../ports/work.ts';

/** Closed polygons one behind the other on memory that all threads see. */
export interface PackedContours {
  readonly count: number;
  /** x, y in turn, px. */
  readonly points: Float64Array;
  /** Where the numbers of each begin in `points`; one more than contours. */
  readonly starts: Int32Array;
}

export function packContours(contours: readonly Contour[], threads: Threads): PackedContours {
  const count = contours.length;
  const starts = threads.allocate('int32', count + 1);
  for (let i = 0; i < count; i++) starts[i + 1] = starts[i] + contours[i].length;
  const points = threads.allocate('float64', starts[count], 'any');
  contours.forEach((contour, i) => {
    points.set(contour, starts[i]);
  });
  return { count, points, starts };
}
