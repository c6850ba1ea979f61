import { type Contour, contourCentroid, type Point, pixelCentroid } from '../../math/contour.ts';
import { kernel, type Work } from '../../ports/work.ts';
import { packContours } from './contours.ts';
import { RadialChords, rays } from './radial-chords.ts';

export { rays } from './radial-chords.ts';

/** `contour`: centroid of the area inside it. `pixels`: centroid of the pixels whose centres lie inside, as published values have it. */
export type Centre = 'contour' | 'pixels';
/** `max`: the curve is turned until its maximum stands at theta = 0, which is value 180 of 360. `none`: theta = 1..360 as in the image. */
export type Align = 'max' | 'none';

export interface FingerprintOptions {
  readonly align: Align;
  readonly centre: Centre;
  /** nm a pixel; null: lengths in px. */
  readonly pixelSize: number | null;
  /** The centres, one a contour, where they are not the contours' own. */
  readonly centres?: readonly Point[];
}

const batch = 4096;

/**
 * Shape fingerprints d(theta) (Yao et al., Nanoscale 2022): how much of the ray from the centre in direction theta lies inside the
 * contour, so that concave shapes have one as well. Returns 360 values a contour, row after row; NaN for a contour that encloses
 * nothing. Coordinates in px, x to the right, y down, whole numbers at pixel centres; theta from +x towards +y. Throws `Failure` stopped.
 */
export function fingerprints(contours: readonly Contour[], options: FingerprintOptions, work: Work): Float64Array {
  const { threads } = work;
  const { points, starts, count } = packContours(contours, threads);
  const centres = threads.allocate('float64', 2 * count);
  options.centres?.forEach(({ x, y }, i) => {
    centres[2 * i] = x;
    centres[2 * i + 1] = y;
  });
  const out = threads.allocate('float64', rays * count, 'any');
  const mode = options.centres !== undefined ? 2 : options.centre === 'pixels' ? 1 : 0;
  const plan = [mode, options.align === 'max', options.pixelSize ?? 1] as const;
  for (let first = 0; first < count; first += batch) {
    work.check();
    work.progress(first / count, 'Fingerprints');
    threads.forBands(fingerprintKernel, Math.min(batch, count - first), first, points, starts, centres, out, ...plan);
  }
  const values = Float64Array.from(out);
  for (const array of [points, starts, centres, out]) threads.release(array);
  return values;
}

/** Fingerprints of contours first + start .. first + end - 1. `mode`: 0 contour, 1 pixels, 2 the given centres. */
export const fingerprintKernel = kernel(
  'features/fingerprint',
  (
    start: number,
    end: number,
    first: number,
    points: Float64Array,
    starts: Int32Array,
    centres: Float64Array,
    out: Float64Array,
    mode: number,
    toMaximum: boolean,
    unit: number,
  ) => {
    const chords = new RadialChords();
    const row = new Float64Array(rays);
    for (let i = first + start; i < first + end; i++) {
      const polygon = points.subarray(starts[i], starts[i + 1]);
      const given = { x: centres[2 * i], y: centres[2 * i + 1] };
      const centre = mode === 2 ? given : ((mode === 1 ? pixelCentroid(polygon) : null) ?? contourCentroid(polygon));
      if (polygon.length < 6 || !Number.isFinite(centre.x + centre.y)) {
        row.fill(Number.NaN);
      } else {
        chords.measure(polygon, 0, polygon.length, centre.x, centre.y, row, 0);
        for (let k = 0; k < rays; k++) row[k] *= unit;
      }
      const shift = toMaximum ? zeroAt - largestAt(row) : 0;
      for (let k = 0; k < rays; k++) out[rays * i + ((k + shift + rays) % rays)] = row[k];
    }
  },
);

/** Index of theta = 0 in an aligned fingerprint: value 180 of 360. */
export const zeroAt = 179;

/** Index of the first largest value. */
function largestAt(row: Float64Array): number {
  let at = 0;
  for (let k = 1; k < row.length; k++) if (row[k] > row[at]) at = k;
  return at;
}
