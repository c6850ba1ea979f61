import { kernel, type Work } from '../../ports/work.ts';
import { rays } from './radial-chords.ts';

/** How a contour was laid onto the others: mirrored first (theta to -theta), then turned by whole degrees. */
export interface Alignment {
  readonly turn: Int32Array;
  readonly mirrored: Uint8Array;
  /** Aligned curves, 360 values each. */
  readonly aligned: Float64Array;
  /** Their mean. */
  readonly mean: Float64Array;
  /** Root mean square distance of each from the mean. */
  readonly distance: Float64Array;
  readonly rounds: number;
}

/**
 * Lays outlines onto each other (Cho et al., ACS Nano 2024): each radius curve d(theta), 360 values, is turned and, with `mirror`, turned
 * over until its Euclidean distance to the mean of all is smallest; then the mean is taken anew, until nothing moves. Begins with the
 * curve of median size. Rows with NaN stay as they are and count for nothing. Throws `Failure` stopped.
 */
export function alignContours(curves: Float64Array, mirror: boolean, work: Work, mostRounds = 20): Alignment {
  const { threads } = work;
  const count = curves.length / rays;
  const shared = threads.allocate('float64', curves.length, 'any');
  shared.set(curves);
  const mean = threads.allocate('float64', rays);
  const turn = threads.allocate('int32', count);
  const mirrored = threads.allocate('uint8', count);
  const distance = threads.allocate('float64', count);
  const aligned = threads.allocate('float64', curves.length);
  mean.set(medianCurve(curves, count));
  let rounds = 0;
  for (; rounds < mostRounds; rounds++) {
    const before = Int32Array.from(turn, (t, i) => 2 * t + mirrored[i]);
    work.progress(rounds / mostRounds, 'Aligning outlines');
    for (let first = 0; first < count; first += 1024) {
      work.check();
      const total = Math.min(1024, count - first);
      threads.forBands(alignKernel, total, first, shared, mean, mirror, turn, mirrored, distance, aligned);
    }
    meanOf(aligned, count, mean);
    if (rounds > 0 && before.every((v, i) => v === 2 * turn[i] + mirrored[i])) break;
  }
  const result = {
    turn: Int32Array.from(turn),
    mirrored: Uint8Array.from(mirrored),
    aligned: Float64Array.from(aligned),
    mean: Float64Array.from(mean),
    distance: Float64Array.from(distance),
    rounds,
  };
  for (const array of [shared, mean, turn, mirrored, distance, aligned]) threads.release(array);
  return result;
}

/** The curve whose own mean is the median of all: a shape, where the mean of unaligned curves would be a circle. */
function medianCurve(curves: Float64Array, count: number): Float64Array {
  const sizes = Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < rays; k++) sum += curves[rays * i + k];
    return { i, sum };
  }).filter(({ sum }) => !Number.isNaN(sum));
  sizes.sort((a, b) => a.sum - b.sum || a.i - b.i);
  const middle = sizes[sizes.length >> 1];
  return middle === undefined ? new Float64Array(rays) : curves.slice(rays * middle.i, rays * (middle.i + 1));
}

function meanOf(aligned: Float64Array, count: number, mean: Float64Array): void {
  mean.fill(0);
  let n = 0;
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(aligned[rays * i])) continue;
    n++;
    for (let k = 0; k < rays; k++) mean[k] += aligned[rays * i + k];
  }
  for (let k = 0; k < rays; k++) mean[k] /= Math.max(1, n);
}

/** Aligns curves first + start .. first + end - 1 with the mean: the largest correlation is the smallest distance. */
export const alignKernel = kernel(
  'features/align-contours',
  (
    start: number,
    end: number,
    first: number,
    curves: Float64Array,
    mean: Float64Array,
    mirror: boolean,
    turn: Int32Array,
    mirrored: Uint8Array,
    distance: Float64Array,
    aligned: Float64Array,
  ) => {
    // The mean twice, so that a turned curve is a window of it.
    const twice = new Float64Array(2 * rays);
    twice.set(mean);
    twice.set(mean, rays);
    const curve = new Float64Array(rays);
    for (let i = first + start; i < first + end; i++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let hand = 0; hand < (mirror ? 2 : 1); hand++) {
        loadCurve(curves, i, hand === 1, curve);
        for (let t = 0; t < rays; t++) {
          let sum = 0;
          for (let k = 0; k < rays; k++) sum += curve[k] * twice[k + t];
          // A turn must win by more than rounding, so that symmetric shapes stay where they are.
          if (sum > most + 1e-12 * Math.abs(sum)) {
            most = sum;
            turn[i] = t;
            mirrored[i] = hand;
          }
        }
      }
      loadCurve(curves, i, mirrored[i] === 1, curve);
      let squares = 0;
      for (let k = 0; k < rays; k++) {
        aligned[rays * i + ((k + turn[i]) % rays)] = curve[k];
        squares += (curve[k] - twice[k + turn[i]]) ** 2;
      }
      distance[i] = Math.sqrt(squares / rays);
    }
  },
);

/** One curve, turned over where asked: value k + 1 degrees goes to 360 - (k + 1) degrees. */
function loadCurve(curves: Float64Array, i: number, over: boolean, into: Float64Array): void {
  for (let k = 0; k < rays; k++) into[k] = curves[rays * i + (over ? (2 * rays - 2 - k) % rays : k)];
}

/**
 * The probability map of a shape: for each pixel of a square map of `size` px the share of outlines that hold it, of `aligned` curves with
 * their centres in the middle. `reach` is the distance from the middle to the sides, in the unit of the curves. Row-major, y down.
 */
export function probabilityMap(aligned: Float64Array, size: number, reach: number): Float32Array {
  const count = aligned.length / rays;
  const map = new Float32Array(size * size);
  let n = 0;
  // Sorted once a direction: a pixel at radius r is held by the outlines whose radius there is larger.
  const sorted = Array.from({ length: rays }, (_, k) => {
    const radii = Float64Array.from({ length: count }, (__, i) => aligned[rays * i + k]).filter(
      (v) => !Number.isNaN(v),
    );
    n = radii.length;
    return radii.sort();
  });
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const dx = ((x + 0.5) / size - 0.5) * 2 * reach;
      const dy = ((y + 0.5) / size - 0.5) * 2 * reach;
      const degree = Math.round((Math.atan2(dy, dx) * 180) / Math.PI);
      const holding = above(sorted[(degree + 2 * rays - 1) % rays], Math.hypot(dx, dy));
      map[i] = n === 0 ? 0 : holding / n;
    }
  }
  return map;
}

/** How many of ascending values are larger than `limit`. */
function above(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}
