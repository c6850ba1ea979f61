import type { SampleInfo } from '../../app/contract/nouns.ts';
import type { Condition } from '../../app/domain/condition.ts';
import { parseDecimal } from './calibrating.ts';

// The conditions of all samples as a sheet: a row a sample, a column a condition.

export interface SheetColumn {
  readonly name: string;
  readonly unit: string;
}

/** Conditions of one sample after a change. */
export interface SampleChange {
  readonly id: number;
  readonly conditions: Condition[];
}

export function sameColumn(a: SheetColumn, b: SheetColumn): boolean {
  return a.name === b.name && a.unit === b.unit;
}

/** Every condition that some sample has, in the order in which they first appear. */
export function columnsOf(samples: readonly Pick<SampleInfo, 'conditions'>[]): SheetColumn[] {
  const columns = new Map<string, SheetColumn>();
  for (const { conditions } of samples) {
    for (const { name, unit } of conditions) {
      const key = `${name}\u0000${unit}`;
      if (!columns.has(key)) columns.set(key, { name, unit });
    }
  }
  return [...columns.values()];
}

/** A column's heading as it is typed and exported: "seed volume (mL)". */
export function columnTitle({ name, unit }: SheetColumn): string {
  return unit === '' ? name : `${name} (${unit})`;
}

/** "seed volume (mL)" or "seed volume [mL]" as a column; null when it has no name. */
export function parseColumn(title: string): SheetColumn | null {
  const plain = title.trim();
  const match = /^(.*\S)\s*[([]([^()[\]]*)[)\]]$/.exec(plain);
  const name = (match?.[1] ?? plain).trim();
  return name === '' || /^[([]/.test(plain) ? null : { name, unit: (match?.[2] ?? '').trim() };
}

/** What stands in a cell; empty when the sample has no such condition. */
export function cellText(sample: Pick<SampleInfo, 'conditions'>, column: SheetColumn): string {
  const found = sample.conditions.find((condition) => sameColumn(condition, column));
  return found === undefined ? '' : String(found.value);
}

/** A typed cell as a condition's value: a number where it is one, else text. */
export function parseValue(text: string): number | string {
  return parseDecimal(text) ?? text.trim();
}

/** Samples whose conditions change when `cells` are written; an empty text takes the condition away. */
export function writeCells(
  samples: readonly SampleInfo[],
  cells: readonly { readonly row: number; readonly column: SheetColumn; readonly text: string }[],
): SampleChange[] {
  const changed = new Map<number, Condition[]>();
  for (const { row, column, text } of cells) {
    const sample = samples[row];
    if (sample === undefined) continue;
    const conditions = changed.get(sample.id) ?? sample.conditions;
    if (cellText({ conditions }, column) === text.trim()) continue;
    changed.set(sample.id, withCell(conditions, column, text));
  }
  return [...changed].map(([id, conditions]) => ({ id, conditions }));
}

function withCell(conditions: readonly Condition[], column: SheetColumn, text: string): Condition[] {
  const at = conditions.findIndex((condition) => sameColumn(condition, column));
  if (text.trim() === '') return conditions.filter((_, i) => i !== at);
  const cell: Condition = { ...column, value: parseValue(text) };
  return at < 0 ? [...conditions, cell] : conditions.with(at, cell);
}

/** Samples that change when a column gets another heading; null = the column is taken away. */
export function renameColumn(
  samples: readonly SampleInfo[],
  column: SheetColumn,
  to: SheetColumn | null,
): SampleChange[] {
  return samples.flatMap(({ id, conditions }) => {
    if (!conditions.some((condition) => sameColumn(condition, column))) return [];
    const left = conditions.filter((condition) => to === null || !sameColumn(condition, to) || sameColumn(to, column));
    return [
      {
        id,
        conditions: left.flatMap((condition) =>
          sameColumn(condition, column) ? (to === null ? [] : [{ ...condition, ...to }]) : [condition],
        ),
      },
    ];
  });
}

/**
 * Cells copied from a spreadsheet: tabs between columns, line ends between rows, fields with either in double quotes
 * with quotes doubled. A final line end adds no row.
 */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endField = () => {
    row.push(field);
    field = '';
  };
  const endRow = () => {
    endField();
    rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && field === '') quoted = true;
    else if (c === '\t') endField();
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++;
      endRow();
    } else field += c;
  }
  if (field !== '' || row.length > 0) endRow();
  return rows;
}

/** Rows as text that spreadsheets paste. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.map((cell) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t'))
    .join('\n');
}
