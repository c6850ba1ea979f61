/** A box of values in an array of `shape` (slowest axis first): where it starts and how far it goes on each axis. */
export interface Box {
  readonly shape: readonly number[];
  readonly start: readonly number[];
}

/**
 * Copies `count` values a side from a box of one array to a box of another, both in C order, `width` bytes a value. The
 * inner axis goes in one piece; `from` begins at byte `skipped` of its array.
 */
export function copyBox(
  from: Uint8Array,
  source: Box,
  to: Uint8Array,
  target: Box,
  count: readonly number[],
  width: number,
  skipped = 0,
): void {
  const rank = count.length;
  const sourceSteps = steps(source.shape, width);
  const targetSteps = steps(target.shape, width);
  const run = count[rank - 1] * width;
  const rows = count.slice(0, -1).reduce((n, c) => n * c, 1);
  const index = count.map(() => 0);
  let at = source.start.reduce((n, s, i) => n + s * sourceSteps[i], -skipped);
  let into = target.start.reduce((n, s, i) => n + s * targetSteps[i], 0);
  for (let row = 0; row < rows; row++) {
    if (run <= 16) for (let i = 0; i < run; i++) to[into + i] = from[at + i];
    else to.set(from.subarray(at, at + run), into);
    for (let axis = rank - 2; axis >= 0; axis--) {
      index[axis]++;
      at += sourceSteps[axis];
      into += targetSteps[axis];
      if (index[axis] < count[axis]) break;
      at -= sourceSteps[axis] * count[axis];
      into -= targetSteps[axis] * count[axis];
      index[axis] = 0;
    }
  }
}

/** Bytes from one value to the next along each axis. */
export function steps(shape: readonly number[], width: number): number[] {
  const found = shape.map(() => width);
  for (let axis = shape.length - 2; axis >= 0; axis--) found[axis] = found[axis + 1] * shape[axis + 1];
  return found;
}
