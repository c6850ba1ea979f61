import type { Condition } from '../../app/domain/condition.ts';
import { Failure } from '../../app/domain/failure.ts';
import { csvCell, csvNumber } from '../../app/formats/csv/cell.ts';

/** Conditions of samples as a table said them, with what in it was not understood. */
export interface ParsedConditions {
  readonly rows: readonly { readonly sample: string; readonly conditions: readonly Condition[] }[];
  /** In plain words, with the line. */
  readonly warnings: readonly string[];
}

interface Line {
  /** 1-based line of the file on which it begins. */
  readonly at: number;
  readonly cells: readonly string[];
}

/**
 * Reads a table of conditions as spreadsheets save it: first column the sample's name, one column a condition, the unit
 * in the header as "seed volume (mL)" or "seed volume [mL]". Comma, semicolon or tab; quoted cells; decimal comma where
 * the separator is not a comma; byte order mark. Empty cells are no condition; lines that begin with # are comments.
 * Throws `Failure` invalid-input when there is no header with a condition.
 */
export function parseConditions(text: string): ParsedConditions {
  const plain = text.replace(/^\ufeff/, '');
  const separator = separatorOf(plain);
  const warnings: string[] = [];
  const lines = linesOf(plain, separator, warnings).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [header, ...body] = lines;
  const columns = header?.cells.slice(1).map(conditionColumn) ?? [];
  if (header === undefined || columns.every((column) => column === null))
    throw new Failure(
      'invalid-input',
      'The table of conditions has no header with a condition.',
      'Its first line names the columns: "sample, seed volume (mL), temperature (°C)".',
    );
  warnDoubled(columns, warnings);

  const rows = new Map<string, { sample: string; conditions: Map<string, Condition> }>();
  for (const { at, cells } of body) {
    const sample = cells[0].trim();
    if (sample === '') {
      warnings.push(`Line ${at} names no sample and was left out.`);
      continue;
    }
    if (cells.length > header.cells.length)
      warnings.push(`Line ${at} has ${cells.length} cells, the header ${header.cells.length}; the rest was left out.`);
    if (rows.has(sample)) warnings.push(`Line ${at} names “${sample}” again; its values replace those before.`);
    const row = rows.get(sample) ?? { sample, conditions: new Map<string, Condition>() };
    rows.set(sample, row);
    columns.forEach((column, i) => {
      const cell = cells[i + 1]?.trim() ?? '';
      if (column === null || cell === '') return;
      row.conditions.set(column.name, { ...column, value: conditionValue(cell, separator) });
    });
  }
  warnMixed(
    [...rows.values()].map((row) => row.conditions),
    columns,
    warnings,
  );
  return {
    rows: [...rows.values()].map(({ sample, conditions }) => ({ sample, conditions: [...conditions.values()] })),
    warnings,
  };
}

type Column = Pick<Condition, 'name' | 'unit'>;

/** "seed volume (mL)" as name and unit; null for an empty header. */
function conditionColumn(cell: string): Column | null {
  const text = cell.trim();
  const match = /^(.*?)\s*(?:\(([^()]*)\)|\[([^[\]]*)\])$/.exec(text);
  const name = match?.[1] ?? text;
  if (match === null || name === '') return text === '' ? null : { name: text, unit: '' };
  return { name, unit: (match[2] ?? match[3] ?? '').trim() };
}

/** The separator that divides the first line into most cells outside quotes; a comma when there is none. */
function separatorOf(text: string): string {
  const first = (/^(?:"(?:[^"]|"")*"|[^\n\r"])*/.exec(text)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');
  const counts = [';', '\t', ','].map((separator) => ({ separator, count: first.split(separator).length - 1 }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count === 0 ? ',' : best.separator;
}

function linesOf(text: string, separator: string, warnings: string[]): Line[] {
  const lines: Line[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let at = 1;
  let begins = 1;
  const endCell = () => {
    cells.push(cell);
    cell = '';
  };
  const endLine = () => {
    endCell();
    if (!cells[0].startsWith('#')) lines.push({ at: begins, cells });
    cells = [];
    begins = at;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\n') at++;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (c === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (c === separator) endCell();
    else if (c === '\n') endLine();
    else if (c !== '\r') cell += c;
    else if (text[i + 1] !== '\n') {
      // The line end of old Macintosh files.
      at++;
      endLine();
    }
  }
  if (quoted) warnings.push(`The quotation mark that opens on line ${begins} is never closed.`);
  if (cell !== '' || cells.length > 0) endLine();
  return lines;
}

/** A number where the cell is one ("0.35", "1e-3", "0,35" where commas do not separate), else its text. */
function conditionValue(cell: string, separator: string): number | string {
  const text = cell.replace('\u2212', '-');
  const dotted = separator !== ',' && /^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/.test(text) ? text.replace(',', '.') : text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(dotted) ? Number(dotted) : cell;
}

function warnDoubled(columns: readonly (Column | null)[], warnings: string[]): void {
  const seen = new Set<string>();
  for (const column of columns) {
    if (column === null) continue;
    if (seen.has(column.name)) warnings.push(`“${column.name}” stands in two columns; the later one counts.`);
    seen.add(column.name);
  }
}

/** Text among numbers is most often a slip of the pen, and keeps the condition from being plotted. */
function warnMixed(
  rows: readonly ReadonlyMap<string, Condition>[],
  columns: readonly (Column | null)[],
  warnings: string[],
): void {
  for (const column of columns) {
    if (column === null) continue;
    const values = rows.flatMap((row) => row.get(column.name)?.value ?? []);
    const texts = values.filter((value) => typeof value === 'string');
    if (texts.length > 0 && texts.length < values.length)
      warnings.push(
        `“${column.name}” mixes numbers and text (${texts
          .slice(0, 3)
          .map((t) => `“${t}”`)
          .join(', ')}).`,
      );
  }
}

/** Samples with their conditions as `parseConditions` reads them back. A name with two units makes two columns. */
export function conditionsCsv(
  samples: readonly { readonly name: string; readonly conditions: readonly Condition[] }[],
): string {
  const headers = new Map<string, string>();
  for (const { conditions } of samples)
    for (const { name, unit } of conditions) headers.set(`${name}\n${unit}`, unit === '' ? name : `${name} (${unit})`);
  const lines = samples.map(({ name, conditions }) => {
    const values = new Map(conditions.map((c) => [`${c.name}\n${c.unit}`, c.value]));
    const cells = [...headers.keys()].map((key) => {
      const value = values.get(key) ?? '';
      return typeof value === 'number' ? csvNumber(value) : csvCell(value);
    });
    return [csvCell(name), ...cells].join(',');
  });
  return `${[['sample', ...headers.values()].map(csvCell).join(','), ...lines].join('\n')}\n`;
}
