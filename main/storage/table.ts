import { type Calibration, pixelSizeOf } from '../../app/domain/calibration.ts';
import { type FeatureColumn, lengthPower, pixelTwin, twinOf, unitIn } from '../../app/domain/feature-table.ts';
import type { ParticleFilter } from '../../app/domain/filter.ts';
import type { StoredTable, TableSpan } from '../../app/ports/stored.ts';
import type { Reader, Writer } from './connection.ts';
import type { Stretches } from './edit-changes.ts';
import { edit } from './edit-log.ts';
import { counted, missing } from './missing.ts';

// A run's table: its results one after the other, in the order in which they came. Lengths are kept as they were computed
// and follow the calibration when they are read: a pixel size corrected later corrects every size without computing again.

interface SpanRow {
  readonly resultId: number;
  readonly computation: number;
  readonly imageId: number;
  readonly frame: number;
  readonly count: number;
  /** nm a pixel that its lengths are in; null = px. */
  readonly computedWith: number | null;
  readonly calibration: string;
  /** The flags that were asked for, one byte a particle; null when none is set or none were asked for. */
  readonly flags: Uint8Array | null;
}
type Span = SpanRow & TableSpan;

interface ColumnRow {
  readonly id: number;
  readonly key: string;
  readonly unit: string;
  readonly definition: string;
}

const flagColumns = { none: 'NULL', border: 'c.border', rejected: 'r.rejected' } as const;

function spansOf(
  reader: Reader,
  runId: number,
  flags: keyof typeof flagColumns = 'none',
): { spans: Span[]; rows: number; filter: ParticleFilter } {
  const filter = reader.value<string>('SELECT filter FROM runs WHERE id = ? AND removed = 0', runId);
  if (filter === undefined) throw missing('run', runId);
  const found = reader.all<SpanRow>(
    `SELECT r.id AS resultId, c.id AS computation, r.image_id AS imageId, r.frame, c.particles AS count,
       c.pixel_size AS computedWith, i.calibration, ${flagColumns[flags]} AS flags
     FROM results r JOIN computations c ON c.id = r.computation_id
     JOIN images i ON i.id = r.image_id AND i.removed = 0 WHERE r.run_id = ? ORDER BY r.id`,
    runId,
  );
  let rows = 0;
  const spans = found.map((row) => {
    const span = { ...row, start: rows, pixelSize: pixelSizeOf(JSON.parse(row.calibration) as Calibration) };
    rows += row.count;
    return span;
  });
  return { spans, rows, filter: JSON.parse(filter) as ParticleFilter };
}

function lengthUnitOf(spans: readonly Span[]): 'nm' | 'px' | 'mixed' {
  const calibrated = spans.filter((s) => s.pixelSize !== null).length;
  if (calibrated === 0) return 'px';
  return calibrated === spans.length ? 'nm' : 'mixed';
}

/** Columns of which a run has values, in the order of the feature list. */
function columnsOf(reader: Reader, runId: number): ColumnRow[] {
  return reader.all<ColumnRow>(
    `SELECT id, key, unit, definition FROM feature_columns WHERE id IN (
       SELECT DISTINCT k.column_id FROM feature_chunks k JOIN results r ON r.computation_id = k.computation_id
       WHERE r.run_id = ?)
     ORDER BY position, id`,
    runId,
  );
}

/** Power of length in which a column follows the calibration. Positions lead back to the pixels and stay in px. */
function powerOf(column: FeatureColumn): number {
  return column.group === 'position' ? 0 : lengthPower(column.unit);
}

/** What the values of a kept column are multiplied by, so that they are in `to`. */
function factor(column: FeatureColumn, computedWith: number | null, pixelSize: number | null, to: 'nm' | 'px'): number {
  const power = powerOf(column);
  const from = column.unit.startsWith('nm') ? computedWith : null;
  const into = to === 'nm' ? pixelSize : null;
  return power === 0 || from === into ? 1 : ((into ?? 1) / (from ?? 1)) ** power;
}

