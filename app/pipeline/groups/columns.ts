import { Failure } from '../../domain/failure.ts';
import type { TableColumn, TextTable } from '../../formats/csv/read-table.ts';

/** Columns of a table that particles are told apart by. */
export interface ChosenColumns {
  readonly names: readonly string[];
  readonly values: readonly Float64Array[];
  /** Rows that have all of these numbers. */
  readonly rows: Int32Array;
  /** Columns that were not asked for and left out, and why. */
  readonly leftOut: readonly { readonly column: string; readonly reason: string }[];
}

/** Columns that name a particle or say where it is, not what it is like. */
const naming =
  /^(|unnamed.*|row|index|id|label|labels|particle|object|frame|slice|page|image|file|sample|cluster|group|class|at_border|pixel_size.*|x|y|(centroid|bbox|centre|center|position)_?(weighted_)?(x|y|row|col|0|1)?)$/;
/** Columns that say which particle a row is; they are taken over into results. */
export const namingColumns = ({ columns }: TextTable): readonly TableColumn[] =>
  columns.filter(({ name }) => /^(image|file|sample|frame|particle|label|id)$/.test(bareName(name)));

/** A column with more empty cells than this share would take too many rows away. */
const mostEmpty = 0.2;

/** A header without its unit: `area (nm²)`, `area [nm2]`, `area_nm2` are all area. */
export const bareName = (header: string): string =>
  header
    .replace(/\s*[([][^)\]]*[)\]]\s*$/, '')
    .replace(/_(nm|px|um|µm|deg|counts)[234]?$/i, '')
    .trim()
    .toLowerCase();

/**
 * The columns asked for by header, with or without its unit, in any case; without asking all that hold numbers and tell particles apart.
 * Throws `Failure` invalid-input that names a column which is not there, or holds text and where, or when no rows are left.
 */
export function chooseColumns(table: TextTable, file: string, asked: readonly string[] | null): ChosenColumns {
  const leftOut: { column: string; reason: string }[] = [];
  const chosen = asked === null ? defaultColumns(table, leftOut) : asked.map((name) => columnNamed(table, file, name));
  if (chosen.length === 0) {
    throw new Failure(
      'invalid-input',
      `${file} has no column of numbers that tells particles apart.`,
      `Name columns with --columns. It has: ${listed(table)}.`,
      file,
    );
  }
  const values = chosen.map((column) => numbersOf(column, file));
  const kept = new Int32Array(table.rows);
  let n = 0;
  for (let row = 0; row < table.rows; row++) {
    if (values.every((column) => !Number.isNaN(column[row]))) kept[n++] = row;
  }
  if (n === 0) {
    const worst = chosen.reduce((a, b) => (b.empty > a.empty ? b : a));
    throw new Failure(
      'invalid-input',
      table.rows === 0 ? `${file} has no rows.` : `No row of ${file} has a number in every column.`,
      table.rows === 0 ? 'Give a table with a row a particle.' : `“${worst.name}” is empty most often: leave it out.`,
      file,
    );
  }
  return { names: chosen.map(({ name }) => name), values, rows: kept.slice(0, n), leftOut };
}

const listed = ({ columns }: TextTable): string =>
  columns.length <= 30
    ? columns.map(({ name }) => name).join(', ')
    : `${columns
        .slice(0, 30)
        .map(({ name }) => name)
        .join(', ')} and ${columns.length - 30} more`;

/** The column of that header, with or without its unit, in any case. Throws `Failure` invalid-input that lists what there is. */
export function columnNamed(table: TextTable, file: string, name: string): TableColumn {
  const { columns } = table;
  const found =
    columns.find((c) => c.name === name) ??
    columns.find((c) => c.name.toLowerCase() === name.toLowerCase()) ??
    columns.find((c) => bareName(c.name) === bareName(name));
  if (found !== undefined) return found;
  throw new Failure('invalid-input', `${file} has no column “${name}”.`, `It has: ${listed(table)}.`, name);
}

/** The numbers of a column. Throws `Failure` invalid-input that names the column and its first cell of text. */
export function numbersOf({ name, values, firstText }: TableColumn, file: string): Float64Array {
  if (values !== null) return values;
  const where = firstText === null ? '' : `: “${firstText.cell}” in line ${firstText.line}`;
  throw new Failure(
    'invalid-input',
    `Column “${name}” of ${file} holds text${where}.`,
    'Choose columns of numbers with --columns; cells without a number may be empty.',
    name,
  );
}

function defaultColumns(table: TextTable, leftOut: { column: string; reason: string }[]): TableColumn[] {
  return table.columns.filter((column) => {
    const reason = reasonAgainst(column, table.rows);
    if (reason !== null) leftOut.push({ column: column.name, reason });
    return reason === null;
  });
}

function reasonAgainst({ name, values, empty }: TableColumn, rows: number): string | null {
  if (values === null) return 'text';
  if (naming.test(bareName(name)) || naming.test(name.toLowerCase())) return 'names or places particles';
  if (empty === rows) return 'empty';
  if (empty > mostEmpty * rows) return `empty in ${empty} of ${rows} rows`;
  const first = values.find((v) => !Number.isNaN(v));
  if (rows > 1 && values.every((v) => Number.isNaN(v) || v === first)) return 'the same everywhere';
  if (rows > 10 && values.every((v, row) => v === values[0] + row)) return 'counts the rows';
  return null;
}

/** True where all columns are values of one fingerprint, which share a unit and must keep their proportions. */
export const areFingerprints = (names: readonly string[]): boolean =>
  names.length > 10 && names.every((name) => /^d_-?\d+$/.test(bareName(name)));
