import { grouped, significant, thinSpace } from '../../ui/quantity.ts';

/** A mean with its spread: the spread to two digits, the mean to the same place. */
export function plusMinus(mean: number, sd: number): string {
  if (!Number.isFinite(mean)) return '–';
  if (!(sd > 0) || !Number.isFinite(sd)) return significant(mean, 4);
  const places = 1 - Math.floor(Math.log10(sd));
  const size = Math.max(Math.abs(mean), sd);
  if (size >= 1e6 || size < 1e-3) return `${significant(mean, 3)} ± ${significant(sd, 2)}`;
  const digits = Math.max(0, Math.min(10, places));
  const round = (value: number) => {
    if (places >= 0) return value.toFixed(digits);
    const unit = 10 ** -places;
    return grouped(Math.round(value / unit) * unit);
  };
  return `${round(mean)} ± ${round(sd)}`;
}

/** A fraction as a percentage. */
export function percent(fraction: number): string {
  return Number.isFinite(fraction) ? `${(100 * fraction).toFixed(1)}${thinSpace}%` : '–';
}
