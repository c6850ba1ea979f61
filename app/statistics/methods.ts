import type { FeatureColumn } from '../domain/feature-table.ts';
import type { Summary } from '../math/summary.ts';

/** How a column was measured, as a clause of a paper's methods section. Columns not named here speak for themselves. */
const clauses: readonly (readonly [id: string, clause: string])[] = [
  ['area', 'area is the number of pixels times the area of a pixel'],
  ['equivalent_diameter', 'equivalent diameter that of the circle of equal area'],
  ['edge_length', 'edge length the square root of the area'],
  ['perimeter', 'perimeter the length of the line through the centres of the border pixels (4 neighbours)'],
  ['circularity', 'circularity 4πA/P²'],
  ['axis_major_length', 'major and minor axis those of the ellipse with the same second moments'],
  ['eccentricity', 'eccentricity that of this ellipse'],
  ['solidity', 'solidity (face convexity) area over the area of the convex hull'],
  ['convexity', 'convexity perimeter of the convex hull over perimeter'],
  ['feret_diameter_max', 'Feret diameter the distance of parallel tangents'],
  ['roughness', 'roughness the r.m.s. departure of the outline from its Fourier series up to order 8'],
  [
    'intensity_mean_subtracted',
    'intensity over background the mean of the image on the particle less that on a ring, one pixel wide, between one and two dilations',
  ],
];

/** "a", "a and b", "a, b and c". */
function listed(parts: readonly string[], between = ', '): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(between)} and ${parts[parts.length - 1]}`;
}

/**
 * How particles were measured, for a paper's methods section: definitions of the columns that are reported, in the order
 * of the table. Empty when none of them needs one.
 */
export function measurementSentence(columns: readonly FeatureColumn[]): string {
  const known = new Map(clauses);
  const defined = columns.flatMap(({ id }) => known.get(id) ?? []);
  if (defined.length === 0) return '';
  return `Each particle was measured on its own pixels, with the definitions of scikit-image's regionprops: ${listed(defined, '; ')}.`;
}

/**
 * A column's result as a paper states it: "The equivalent diameter was 12.3 ± 1.7 nm (mean ± s.d., n = 575, σ/d = 13.8 %;
 * median 12.1 nm)." The s.d. has two significant digits and the mean as many decimals. Empty for fewer than two numbers.
 */
export function resultSentence(column: FeatureColumn, summary: Summary): string {
  const { n, mean, sd, median, relativeSpread } = summary;
  if (n < 2 || !(sd >= 0)) return '';
  const decimals = sd === 0 ? 3 : Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(sd))));
  const fixed = (value: number) => value.toFixed(decimals);
  const unit = column.unit === '' ? '' : ` ${column.unit}`;
  const spread = relativeSpread > 0 ? `, σ/d = ${(100 * relativeSpread).toFixed(1)} %` : '';
  const title =
    /^[A-Z][a-z]/.test(column.title) && !column.title.startsWith('Feret') ? lowerFirst(column.title) : column.title;
  return `The ${title} was ${fixed(mean)} ± ${fixed(sd)}${unit} (mean ± s.d., n = ${n.toLocaleString('en-US')}${spread}; median ${fixed(median)}${unit}).`;
}

function lowerFirst(text: string): string {
  return text[0].toLowerCase() + text.slice(1);
}
