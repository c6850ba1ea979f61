import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer/src/index.js';
import { columnHeader } from '../../domain/feature-table.ts';
import { type ConditionColumn, conditionColumns, type ParticleRows } from '../../domain/particle-rows.ts';
import { leadingHeaders } from '../csv/particles.ts';

/** Rows a row group: what is held in memory at a time. */
const rowsPerGroup = 65_536;

type Column =
  | { name: string; type: 'STRING'; data: (string | null)[]; nullable: boolean }
  | { name: string; type: 'INT32'; data: Int32Array; nullable: false }
  | { name: string; type: 'DOUBLE'; data: Float64Array | (number | null)[]; nullable: boolean; encoding?: 'PLAIN' };

/**
 * A feature table as a Parquet file, chunk by chunk, with the columns of `particlesCsv`: strings, 32-bit ids and frames (from 1),
 * 64-bit floats with NaN where a value does not exist; Snappy. The file's metadata holds under `morphoscope.columns` a
 * JSON list with name, title, unit and definition of every measured column, under `morphoscope.program` the program.
 * The same table gives the same bytes.
 */
export function* particlesParquet(rows: ParticleRows, program: string): Generator<Uint8Array, void, void> {
  const writer = new ByteWriter();
  const conditions = conditionColumns(rows.spans);
  const picked = pickRows(rows);
  let parquet: ParquetWriter | undefined;
  let written = 0;
  for (let first = 0; first < picked.row.length || parquet === undefined; first += rowsPerGroup) {
    const last = Math.min(picked.row.length, first + rowsPerGroup);
    const columnData = columnsOf(rows, conditions, picked, first, last);
    parquet ??= new ParquetWriter({
      writer,
      schema: schemaFromColumnData({ columnData }),
      kvMetadata: metadata(rows, program),
      createdBy: program,
    });
    if (last > first) void parquet.write({ columnData, rowGroupSize: rowsPerGroup });
    yield taken(writer);
    written = writer.offset;
  }
  void parquet.finish();
  if (writer.offset > written) yield taken(writer);
}

/** The bytes written since the last call; the writer's buffer starts anew, its count of all bytes goes on. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

interface Picked {
  readonly row: Uint32Array;
  readonly span: Uint32Array;
}

function pickRows({ spans, pass }: ParticleRows): Picked {
  const total = spans.reduce((sum, span) => sum + span.count, 0);
  const row = new Uint32Array(total);
  const span = new Uint32Array(total);
  let n = 0;
  spans.forEach(({ start, count }, s) => {
    for (let r = start; r < start + count; r++) {
      if (pass !== undefined && pass[r] !== 1) continue;
      row[n] = r;
      span[n++] = s;
    }
  });
  return { row: row.subarray(0, n), span: span.subarray(0, n) };
}

function columnsOf(
  { table, spans, ids }: ParticleRows,
  conditions: readonly ConditionColumn[],
  picked: Picked,
  first: number,
  last: number,
): Column[] {
  const row = picked.row.subarray(first, last);
  const span = picked.span.subarray(first, last);
  const strings = (of: (s: number) => string | null, nullable: boolean) => ({
    type: 'STRING' as const,
    data: Array.from(span, of),
    nullable,
  });
  const [image, frame, sample, particle, pixelSize] = leadingHeaders;
  return [
    { name: image, ...strings((s) => spans[s].image, false) },
    { name: frame, type: 'INT32', data: Int32Array.from(span, (s) => spans[s].frame + 1), nullable: false },
    { name: sample, ...strings((s) => spans[s].sample, false) },
    { name: particle, type: 'INT32', data: Int32Array.from(row, (r) => ids[r]), nullable: false },
    { name: pixelSize, type: 'DOUBLE', data: Array.from(span, (s) => spans[s].pixelSize), nullable: true },
    ...conditions.map(({ header, numeric, values }): Column => {
      if (!numeric) {
        const text = values.map((value) => (value === null ? null : String(value)));
        return { name: header, ...strings((s) => text[s], true) };
      }
      return {
        name: header,
        type: 'DOUBLE',
        data: Array.from(span, (s) => values[s] as number | null),
        nullable: true,
      };
    }),
    ...table.columns.map((column, c): Column => {
      const values = table.values[c];
      const data = new Float64Array(row.length);
      for (let i = 0; i < row.length; i++) data[i] = values[row[i]];
      // Measured numbers hardly repeat: trying a dictionary only costs time.
      return { name: columnHeader(column), type: 'DOUBLE', data, nullable: false, encoding: 'PLAIN' };
    }),
  ];
}

function metadata({ table }: ParticleRows, program: string): { key: string; value: string }[] {
  const columns = table.columns.map((column) => {
    const { id, title, unit, definition } = column;
    return { name: columnHeader(column), id, title, unit, definition };
  });
  return [
    { key: 'morphoscope.program', value: program },
    { key: 'morphoscope.columns', value: JSON.stringify(columns) },
  ];
}
