const prefixes: readonly (readonly [prefix: string, exponent: number])[] = [
  ['f', -15],
  ['p', -12],
  ['n', -9],
  ['µ', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
];

/**
 * The SI prefix that brings `typical` (in `units`, "m" or "1/m") to 1 .. 1000, as people would write it, and the factor
 * by which values are to be multiplied. Other units stay as they are.
 */
export function sensibleUnit(units: string, typical: number): { readonly units: string; readonly factor: number } {
  const reciprocal = units === '1/m';
  if ((units !== 'm' && !reciprocal) || !(typical > 0 && Number.isFinite(typical))) return { units, factor: 1 };
  const wanted = Math.floor(Math.log10(typical) / 3) * 3 * (reciprocal ? -1 : 1);
  const [prefix, exponent] =
    prefixes.find(([, e]) => e === wanted) ?? (wanted < -15 ? (['f', -15] as const) : (['k', 3] as const));
  const power = reciprocal ? exponent : -exponent;
  return { units: `${reciprocal ? '1/' : ''}${prefix}m`, factor: 10 ** power };
}
