import { KdSearch, kdTree } from '../math/kd-tree.ts';
import type { Work } from '../ports/work.ts';
import type { Points } from './points.ts';
import { drawn } from './silhouette.ts';

/** Rows whose distances to neighbours are looked at. */
const looked = 4000;

/** Fewest points of a dense place that suit so many columns: twice the columns (Sander et al. 1998), but 5 at least and 30 at most. */
export const suggestedMinPoints = (dims: number): number => Math.min(30, Math.max(5, 2 * dims));

/**
 * The radius at which distances to the `minPoints`-th neighbour, sorted, begin to rise steeply: the place farthest below the straight line
 * from the first to the last of them. NaN for fewer rows than `minPoints`.
 */
export function suggestedEps({ rows, dims, data }: Points, minPoints: number, work: Work): number {
  if (rows < minPoints) return Number.NaN;
  const { threads } = work;
  const tree = kdTree(data, rows, dims, threads);
  const search = new KdSearch(tree);
  const chosen = drawn(
    Int32Array.from({ length: rows }, (_, i) => i),
    Math.min(looked, rows),
    0,
  );
  const near = new Float64Array(minPoints);
  const distances = Float64Array.from(chosen, (row, i) => {
    if ((i & 255) === 0) work.check();
    search.nearestDistances(data, row * dims, minPoints, near);
    return Math.sqrt(near[minPoints - 1]);
  }).sort();
  for (const array of [tree.order, tree.points, tree.starts, tree.ends, tree.boxes]) threads.release(array);
  // Single far rows would tilt the line.
  const last = Math.max(1, Math.floor(0.99 * (distances.length - 1)));
  const slope = (distances[last] - distances[0]) / last;
  let best = last;
  let most = 0;
  for (let i = 0; i <= last; i++) {
    const below = distances[0] + slope * i - distances[i];
    if (below > most) {
      most = below;
      best = i;
    }
  }
  return distances[best];
}
