import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed } from '../byte-reader.ts';

/** One column of a table as a file holds it. */
export interface TableColumn {
  /** As in the header, without what marks a comment. */
  readonly name: string;
  /** Numbers, NaN for empty cells; null for a column that holds text. */
  readonly values: Float64Array | null;
  /** Cells of a column of text. */
  readonly text: readonly string[] | null;
  /** The first cell that is no number, and its line in the file; null for a column of numbers. */
  readonly firstText: { readonly cell: string; readonly line: number } | null;
  /** Cells without a number. */
  readonly empty: number;
}

export interface TextTable {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

/** The largest text that is read. */
const mostBytes = 1.5 * 2 ** 30;
const noNumber = new Set([
  '',
  'nan',
  'na',
  'n/a',
  'null',
  'none',
  'inf',
  '-inf',
  '+inf',
  'infinity',
  '-infinity',
  '-',
  '#n/a',
]);

/**
 * Reads a table of comma, semicolon or tab separated values as programs and spreadsheets write them: a header (a leading # is not part of
 * it; none at all makes column_1, column_2, ...), RFC 4180 quotes, a byte order mark, decimal commas between semicolons or tabs, empty cells
 * and NaN for no number. Throws `Failure` malformed, naming the line, for rows of unequal length; too-large.
 */
export function readTextTable(source: ByteSource, check: () => void): TextTable {
  if (source.size > mostBytes) {
    throw new Failure(
      'too-large',
      `${source.name} has ${Math.round(source.size / 2 ** 20)} MB; tables up to ${Math.round(mostBytes / 2 ** 20)} MB are read.`,
      'Leave out columns that are not needed, or split it.',
      source.name,
    );
  }
  const cells = new CellReader(source.read(0, source.size));
  const first = cells.row() ?? [];
  if (first.every((cell) => cell.trim() === '')) throw malformed(source, 'it holds no table');
  const headless = first.every((cell) => numberOf(cell, cells.decimalComma) !== null || cell.trim() === '');
  const names = headless ? first.map((_, c) => `column_${c + 1}`) : first.map(cleanName);
  const columns = names.map((name) => new ColumnBuilder(name, cells.decimalComma));
  let line = headless ? 1 : cells.line;
  for (let row = headless ? first : cells.row(); row !== null; row = cells.row()) {
    if ((line & 4095) === 0) check();
    if (row.length === 1 && row[0].trim() === '' && names.length > 1) {
      line = cells.line;
      continue;
    }
    if (row.length !== names.length)
      throw malformed(source, `line ${line} has ${row.length} cells, its header ${names.length}`);
    for (let c = 0; c < columns.length; c++) columns[c].push(row[c], line);
    line = cells.line;
  }
  const built = columns.map((column) => column.take());
  return { rows: built[0]?.values?.length ?? built[0]?.text?.length ?? 0, columns: built };
}

const cleanName = (cell: string, c: number): string => {
  const name = (c === 0 ? cell.replace(/^#\s*/, '') : cell).trim();
  return name === '' ? `unnamed_${c + 1}` : name;
};

/** The number of a cell; NaN for an empty one, null for text. */
function numberOf(cell: string, decimalComma: boolean): number | null {
  const plain = cell.trim();
  if (plain === '') return Number.NaN;
  const value = Number(decimalComma ? plain.replace(',', '.') : plain);
  if (value - value === 0) return value;
  return noNumber.has(plain.toLowerCase()) ? Number.NaN : null;
}

/** Numbers as long as there is no text among them; then all cells as text. */
class ColumnBuilder {
  readonly #name: string;
  readonly #decimalComma: boolean;
  #values = new Float64Array(1024);
  #count = 0;
  #empty = 0;
  readonly #text: string[] = [];
  #firstText: { cell: string; line: number } | null = null;

  constructor(name: string, decimalComma: boolean) {
    this.#name = name;
    this.#decimalComma = decimalComma;
  }

  push(cell: string, line: number): void {
    const value = numberOf(cell, this.#decimalComma);
    if (value === null && this.#firstText === null) {
      this.#firstText = { cell: cell.trim(), line };
      // What was read before as numbers stands as numbers.
      for (let i = 0; i < this.#count; i++)
        this.#text.push(Number.isNaN(this.#values[i]) ? '' : String(this.#values[i]));
    }
    if (this.#firstText !== null) {
      this.#text.push(cell.trim());
      return;
    }
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(2 * this.#count);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = value ?? Number.NaN;
    if (Number.isNaN(value)) this.#empty++;
  }

  take(): TableColumn {
    const numbers = this.#firstText === null;
    return {
      name: this.#name,
      values: numbers ? this.#values.slice(0, this.#count) : null,
      text: numbers ? null : this.#text,
      firstText: this.#firstText,
      empty: this.#empty,
    };
  }
}

const [quote, feed, carriage] = [0x22, 0x0a, 0x0d];

/** Cells row after row. Works on bytes: separators and quotes are ASCII in UTF-8 and in every old code page. */
class CellReader {
  readonly #bytes: Uint8Array;
  readonly #separator: number;
  readonly #decoder = new TextDecoder();
  readonly decimalComma: boolean;
  #at: number;
  /** Line in the file of the row that comes next, from 1. */
  line = 1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    const end = bytes.indexOf(feed, this.#at);
    const header = bytes.subarray(this.#at, end < 0 ? bytes.length : end);
    const count = (separator: string) => header.reduce((n, b) => n + (b === separator.charCodeAt(0) ? 1 : 0), 0);
    const [tabs, semicolons, commas] = [count('\t'), count(';'), count(',')];
    const separator = tabs > 0 && tabs >= semicolons ? '\t' : semicolons > 0 && semicolons >= commas / 2 ? ';' : ',';
    this.#separator = separator.charCodeAt(0);
    this.decimalComma = separator !== ',' && this.#commaBetweenDigits(end);
  }

  /** Whether the first rows have commas between digits and no point between digits. */
  #commaBetweenDigits(from: number): boolean {
    const text = this.#decoder.decode(this.#bytes.subarray(Math.max(0, from), Math.max(0, from) + 20_000));
    return /\d,\d/.test(text) && !/\d\.\d/.test(text);
  }

  /** The next row, or null at the end. */
  row(): string[] | null {
    const bytes = this.#bytes;
    if (this.#at >= bytes.length) return null;
    const cells: string[] = [];
    this.line++;
    for (;;) {
      cells.push(bytes[this.#at] === quote ? this.#quoted() : this.#plain());
      const next = bytes[this.#at];
      if (next === this.#separator) {
        this.#at++;
        continue;
      }
      if (next === carriage) this.#at++;
      if (bytes[this.#at] === feed) this.#at++;
      return cells;
    }
  }

  #plain(): string {
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let high = 0;
    for (; at < bytes.length; at++) {
      const b = bytes[at];
      if (b === this.#separator || b === feed || b === carriage) break;
      high |= b;
    }
    this.#at = at;
    // Numbers are short and plain: faster than the decoder.
    if (high < 128 && at - from < 32) {
      let text = '';
      for (let i = from; i < at; i++) text += String.fromCharCode(bytes[i]);
      return text;
    }
    return this.#decoder.decode(bytes.subarray(from, at));
  }

  #quoted(): string {
    const bytes = this.#bytes;
    let text = '';
    this.#at++;
    for (;;) {
      const end = bytes.indexOf(quote, this.#at);
      const stop = end < 0 ? bytes.length : end;
      for (let i = this.#at; i < stop; i++) if (bytes[i] === feed) this.line++;
      text += this.#decoder.decode(bytes.subarray(this.#at, stop));
      this.#at = stop + 1;
      if (bytes[this.#at] !== quote || end < 0) break;
      text += '"';
      this.#at++;
    }
    // What stands between the closing quote and the separator belongs to nothing.
    while (this.#at < bytes.length && bytes[this.#at] !== this.#separator && bytes[this.#at] !== feed) {
      if (bytes[this.#at] === carriage) break;
      this.#at++;
    }
    return text;
  }
}