export function tableReads(reader: Reader) {
  return {
    table: (runId: number): StoredTable => {
      const { spans, rows, filter } = spansOf(reader, runId);
      const lengthUnit = lengthUnitOf(spans);
      const columns = new Map<string, FeatureColumn[]>();
      for (const { key, definition } of columnsOf(reader, runId)) {
        if (columns.has(key)) continue;
        const kept = JSON.parse(definition) as FeatureColumn;
        const isLength = powerOf(kept) !== 0;
        const column = isLength ? { ...kept, unit: unitIn(kept.unit, lengthUnit === 'px' ? 'px' : 'nm') } : kept;
        columns.set(key, isLength && lengthUnit === 'mixed' ? [column, pixelTwin(column)] : [column]);
      }
      return {
        rows,
        columns: [...columns.values()].flat(),
        spans: spans.map(({ imageId, frame, start, count, pixelSize }) => ({
          imageId,
          frame,
          start,
          count,
          pixelSize,
        })),
        filter,
        lengthUnit,
      };
    },

    column: (runId: number, key: string): Float64Array<ArrayBuffer> => {
      const { spans, rows } = spansOf(reader, runId);
      const { kept, isTwin } = columnNamed(reader, key);
      const lengthUnit = lengthUnitOf(spans);
      if (isTwin && lengthUnit !== 'mixed') throw missing('column', key);
      const shown = isTwin || lengthUnit === 'px' ? 'px' : 'nm';
      const values = new Float64Array(rows);
      for (const span of spans) {
        const into = values.subarray(span.start, span.start + span.count);
        const column = readChunk(reader, span.computation, kept, into);
        // Of a column and its twin, each row has its number in one.
        const elsewhere =
          lengthUnit === 'mixed' &&
          column !== null &&
          powerOf(column) !== 0 &&
          (span.pixelSize === null) !== (shown === 'px');
        if (column === null || elsewhere) into.fill(Number.NaN);
        else scale(into, factor(column, span.computedWith, span.pixelSize, shown));
      }
      return values;
    },

    flags: (runId: number, flag: 'border' | 'rejected'): Uint8Array<ArrayBuffer> => {
      const { spans, rows } = spansOf(reader, runId, flag);
      const flags = new Uint8Array(rows);
      for (const span of spans) if (span.flags !== null) flags.set(span.flags, span.start);
      return flags;
    },
  };
}

/** The kept columns of that id, or of the one whose twin in px it names. */
function columnNamed(reader: Reader, key: string): { kept: ColumnRow[]; isTwin: boolean } {
  const named = (id: string) =>
    reader.all<ColumnRow>('SELECT id, key, unit, definition FROM feature_columns WHERE key = ?', id);
  const kept = named(key);
  if (kept.length > 0) return { kept, isTwin: false };
  const base = twinOf(key);
  const lengths = base === null ? [] : named(base).filter(({ unit }) => lengthPower(unit) !== 0);
  if (lengths.length === 0) throw missing('column', key);
  return { kept: lengths, isTwin: true };
}

/** Fills `into` with the values of one frame; the column as it was kept, or null when the frame lacks it. */
function readChunk(
  reader: Reader,
  computation: number,
  columns: readonly ColumnRow[],
  into: Float64Array<ArrayBuffer>,
): FeatureColumn | null {
  for (const column of columns) {
    const bytes = reader.value<Uint8Array>(
      'SELECT bytes FROM feature_chunks WHERE computation_id = ? AND column_id = ?',
      computation,
      column.id,
    );
    if (bytes === undefined) continue;
    new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(bytes);
    return JSON.parse(column.definition) as FeatureColumn;
  }
  return null;
}

function scale(values: Float64Array, by: number): void {
  if (by === 1) return;
  for (let i = 0; i < values.length; i++) values[i] *= by;
}

/** Sorted rows as stretches of one result that are not yet `is`. */
function stretchesOf(rows: readonly number[], span: Span, is: 0 | 1): Stretches {
  const stretches: [number, number][] = [];
  for (const row of rows) {
    const at = row - span.start;
    if ((span.flags?.[at] ?? 0) === is) continue;
    const last = stretches.at(-1);
    if (last !== undefined && last[0] + last[1] === at) last[1]++;
    else stretches.push([at, 1]);
  }
  return stretches;
}

export function tableEdits(writer: Writer) {
  return {
    setRejected: (runId: number, rows: readonly number[], rejected: boolean): number => {
      const { spans } = spansOf(writer, runId, 'rejected');
      const is = rejected ? 1 : 0;
      const sorted = [...new Set(rows)].sort((a, b) => a - b);
      const work: { id: number; stretches: Stretches }[] = [];
      let count = 0;
      let at = 0;
      for (const span of spans) {
        const first = at;
        while (at < sorted.length && sorted[at] < span.start + span.count) at++;
        const stretches = stretchesOf(sorted.slice(first, at), span, is);
        for (const [, length] of stretches) count += length;
        work.push({ id: span.resultId, stretches });
      }
      const title = `${rejected ? 'Reject' : 'Restore'} ${counted(count, 'particle')}`;
      edit(
        writer,
        title,
        (made) => {
          for (const { id, stretches } of work) made.reject(id, stretches, is);
        },
        { runId },
      );
      return count;
    },
  };
}
