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
  return (
    (isPixelTwin(column) ? column.id.slice(0, -twinEnding.length) : column.id) +
    (suffix[column.unit] ?? `_${column.unit.replace(/[^A-Za-z0-9]+/g, '_')}`)
  );
}

const twinEnding = '_px';

/**
 * Where some images of a table have no pixel size, every length in nm has a twin in px: each row has its number in one of the
 * two and none in the other, so that nm and px never meet in a mean.
 */
export function pixelTwin(column: FeatureColumn): FeatureColumn {
  return {
    ...column,
    id: column.id + twinEnding,
    unit: unitIn(column.unit, 'px'),
    definition: `${column.definition} Of particles on images without a pixel size.`,
  };
}

export const isPixelTwin = ({ id, unit }: FeatureColumn): boolean =>
  id.endsWith(twinEnding) && lengthPower(unit) !== 0 && unit.startsWith('px');

/** The id of the column whose twin this one is; null when it is none's. */
export const twinOf = (id: string): string | null => (id.endsWith(twinEnding) ? id.slice(0, -twinEnding.length) : null);

/** The columns that a row has numbers in: those in px for one without a pixel size, else those in nm. */
export function columnsFor(columns: readonly FeatureColumn[], calibrated: boolean): FeatureColumn[] {
  const ids = new Set(columns.map(({ id }) => id));
  return columns.filter((column) =>
    isPixelTwin(column) ? !calibrated : calibrated || !ids.has(column.id + twinEnding),
  );
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
