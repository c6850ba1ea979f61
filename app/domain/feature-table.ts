import { z } from 'zod';

/** What a column of numbers means. `unit` as shown ('nm', 'nm²', '°', '' for pure numbers, 'counts'). */
export const FeatureColumn = z.object({
  /** Stable key, snake_case, without unit: `equivalent_diameter`. */
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  /** One sentence with the formula or the reference. */
  definition: z.string(),
  group: z.enum(['size', 'shape', 'position', 'intensity', 'moments', 'flags']),
});
export type FeatureColumn = z.infer<typeof FeatureColumn>;

/** Columns of equal length; a row is a particle. NaN where a value does not exist. */
export interface FeatureTable {
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
  readonly values: readonly Float64Array[];
}

const suffix: Readonly<Record<string, string>> = {
  '': '',
  nm: '_nm',
  'nm²': '_nm2',
  px: '_px',
  'px²': '_px2',
  '°': '_deg',
  counts: '_counts',
  'nm⁴': '_nm4',
  'px⁴': '_px4',
};

/** The header of a column in exported tables: id and unit in ASCII, e.g. `area_nm2`. */
export function columnHeader(column: FeatureColumn): string {
  return column.id + (suffix[column.unit] ?? `_${column.unit.replace(/[^A-Za-z0-9]+/g, '_')}`);
}

const lengthUnit = /^(?:nm|px)([²⁴]?)$/;

/** Power of length in a column's unit: 1 for nm and px, 2 for nm² and px², 4 for nm⁴ and px⁴, 0 for anything else. */
export function lengthPower(unit: string): number {
  const match = lengthUnit.exec(unit);
  if (match === null) return 0;
  return match[1] === '²' ? 2 : match[1] === '⁴' ? 4 : 1;
}

/** A column's unit with its length in `to`; other units stay. */
export function unitIn(unit: string, to: 'nm' | 'px'): string {
  return lengthPower(unit) === 0 ? unit : to + unit.slice(2);
}
