import { quantilesInPlace } from '../../../app/math/select.ts';
import { finiteValues } from '../../../app/math/values.ts';
import { significant } from '../../ui/quantity.ts';

/** Numbers that are looked at to choose the decimals of a column. */
const sampled = 4096;
const known = new WeakMap<Float64Array, (value: number) => string>();

/**
 * How the numbers of a column are written, so that they stand in line: all with the decimals that give a typical one
 * `digits` digits. Columns that span many powers of ten are written with significant digits instead.
 */
export function formatterOf(values: Float64Array, digits = 4): (value: number) => string {
  const kept = known.get(values);
  if (kept !== undefined) return kept;
  const format = chosenFormat(values, digits);
  known.set(values, format);
  return format;
}

function chosenFormat(values: Float64Array, digits: number): (value: number) => string {
  const every = Math.max(1, Math.floor(values.length / sampled));
  const some = new Float64Array(Math.ceil(values.length / every));
  for (let i = 0; i < some.length; i++) some[i] = Math.abs(values[i * every]);
  const sizes = finiteValues(some).filter((size) => size > 0);
  if (sizes.length === 0) return (value) => (Number.isNaN(value) ? '–' : significant(value, digits));
  if (finiteValues(some).every(Number.isInteger)) return (value) => significant(value, 9);
  const [low, median, high] = quantilesInPlace(sizes, [0.05, 0.5, 0.95]);
  if (high / low > 1e5 || median < 1e-3 || median >= 1e7) return (value) => significant(value, digits);
  const places = Math.max(0, Math.min(6, digits - 1 - Math.floor(Math.log10(median))));
  return (value) => (Number.isFinite(value) ? value.toFixed(places) : '–');
}
