import type { TableLayout } from '../../../app/contract/particles.ts';
import { quantilesInPlace } from '../../../app/math/select.ts';
import { finiteValues } from '../../../app/math/values.ts';

/** Sizes that cells are drawn in by the services, px: few, so that the slider reuses what is there. */
const drawnSizes = [64, 96, 128, 192, 256, 320] as const;

/** The size to fetch for cells of `side` CSS px on a screen with `ratio` device px a CSS px. */
export function drawnSize(side: number, ratio: number): number {
  const wanted = side * Math.min(2, ratio);
  return drawnSizes.find((size) => size >= wanted * 0.9) ?? drawnSizes[drawnSizes.length - 1];
}

const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The smallest round number that is not below `value`. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (steps.find((step) => step * power >= value * 0.9999) ?? 10);
}

/** Room around the particles, as a factor on their size. */
const margin = 1.15;

/**
 * Length that a gallery cell spans when all particles are drawn at one scale: 98 of 100 fit. In the unit of the table;
 * null when nothing can be said.
 */
export function sharedSpan(sizes: Float64Array | null, pass: Uint8Array): number | null {
  if (sizes === null) return null;
  const [size] = quantilesInPlace(finiteValues(sizes, pass), [0.98]);
  return size > 0 ? roundUp(size * margin) : null;
}

/** The column that says how large a particle is across. */
export function acrossColumn({ columns }: TableLayout): string | null {
  const ids = ['feret_diameter_max', 'bbox_diagonal', 'equivalent_diameter'];
  return ids.find((id) => columns.some((column) => column.id === id)) ?? null;
}

/** The longest round length (1-2-5) that takes at most `room` of a cell spanning `span`. */
export function barLength(span: number, room = 0.7): number {
  const limit = span * room;
  const power = 10 ** Math.floor(Math.log10(limit));
  const step = [5, 2, 1].find((s) => s * power <= limit * 1.0001) ?? 1;
  return step * power;
}
