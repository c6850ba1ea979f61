import { columnHeader } from '../../domain/feature-table.ts';
import { conditionColumns, type ParticleRows } from '../../domain/particle-rows.ts';
import { csvCell, csvNumber } from './cell.ts';

/** Rows a chunk: about a megabyte of text. */
const rowsPerChunk = 1024;

/** Names of the columns before the measured ones and the conditions. */
export const leadingHeaders = ['image', 'frame', 'sample', 'particle', 'pixel_size_nm'] as const;

/**
 * A feature table as CSV, chunk by chunk: image, frame (from 1, as in the window), sample, particle id, pixel size, one column a synthesis
 * condition ("seed volume (mL)"), one a measurement (`area_nm2`). UTF-8 without byte order mark, line feeds, RFC 4180
 * quoting, numbers to 12 significant digits with a decimal point; a value that does not exist is an empty cell. The same table
 * gives the same text.
 */
export function* particlesCsv(rows: ParticleRows): Generator<string, void, void> {
  const { table, spans, ids, pass } = rows;
  const conditions = conditionColumns(spans);
  const headers = [
    ...leadingHeaders,
    ...conditions.map((column) => column.header),
    ...table.columns.map((column) => columnHeader(column)),
  ];
  const lines = [headers.map(csvCell).join(',')];
  // One array of cells for all rows: joining it is the fastest way to so many numbers.
  const cells = Array.from({ length: 1 + table.values.length }, () => '');
  for (let s = 0; s < spans.length; s++) {
    const { image, frame, sample, pixelSize, start, count } = spans[s];
    const before = `${csvCell(image)},${frame + 1},${csvCell(sample)},`;
    const after = [pixelSize, ...conditions.map((column) => column.values[s])]
      .map((value) => `,${typeof value === 'number' ? csvNumber(value) : csvCell(value ?? '')}`)
      .join('');
    for (let row = start; row < start + count; row++) {
      if (pass !== undefined && pass[row] !== 1) continue;
      cells[0] = before + ids[row] + after;
      for (let c = 0; c < table.values.length; c++) cells[c + 1] = csvNumber(table.values[c][row]);
      lines.push(cells.join(','));
      if (lines.length >= rowsPerChunk) {
        lines.push('');
        yield lines.join('\n');
        lines.length = 0;
      }
    }
  }
  if (lines.length > 0) {
    lines.push('');
    yield lines.join('\n');
  }
}
