import { choice } from '../domain/param.ts';
import type { BinaryImage, LabelMap } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { paintRuns, type Runs, runsOf } from './runs.ts';

/** Which pixels are neighbours: 4 = those that share an edge, 8 = corners too. */
export type Connectivity = 4 | 8;

/** Runs that hang together: run k belongs to component of[k], 1..count, numbered in the order of their first pixel. */
export interface Components {
  readonly count: number;
  readonly of: Int32Array;
}

function rootOf(parent: Int32Array, k: number): number {
  let root = k;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]];
    root = parent[root];
  }
  return root;
}

/** Joins runs of neighbouring rows that touch (union-find whose root is the component's first run). */
export function connected({ height, rowStart, from, to }: Runs, connectivity: Connectivity): Components {
  const reach = connectivity === 8 ? 1 : 0;
  const parent = Int32Array.from(from, (_, k) => k);
  for (let y = 1; y < height; y++) {
    let above = rowStart[y - 1];
    const aboveStop = rowStart[y];
    for (let k = rowStart[y]; k < rowStart[y + 1]; k++) {
      while (above < aboveStop && to[above] + reach <= from[k]) above++;
      for (let a = above; a < aboveStop && from[a] < to[k] + reach; a++) {
        const p = rootOf(parent, a);
        const q = rootOf(parent, k);
        if (p < q) parent[q] = p;
        else parent[p] = q;
      }
    }
  }
  const of = new Int32Array(parent.length);
  let count = 0;
  for (let k = 0; k < parent.length; k++) of[k] = parent[k] === k ? ++count : of[rootOf(parent, k)];
  return { count, of };
}

/** Number of pixels of each component; element 0 is unused. */
export function componentAreas({ from, to }: Runs, { count, of }: Components): Float64Array {
  const areas = new Float64Array(count + 1);
  for (let k = 0; k < of.length; k++) areas[of[k]] += to[k] - from[k];
  return areas;
}

/** Labels 1..count for the connected parts of a binary image, in the order of their first pixel (scikit-image `label`). */
export function labelComponents(binary: BinaryImage, connectivity: Connectivity, work: Work): LabelMap {
  const { width, height } = binary;
  const runs = runsOf(binary, 1, work);
  const { count, of } = connected(runs, connectivity);
  const data = work.threads.allocate('int32', width * height);
  paintRuns(runs, of, data, work);
  return { width, height, count, data };
}

export const labelComponentsStep = step({
  id: 'label-parts',
  version: 1,
  title: 'Label connected parts',
  help: 'Takes every connected part as one particle, without separating particles that touch.',
  from: 'binary',
  to: 'labels',
  params: {
    connectivity: choice({
      title: 'Neighbours',
      help: 'Whether pixels that share only a corner hang together.',
      default: '8',
      options: [
        ['4', 'Share an edge'],
        ['8', 'Share an edge or a corner'],
      ],
    }),
  },
  run: (binary, { connectivity }, { work }) => labelComponents(binary, connectivity === '4' ? 4 : 8, work),
});
